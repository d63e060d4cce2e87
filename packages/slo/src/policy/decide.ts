import { statusOf } from '../status/status.ts';
import type { SloStatus } from '../status/status.ts';
import type { Exemption } from './exemption.ts';
import { refusalOf } from './exemption.ts';
import { judgeObjective } from './judge.ts';
import type { ObjectiveDecision } from './judge.ts';
import { withoutIncidents } from './not-our-fault.ts';
import { onNoDataOf } from './no-data.ts';
import { policyByDefault } from './defaults.ts';
import type { ChangeClass, FreezePolicy } from './policy.ts';
import type { DeployVerdict } from './verdict.ts';
import { worstVerdict } from './verdict.ts';

export interface DecisionInput {
  readonly service: string;
  readonly statuses: readonly SloStatus[];
  readonly policy: FreezePolicy | null;
  readonly change: ChangeClass;
  readonly environment: string | null;
  readonly normaliseEnvironment?: (name: string) => string;
  readonly before: Before; // what the last decisions said: a freeze ends later than it begins
  readonly exemptions: readonly Exemption[];
  readonly atMs: number; // Unix time in milliseconds at which the budgets were read
  readonly today: string; // YYYY-MM-DD
}

/** What earlier decisions say of the objectives, by name. */
export interface Before {
  readonly frozen: readonly string[]; // their last known verdict was a freeze by their budget
  readonly measured: readonly string[]; // they were measured once, so what is missing now is lost and not yet to come
}

export const nothingBefore: Before = { frozen: [], measured: [] };

export interface Decision {
  readonly service: string;
  readonly verdict: DeployVerdict;
  readonly budgetVerdict: DeployVerdict; // before change class and exemptions
  readonly objectives: readonly ObjectiveDecision[];
  readonly exemption: Exemption | null; // the one that was used
  readonly exemptions: readonly { readonly exemption: Exemption; readonly refusal: string | null }[]; // all of the service
  readonly notes: readonly string[]; // why the verdict differs from the budget's, and which exemptions did not apply
}

/** Whether a change may be deployed, by the error budgets of the service. The worst objective decides; nothing measured is `unknown`, never good. */
export function decide(input: DecisionInput): Decision {
  const { service, statuses, policy, change, exemptions, today, before, atMs } = input;
  const noData = onNoDataOf(policy, input.environment, input.normaliseEnvironment);
  const objectives = statuses.map((status) => {
    const { snapshot, excluded } = withoutIncidents(status.snapshot, policy?.notOurFault ?? []);
    const considered = excluded.length === 0 ? status : statusOf(snapshot);
    return judgeObjective(
      { status, considered, excluded, policy, onNoData: noData.answer, atMs },
      { frozen: before.frozen.includes(snapshot.name), measured: before.measured.includes(snapshot.name) },
    );
  });
  const unanswered = objectives.some(({ cause }) => cause === 'no-data' || cause === 'low-coverage');
  const notes: string[] = noData.note === null || !unanswered ? [] : [noData.note];
  if (objectives.length === 0) notes.push(`${service} has no objective; nothing decides`);
  const budgetVerdict = worstVerdict(objectives.map(({ verdict }) => verdict));
  const judged = exemptions.map((exemption) => ({ exemption, refusal: refusalOf(exemption, service, change, today) }));
  const decided = (verdict: DeployVerdict, exemption: Exemption | null = null): Decision => ({ service, verdict, budgetVerdict, objectives, exemption, exemptions: judged, notes });

  for (const { exemption, refusal } of judged) if (refusal !== null) notes.push(`the exemption "${exemption.reason.slice(0, 60)}" does not apply: ${refusal}`);
  if (budgetVerdict === 'go' || budgetVerdict === 'caution') return decided(budgetVerdict);

  const through = policy?.through?.map(({ value }) => value) ?? policyByDefault.through;
  if (through.includes(change)) {
    notes.push(`${budgetVerdict} for features; a change of class ${change} passes`);
    return decided('go');
  }
  const used = judged.find(({ refusal }) => refusal === null)?.exemption;
  if (!used) return decided(budgetVerdict);
  notes.push(`${budgetVerdict}, but exempt until ${used.until}: ${used.reason} (${used.approver})`);
  return decided('caution', used);
}
