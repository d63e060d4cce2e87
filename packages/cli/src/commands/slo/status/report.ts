import type { BudgetReport, Decision, GateOutcome } from '@plimsoll/slo';
import { version } from '../../../version.ts';
import type { ReadBudgets } from './source.ts';

/** What was read and decided, as every format shows it. */
export function reportOf(
  { recording, replayed }: ReadBudgets,
  decided: { readonly decisions: readonly Decision[]; readonly today: string; readonly environment: string | null; readonly notes: readonly string[] },
  gate: GateOutcome | null,
): BudgetReport {
  return { schemaVersion: 1, tool: { name: 'plimsoll', version: version() }, at: recording.at, source: recording.source, replayed, ...decided, gate };
}
