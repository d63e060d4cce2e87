import { broken, keptBy, line } from '../../model/judgement.ts';
import type { Objective } from '@plimsoll/slo';
import type { Evidence, Source } from '@plimsoll/contract';
import type { Rule } from '../../model/rule.ts';
import { sayDurationMs } from '../../model/say.ts';
import type { JoinedSlo } from '../../model/system.ts';

export const sloImpossible: Rule<JoinedSlo> = {
  id: 'dp5/slo-impossible',
  severity: 'error', // DP5 says MUST: an objective that cannot be kept is no criterion
  summary: 'Every objective can be kept, and objectives of one service do not contradict each other.',
  controls: ['WAF-PERF-050'],
  needs: ['slo'],

  subjects: (system) => system.slos.filter(({ slo }) => slo.kind === 'objectives' && slo.objectives.length > 0),

  judge({ slo }) {
    const problem = slo.objectives.map(perfect).find((found) => found !== null) ?? contradiction(slo.objectives);
    if (!problem) return keptBy(slo.objectives.map((objective) => line(objective.source, objective.name)));
    return broken({ at: problem.at, message: problem.message, help: problem.help, evidence: problem.evidence });
  },
};

interface Problem {
  readonly at: Source;
  readonly message: string;
  readonly help: string;
  readonly evidence: readonly Evidence[];
}

/** A target of 100 % leaves no budget: the first failed request breaks it for the whole window. */
function perfect(objective: Objective): Problem | null {
  const share = objective.target;
  if (!share || share.value < 1) return null;
  return {
    at: share.source,
    message: `${objective.name} promises 100 %: the first failed or slow request breaks it, and there is no error budget to decide with`,
    help: 'Promise what users would notice, for example 99.9 %, and keep the rest as budget.',
    evidence: [line(objective.source, objective.name)],
  };
}

/** More requests cannot be faster than fewer: the threshold of P99 is at least that of P95. */
function contradiction(objectives: readonly Objective[]): Problem | null {
  const latencies = objectives
    .filter((objective) => objective.kind === 'latency' && objective.quantile !== null && objective.thresholdMs !== null)
    .toSorted((a, b) => (a.quantile ?? 0) - (b.quantile ?? 0));
  for (const [index, lower] of latencies.entries()) {
    const higher = latencies
      .slice(index + 1)
      .find((candidate) => (candidate.quantile ?? 0) > (lower.quantile ?? 0) && (candidate.thresholdMs?.value ?? 0) < (lower.thresholdMs?.value ?? 0) && sameIndicator(candidate, lower));
    if (!higher?.thresholdMs || !lower.thresholdMs) continue;
    return {
      at: higher.thresholdMs.source,
      message: `${higher.name} promises ${sayDurationMs(higher.thresholdMs.value)}, less than the ${sayDurationMs(lower.thresholdMs.value)} of ${lower.name}: whoever keeps the first keeps the second anyway`,
      help: 'The higher percentile takes the longer time; swap the two or correct the one that is a slip.',
      evidence: [line(lower.thresholdMs.source, lower.name)],
    };
  }
  return null;
}

/** Objectives on different indicators (reads, writes) do not compare. The percentile stands in the name of the indicator itself. */
function sameIndicator(a: Objective, b: Objective): boolean {
  const plain = (text: string | null): string => (text ?? '').replace(/[-_.]?p\d+(?:\.\d+)?|0?\.9\d*|9\d(?:\.\d+)?/gi, '');
  return plain(a.sli) === plain(b.sli);
}
