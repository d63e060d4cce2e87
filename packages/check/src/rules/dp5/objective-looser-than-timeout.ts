import type { Objective } from '@plimsoll/slo';
import { compare } from '../../model/arithmetic.ts';
import { broken, kept, undecided } from '../../model/judgement.ts';
import { stated } from '../../model/known.ts';
import type { Rule } from '../../model/rule.ts';
import { sayDurationMs, sayMs } from '../../model/say.ts';
import type { JoinedSlo, RequestLimit, System } from '../../model/system.ts';

interface LimitedObjective {
  readonly id: string;
  readonly slo: JoinedSlo;
  readonly objective: Objective;
  readonly limit: RequestLimit;
}

export const objectiveLooserThanTimeout: Rule<LimitedObjective> = {
  id: 'dp5/objective-looser-than-timeout',
  severity: 'warning', // the objective exists, as DP5 demands; it only cannot be missed
  summary: 'A latency objective lies below the timeout that ends the request.',
  controls: ['WAF-PERF-050'],
  needs: ['slo', 'code', 'infrastructure'],

  subjects: (system) => limitedObjectives(system),

  judge({ slo, objective, limit }) {
    if (!objective.thresholdMs) throw new Error('subjects have a threshold');
    const promised = stated(objective.thresholdMs.value, objective.thresholdMs.source, objective.name);
    const below = compare(promised, '<', limit.timeoutMs);
    const joins = [...slo.joins, ...limit.workload.joins];
    if (below.answer === 'yes') return kept(promised, limit.timeoutMs);
    if (below.answer === 'undecided') {
      return undecided({
        at: objective.thresholdMs.source,
        message: `whether ${objective.name} (${sayDurationMs(promised.value)}) lies below ${limit.name} (${sayMs(limit.timeoutMs)}) is not known`,
        help: 'Give the timeout a value in this repository.',
        unknowns: below.unknowns,
        breaksWhen: `the timeout is ${sayDurationMs(promised.value)} or less`,
        because: [promised],
        joins,
      });
    }
    return broken({
      at: objective.thresholdMs.source,
      message: `${objective.name} allows ${sayDurationMs(promised.value)}, but ${limit.name} ends every request after ${sayMs(limit.timeoutMs)}: no request that succeeds can miss this objective`,
      help: `Set the objective to what users notice, well below ${sayMs(limit.timeoutMs)}.`,
      because: [promised, limit.timeoutMs],
      joins,
    });
  },
};

function limitedObjectives(system: System): readonly LimitedObjective[] {
  return system.slos.flatMap((slo) => {
    const { workload } = slo;
    if (!workload) return [];
    const limits = system.requestLimits.filter((limit) => limit.workload.id === workload.id);
    return slo.slo.objectives
      .filter((objective) => objective.kind === 'latency' && objective.thresholdMs !== null)
      .flatMap((objective) => limits.map((limit) => ({ id: `${slo.id}:${objective.name} < ${limit.name}`, slo, objective, limit })));
  });
}
