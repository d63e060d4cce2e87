import type { Callback, PgModule, PgQuery, PgWire } from './pg.ts';
import { statementKind, timeoutOfTransaction, timeoutQuery } from './statement.ts';

export type TimedQueryClass = new (config: unknown, values: unknown, callback: Callback, timeoutMs: number | null) => PgQuery;

const classes = new WeakMap<PgModule, TimedQueryClass>();

/**
 * A `pg.Query` that carries its own timeout to the server, in the same round trip: one message before the statement, or behind `begin`. What the
 * server answers to that message is kept from the result.
 */
export function timedQueryClass(driver: PgModule): TimedQueryClass {
  const known = classes.get(driver);
  if (known) return known;
  const Base = driver.Query as unknown as new (config: unknown, values: unknown, callback: Callback) => PgQuery;

  class TimedQuery extends Base {
    timeoutMs: number | null;
    answers: 'before' | 'after' | 'none' = 'none'; // where the answer to our message stands in the stream
    completed = 0;
    hiddenName: string | undefined = undefined;

    constructor(config: unknown, values: unknown, callback: Callback, timeoutMs: number | null) {
      super(config, values, callback);
      this.timeoutMs = timeoutMs;
    }

    override submit(wire: PgWire): Error | null {
      const { text, timeoutMs } = this;
      if (timeoutMs === null || text === undefined || this.requiresPreparation()) return super.submit(wire);
      const begins = statementKind(text) === 'begin';
      this.answers = begins ? 'after' : 'before';
      this.text = begins ? `${text.replace(/[;\s]*$/, '')}; ${timeoutOfTransaction(timeoutMs)}` : `${timeoutQuery(timeoutMs)}; ${text}`;
      const error = super.submit(wire);
      this.text = text;
      return error;
    }

    override prepare(wire: PgWire): void {
      if (this.timeoutMs !== null && this.rows === undefined && statementKind(this.text) === 'timed') {
        wire.parse({ text: timeoutQuery(this.timeoutMs), name: '' });
        wire.bind({ portal: '', statement: '', values: [], binary: false, valueMapper: (value) => value });
        wire.execute({ portal: '' });
        this.answers = 'before';
      }
      super.prepare(wire);
      if (this.answers === 'none') return;
      // The client takes the next ParseComplete for that of the named statement.
      this.hiddenName = this.name;
      this.name = undefined;
    }

    override handleRowDescription(message: unknown): void {
      if (!this.isOurs()) super.handleRowDescription(message);
    }

    override handleDataRow(message: unknown): void {
      if (!this.isOurs()) super.handleDataRow(message);
    }

    override handleCommandComplete(message: unknown, wire: PgWire): void {
      const ours = this.isOurs();
      this.completed += 1;
      this.showName();
      if (!ours) super.handleCommandComplete(message, wire);
    }

    override handleError(error: unknown, wire: PgWire): void {
      if (this.hiddenName !== undefined) delete wire.submittedNamedStatements[this.hiddenName];
      this.showName();
      super.handleError(error, wire);
    }

    isOurs(): boolean {
      return this.answers === 'before' ? this.completed === 0 : this.answers === 'after' && this.completed > 0;
    }

    showName(): void {
      if (this.hiddenName === undefined) return;
      this.name = this.hiddenName;
      this.hiddenName = undefined;
    }
  }

  classes.set(driver, TimedQuery);
  return TimedQuery;
}
