/** What this package asks of a connection of `pg`. */
export interface PgQueryable {
  query(text: string, values?: unknown[]): Promise<{ readonly rows: readonly Record<string, unknown>[]; readonly rowCount: number | null }>;
}

/** A `pg.Pool`, or the one of `@plimsoll/runtime/pool`. */
export interface PgPool<Client extends PgQueryable = PgQueryable> extends PgQueryable {
  connect(): Promise<Client & { release(broken?: Error | boolean): void }>;
}

/** Runs `work` in a transaction of its own: committed when it resolves, rolled back when it rejects. A connection that cannot roll back is thrown away. */
export async function inTransaction<Client extends PgQueryable, T>(pool: PgPool<Client>, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken = false;
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    broken = await client.query('rollback').then(
      () => false,
      () => true,
    );
    throw error;
  } finally {
    client.release(broken);
  }
}

const plainName = /^[a-z_][a-z0-9_]{0,62}(?:\.[a-z_][a-z0-9_]{0,62})?$/;

/** Whether a table's name can stand in SQL without quotes, with or without its schema. */
export function isPlainName(name: string): boolean {
  return plainName.test(name);
}
