/**
 * What the pool asks of a driver. One connection is one session on the server; the pool counts it from `open` until `close` settles,
 * so that the server never has more of them than the pool may open.
 */
export interface Driver<Connection> {
  /** `db.system.name` of OpenTelemetry's conventions: postgresql, mysql, mariadb, … */
  readonly system: string;
  /** Opens a session. Should settle within the pool's connect timeout; one that comes later is closed unused. */
  open(): Promise<Connection>;
  /** Rejects when the session is dead. The pool bounds it in time. */
  ping(connection: Connection): Promise<void>;
  /**
   * Makes a returned session fit for the next caller: no statement running, no transaction open. Null when it is so already;
   * resolves to false when the session has to be closed.
   */
  restore(connection: Connection): Promise<boolean> | null;
  /**
   * Ends a session. Settles when the server has let go of it, also of a statement that was running. A session that does not answer, or was lost in
   * use, is ended without waiting for it.
   */
  close(connection: Connection, answering: boolean): Promise<void>;
  /** Calls back once when the session ends without having been closed. */
  onLost(connection: Connection, lost: (error: unknown) => void): void;
}
