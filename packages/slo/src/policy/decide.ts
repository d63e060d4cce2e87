import type { SloStatus } from '../status/status.ts';
import type { Exemption } from './exemption.ts';
import { refusalOf } from './exemption.ts';
import type { ChangeClass, FreezePolicy } from './policy.ts';

export type DeployVerdict = 'go' | 'caution' | 'unknown' | 'frozen';

/** From best to worst; the worst objective decides, never a mean of them. */
const order: readonly DeployVerdict[] = ['go', 'caution', 'unknown', 'frozen'];

export interface DecisionInput {
  readonly service: string;
  readonly statuses: readonly SloStatus[];
  readonly policy: FreezePolicy | null;
  readonly change: ChangeClass;
  readonly frozenBefore: boolean; // what the last decision was: a freeze ends later than it begins
  readonly exemptions: readonly Exemption[];
  readonly today: string; // YYYY-MM-DD
}

export interface Decision {
  readonly verdict: DeployVerdict;
  readonly budgetVerdict: DeployVerdict; // before change class and exemptions
  readonly objectives: readonly { readonly name: string; readonly verdict: DeployVerdict; readonly says: string }[];
  readonly exemption: Exemption | null; // the one that was used
  readonly notes: readonly string[]; // why the verdict differs from the budget's, and which exemptions did not apply
}

/** What holds where the file states nothing: WAF++ asks for care between half and a tenth, DP5 freezes at exhaustion. */
const byDefault = { freezeBelow: 0, cautionBelow: 0.5, earnedBack: 0.1, coverageMin: 0.5, through: ['fix', 'reliability', 'security', 'rollback'] as readonly ChangeClass[] };

const fastBurn = 14.4; // two percent of a budget of 30 days within an hour

/** Whether a change may be deployed, by the error budgets of the service. Nothing measured is `unknown`, never good. */
export function decide({ service, statuses, policy, change, frozenBefore, exemptions, today }: DecisionInput): Decision {
  const objectives = statuses.map((status) => ({ name: status.snapshot.name, ...judged(status, policy, frozenBefore) }));
  const notes: string[] = [];
  if (objectives.length === 0) notes.push(`${service} has no objective; nothing decides`);
  const budgetVerdict = objectives.length === 0 ? 'unknown' : objectives.reduce<DeployVerdict>((worst, { verdict }) => (order.indexOf(verdict) > order.indexOf(worst) ? verdict : worst), 'go');
  const decided = (verdict: DeployVerdict, exemption: Exemption | null = null): Decision => ({ verdict, budgetVerdict, objectives, exemption, notes });

  const refused = exemptions.map((exemption) => ({ exemption, why: refusalOf(exemption, service, change, today) }));
  for (const { exemption, why } of refused) if (why !== null) notes.push(`the exemption "${exemption.reason.slice(0, 60)}" does not apply: ${why}`);
  if (budgetVerdict === 'go' || budgetVerdict === 'caution') return decided(budgetVerdict);

  const through = policy?.through?.map(({ value }) => value) ?? byDefault.through;
  if (through.includes(change)) {
    notes.push(`${budgetVerdict} for features; a change of class ${change} passes`);
    return decided('go');
  }
  const used = refused.find(({ why }) => why === null)?.exemption;
  if (!used) return decided(budgetVerdict);
  notes.push(`${budgetVerdict}, but exempt until ${used.until}: ${used.reason} (${used.approver})`);
  return decided('caution', used);
}

function judged({ snapshot, budget, burn }: SloStatus, policy: FreezePolicy | null, frozenBefore: boolean): { readonly verdict: DeployVerdict; readonly says: string } {
  const { data, coverage, bad, total } = snapshot;
  if (data === 'new') return { verdict: 'go', says: 'nothing has been measured yet: no budget is spent' };
  const coverageMin = policy?.coverageMin?.value ?? byDefault.coverageMin;
  const onNoData = policy?.onNoData?.value ?? 'unknown';
  if (!budget) return { verdict: onNoData, says: data === 'lost' ? 'the data are gone; whether the objective holds is not known' : `${bad} bad of ${total} events say nothing` };
  const freezeBelow = policy?.freezeBelow?.value ?? byDefault.freezeBelow;
  const liftsAbove = policy?.liftsAbove?.value ?? freezeBelow + byDefault.earnedBack;
  const left = `${percent(budget.remaining)} of the budget remains (${bad} bad of ${total} events)`;
  if (budget.remaining <= freezeBelow) return { verdict: 'frozen', says: `${left}; the freeze begins at ${percent(freezeBelow)}` };
  // An exhausted budget is exhausted however little was measured; that much is left is only known when enough was.
  if (!(coverage >= coverageMin)) return { verdict: onNoData, says: `${percent(coverage)} of the window was measured, ${percent(coverageMin)} are needed` };
  if (frozenBefore && budget.remaining < liftsAbove) return { verdict: 'frozen', says: `${left}; the freeze lifts at ${percent(liftsAbove)}` };
  const fast = burn.find(({ rate }) => rate !== null && rate > fastBurn);
  if (fast) return { verdict: 'caution', says: `${left}, and it burns ${Number((fast.rate ?? 0).toPrecision(3))} times as fast as allowed` };
  const cautionBelow = policy?.cautionBelow?.value ?? byDefault.cautionBelow;
  return { verdict: budget.remaining < cautionBelow ? 'caution' : 'go', says: left };
}

function percent(share: number): string {
  return Number.isFinite(share) ? `${Number((share * 100).toPrecision(4))} %` : 'nothing';
}
