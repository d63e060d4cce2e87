import type { Stated } from '@plimsoll/contract';
import { policyByDefault } from '../../policy/defaults.ts';
import type { SloFault, SloRule } from '../rule.ts';
import { percent, says, subjectOf } from '../rule.ts';

export const policyThresholdsContradict: SloRule = {
  id: 'slo/policy-thresholds-contradict',
  severity: 'error',
  summary: 'A freeze begins below the share at which care begins, and ends above the one at which it began.',
  judge: ({ slo }) => {
    const { policy } = slo;
    if (!policy || (!policy.freezeBelow && !policy.cautionBelow && !policy.liftsAbove)) return [];
    const freeze = policy.freezeBelow?.value ?? policyByDefault.freezeBelow;
    const { cautionBelow, liftsAbove, freezeBelow } = policy;
    const faults: SloFault[] = [];
    if (cautionBelow && cautionBelow.value <= freeze) {
      faults.push({
        at: cautionBelow.source,
        message: `care begins below ${percent(cautionBelow.value)} of the budget, where features are frozen already (at ${percent(freeze)})`,
        help: `Write a \`caution_below\` above ${percent(freeze)}, or leave it out: care begins at ${percent(policyByDefault.cautionBelow)} then.`,
        evidence: evidenceOf(freezeBelow, freeze),
      });
    }
    if (liftsAbove && liftsAbove.value <= freeze) {
      faults.push({
        at: liftsAbove.source,
        message: `a freeze that begins at ${percent(freeze)} lifts at ${percent(liftsAbove.value)}, so that it may open and shut every day`,
        help: `Write a \`lifts_above\` above ${percent(freeze)}, or leave it out: a freeze lifts ${percent(policyByDefault.earnedBack)} above its beginning then.`,
        evidence: evidenceOf(freezeBelow, freeze),
      });
    }
    const subject = subjectOf(slo);
    return faults.length === 0 ? [{ subject, broken: null }] : faults.map((broken) => ({ subject, broken }));
  },
};

function evidenceOf(freezeBelow: Stated<number> | null, freeze: number): NonNullable<SloFault['evidence']> {
  return freezeBelow ? [says(freezeBelow.source, `freeze_below: ${percent(freeze)}`)] : [];
}
