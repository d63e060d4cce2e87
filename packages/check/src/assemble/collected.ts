import type { Source } from '@plimsoll/contract';
import type { Contract } from '@plimsoll/contract/file';
import type { DebtItem, DecisionRecord, RunHistory } from '@plimsoll/decisions';
import type { ServiceLevelObjectives } from '@plimsoll/slo';
import type { CodeFact, DeploymentFact, PipelineFact, TerraformRoot } from '../facts/index.ts';

/** Everything the readers found, before any of it is joined. */
export interface Collected {
  readonly code: readonly CodeFact[];
  readonly deployment: readonly DeploymentFact[];
  readonly pipeline: readonly PipelineFact[];
  readonly terraform: readonly TerraformRoot[];
  readonly slos: readonly ServiceLevelObjectives[];
  readonly decisions: readonly DecisionRecord[];
  readonly debts: readonly DebtItem[];
  readonly registers: readonly string[]; // files that are debt registers, also when empty
  readonly notForProduction: Source | null; // where the readme says so
  readonly runs: RunHistory | null; // stored load-test runs; null: there is no history, or nothing asked for it
  readonly contract: Contract | null;
  readonly paths: readonly string[];
}
