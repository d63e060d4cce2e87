import { postgresLog } from './postgres.ts';

export interface Movement {
  readonly paymentId: string;
  readonly amount: number;
}

export interface LedgerLog {
  /** May append a movement twice; the ledger enters each payment once. */
  readonly append: (movement: Movement) => Promise<void>;
}

/** Kinesis where the name of its stream is given, else a table of the database. */
export const ledgerLog: LedgerLog = process.env.LEDGER_STREAM ? (await import('./kinesis.ts')).kinesisLog() : postgresLog();
