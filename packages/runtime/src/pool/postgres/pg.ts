/**
 * The module `pg` as far as the pool needs it. It is handed in by the user, so that the pool's clients are those of the copy that the rest of the
 * program imports, and nobody who uses another driver needs `pg` or its types.
 */
export interface PgModule {
  readonly Pool: new (...parameters: never[]) => object;
  readonly Client: new (...parameters: never[]) => object;
  readonly Query: new (...parameters: never[]) => object;
}

export type Callback = (error: unknown, result?: unknown) => void;

interface Emitter {
  on(event: string, listener: (...parameters: never[]) => void): unknown;
  once(event: string, listener: (...parameters: never[]) => void): unknown;
  removeListener(event: string, listener: (...parameters: never[]) => void): unknown;
  emit(event: string, ...parameters: unknown[]): boolean;
  listenerCount(event: string): number;
}

/** The wire below a client: `pg` calls it Connection. */
export interface PgWire extends Emitter {
  readonly stream: { destroy(): void; ref?(): void; unref?(): void };
  parse(message: { readonly text: string; readonly name: string }): void;
  bind(message: { readonly portal: string; readonly statement: string; readonly values: readonly unknown[]; readonly binary: boolean; readonly valueMapper: (value: unknown) => unknown }): void;
  execute(message: { readonly portal: string }): void;
  readonly submittedNamedStatements: Record<string, string>;
}

/** A `pg.Client`. The fields are not all documented; each was there in 8.12 and is there in 8.23. */
export interface PgClient extends Emitter {
  connect(): Promise<unknown>;
  end(): Promise<void>;
  query(config: unknown, values?: unknown, callback?: unknown): unknown;
  release?: (destroy?: boolean | Error) => void;
  readonly connection: PgWire;
  readonly host: string;
  readonly port: number;
  readonly processID: number | null;
  readonly secretKey: number | null;
  /** True between statements. */
  readonly readyForQuery?: boolean;
  readonly _queryable?: boolean;
  readonly _queryQueue?: readonly unknown[];
}

export interface PgQuery {
  text?: string;
  name?: string | undefined;
  callback?: Callback | undefined;
  readonly rows?: number;
  requiresPreparation(): boolean;
  submit(wire: PgWire): Error | null;
  prepare(wire: PgWire): void;
  handleRowDescription(message: unknown): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, wire: PgWire): void;
  handleError(error: unknown, wire: PgWire): void;
}

export interface PgPoolBase extends Emitter {
  options: Record<string, unknown>;
  ending: boolean;
  ended: boolean;
}
