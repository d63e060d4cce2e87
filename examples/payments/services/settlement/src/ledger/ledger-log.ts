import { postgresLog } from './postgres.ts';

export interface Entry {
  readonly movementId: string;
  readonly paymentId: string;
  /** Below zero for a refund. */
  readonly amount: number;
}

export interface LedgerLog {
  /** May append an entry twice; the ledger enters each movement once. */
  readonly append: (entry: Entry) => Promise<void>;
}

/** Kinesis where the name of its stream is given, else a table of the database. */
export const ledgerLog: LedgerLog = process.env.LEDGER_STREAM ? (await import('./kinesis.ts')).kinesisLog() : postgresLog();
