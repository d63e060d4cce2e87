import type { RecordingSource } from '../record/index.ts';
import type { ClassifiedChange } from './classify.ts';
import type { Decision } from './decide.ts';
import type { DeployVerdict } from './verdict.ts';

/** What `plimsoll slo status` and `plimsoll slo gate` say, by one arithmetic; the gate adds what it decided about a change. */
export interface BudgetReport {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: 'plimsoll'; readonly version: string };
  readonly at: string; // the moment that the budgets are of, ISO 8601 in UTC
  readonly today: string; // YYYY-MM-DD; exemptions are judged by it
  readonly environment: string | null;
  readonly source: RecordingSource;
  readonly replayed: string | null; // the file that was decided upon again
  readonly decisions: readonly Decision[]; // one a service
  readonly gate: GateOutcome | null;
  readonly notes: readonly string[];
}

export interface GateOutcome {
  readonly verdict: DeployVerdict; // the worst of the services
  readonly exitCode: 0 | 1 | 3; // that the verdict asks for; advisory: 0 all the same
  readonly advisory: boolean;
  readonly change: ClassifiedChange;
  readonly inputs: string; // sha256 of everything that was decided on
}
