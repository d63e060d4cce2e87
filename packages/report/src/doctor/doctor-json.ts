import { printJson } from '../json/print.ts';
import type { Diagnosis } from './diagnosis.ts';

/** The same for programs: `schema/doctor.schema.json` of the cli. */
export function doctorJson(version: string, diagnoses: readonly Diagnosis[]): string {
  return printJson({
    schemaVersion: 1,
    tool: { name: 'plimsoll', version },
    checks: diagnoses.map(({ about, name, state, says, details, help }) => ({ about, name, state, says, details, help })),
  });
}
