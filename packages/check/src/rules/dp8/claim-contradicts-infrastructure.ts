import type { InstancesClaim, SignalClaim } from '@plimsoll/decisions';
import { compare } from '../../model/arithmetic.ts';
import { broken, kept, keptBy, line, undecided } from '../../model/judgement.ts';
import { isKnown, stated } from '../../model/known.ts';
import type { Known, Unknown } from '../../model/known.ts';
import type { Judgement, Rule } from '../../model/rule.ts';
import { say } from '../../model/say.ts';
import type { ClaimCheck, Unit } from '../../model/system.ts';

export const claimContradictsInfrastructure: Rule<ClaimCheck> = {
  id: 'dp8/claim-contradicts-infrastructure',
  severity: 'error', // DP8 says MUST
  summary: 'What a decision says about instances and scaling is what the infrastructure does.',
  controls: ['WAF-PERF-020', 'WAF-PERF-100'],
  needs: ['decision', 'infrastructure'],

  subjects: (system) => system.decisions.flatMap(({ claims }) => claims.filter(({ claim }) => claim.kind === 'instances' || claim.kind === 'scaling-signal')),

  judge(check) {
    const { claim, workload } = check;
    const unit = workload?.units.find((candidate) => !candidate.local && (candidate.autoscaler || candidate.type === 'autoscaling-group')) ?? workload?.units.find((candidate) => !candidate.local);
    if (!unit) {
      return undecided({
        at: claim.source,
        message: `“${claim.text.trim()}” cannot be held against anything: which workload it means is not known`,
        help: 'Name the workload in the title of the decision.',
        missing: [{ cause: 'no-value-given', missing: 'the workload that the decision means', breaksWhen: 'it runs with other numbers' }],
      });
    }
    return claim.kind === 'instances' ? instances(claim, unit, check) : signal(claim as SignalClaim, unit, check);
  },
};

function instances(claim: InstancesClaim, unit: Unit, check: ClaimCheck): Judgement {
  const unknowns: Unknown[] = [];
  const facts: Known<unknown>[] = [];
  const differing: string[] = [];
  for (const [end, own, found] of [
    ['min', claim.min, unit.instancesMin],
    ['max', claim.max, unit.instancesMax],
  ] as const) {
    if (!own) continue;
    const claimed = stated(own.value, own.source, `${end} instances: ${own.value}`);
    facts.push(claimed, found);
    const above = compare(found, '>', claimed);
    const below = compare(found, '<', claimed);
    if (above.answer === 'yes' || below.answer === 'yes')
      differing.push(`${end === 'min' ? 'at least' : 'at most'} ${own.value} instances, but ${unit.name} runs ${end === 'min' ? 'at least' : 'at most'} ${say(found)}`);
    else if (!isKnown(found)) unknowns.push(found);
  }
  if (differing.length > 0) {
    return broken({
      at: claim.source,
      message: `the decision says ${differing.join(', and ')}`,
      help: 'Change the infrastructure to what was decided, or the decision to what is run and why.',
      because: facts,
      evidence: [line(unit.source, unit.name)],
      joins: check.joins,
    });
  }
  if (unknowns.length > 0) {
    return undecided({
      at: claim.source,
      message: `whether ${unit.name} runs as decided is not known`,
      help: 'Give the sizes a value for this environment.',
      unknowns,
      breaksWhen: 'they differ from the decision',
      because: facts,
      joins: check.joins,
    });
  }
  return kept(...facts);
}

function signal(claim: SignalClaim, unit: Unit, check: ClaimCheck): Judgement {
  const scaler = unit.autoscaler;
  const found = scaler?.signals.find((entry) => entry.signal === claim.signal);
  if (found) return keptBy([line(found.source, found.says), line(claim.source, claim.metric.value)]);
  if (scaler && !scaler.signalsComplete) {
    return undecided({
      at: claim.source,
      message: `whether ${unit.name} scales on ${claim.metric.value} is not known`,
      help: 'Give the policy a metric that can be read here.',
      missing: [{ cause: 'no-value-given', missing: `the metric of ${scaler.says}`, breaksWhen: `it is not ${claim.metric.value}` }],
      joins: check.joins,
    });
  }
  const actual = scaler ? [...new Set(scaler.signals.map((entry) => entry.signal))].join(' and ') : null;
  return broken({
    at: claim.source,
    message: `the decision says that ${unit.name} scales on ${claim.metric.value}, but ${actual ? `it scales on ${actual}` : 'nothing scales it'}`,
    help: 'Change the scaling policy to what was decided, or the decision to what is run and why.',
    evidence: scaler ? scaler.signals.map((entry) => line(entry.source, entry.says)) : [line(unit.source, unit.name)],
    joins: check.joins,
  });
}
