/** The module `mysql2/promise` as far as the pool needs it; handed in by the user. */
export interface MysqlModule {
  createConnection(...parameters: never[]): Promise<object>;
  createPool(...parameters: never[]): object;
}

export type Callback = (error: unknown, ...results: unknown[]) => void;

interface Emitter {
  on(event: string, listener: (...parameters: never[]) => void): unknown;
  once(event: string, listener: (...parameters: never[]) => void): unknown;
  removeListener(event: string, listener: (...parameters: never[]) => void): unknown;
  emit(event: string, ...parameters: unknown[]): boolean;
}

/** The connection of `mysql2` with callbacks, below that with promises. */
export interface MysqlCore extends Emitter {
  query: (sql: unknown, values?: unknown, callback?: unknown) => Emitter;
  execute: (sql: unknown, values?: unknown, callback?: unknown) => Emitter;
  release?: () => void;
  readonly stream: { destroy(): void };
}

export interface MysqlConnection extends Emitter {
  readonly connection: MysqlCore;
  query(sql: unknown, values?: unknown): Promise<readonly unknown[]>;
  execute(sql: unknown, values?: unknown): Promise<readonly unknown[]>;
  ping(): Promise<unknown>;
  end(): Promise<unknown>;
  destroy(): void;
  release?: () => void;
}
