import type { Run } from '@plimsoll/contract';
import type { Acceptance } from '../store/run-store.ts';
import { acceptanceSchema, runSchema } from './run-schema.ts';
import type { Schema } from './schema.ts';
import { firstMismatch } from './schema.ts';

export type ParsedFile<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly message: string };

/** A run from its file. The message of a failure names the wrong field: "measurement.slices[3].startMs: -1 is below 0". */
export function parseRun(text: string): ParsedFile<Run> {
  return parseAs<Run>(text, runSchema);
}

export function parseAcceptance(text: string): ParsedFile<Acceptance> {
  return parseAs<Acceptance>(text, acceptanceSchema);
}

/** The text of a run's file, ending in a newline. An Error names the field that the schema does not allow: nothing unreadable is stored. */
export function runText(run: Run): string {
  return textOf(run, runSchema, `run ${run.id}`);
}

export function acceptanceText(record: Acceptance): string {
  return textOf(record, acceptanceSchema, `acceptance ${record.id}`);
}

function parseAs<Value>(text: string, schema: Schema): ParsedFile<Value> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { ok: false, message: `is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  const message = firstMismatch(value, schema, runSchema.definitions);
  return message === null ? { ok: true, value: value as Value } : { ok: false, message };
}

function textOf(value: unknown, schema: Schema, name: string): string {
  const text = `${JSON.stringify(value)}\n`;
  const parsed = parseAs(text, schema); // what was written, not what was meant: JSON turns NaN into null
  if (!parsed.ok) throw new TypeError(`${name} was not stored: ${parsed.message}`);
  return text;
}
