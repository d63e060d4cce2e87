import { broken, keptBy, line, undecided } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import type { JoinedSlo } from '../../model/system.ts';

export const sloIncomplete: Rule<JoinedSlo> = {
  id: 'dp5/slo-incomplete',
  severity: 'error', // DP5 says MUST
  summary: 'An SLO file states availability and latency, each with target and window, and a policy for the error budget.',
  controls: ['WAF-PERF-050'],
  needs: ['slo'],

  subjects: (system) => system.slos,

  judge({ slo }) {
    if (slo.kind === 'document') {
      return undecided({
        at: slo.source,
        message: `${slo.file} promises something in prose; its numbers are not read`,
        help: 'Write the objectives as data (docs/slos/<service>.yml) so that they can be held.',
        missing: [{ cause: 'not-supported-yet', missing: 'objectives as data', breaksWhen: 'latency, window or budget is missing' }],
      });
    }
    const missing = missingParts(slo);
    const [first] = missing;
    if (!first) return keptBy(slo.objectives.map((objective) => line(objective.source, objective.name)));
    return broken({
      at: slo.service?.source ?? slo.source,
      message: `the objectives of ${slo.service?.value ?? slo.file} lack ${listed(missing)}`,
      help: `Add ${listed(missing)}. An objective is a percentile or a ratio, a number it must keep, and the window it is kept over; the budget's policy says what happens when it is spent.`,
      evidence: slo.objectives.slice(0, 6).map((objective) => line(objective.source, objective.name)),
    });
  },
};

/** OpenSLO, Sloth and Pyrra are written one objective a file, and leave the budget's policy to alerts. */
function missingParts(slo: JoinedSlo['slo']): readonly string[] {
  const missing: string[] = [];
  if (slo.objectives.length === 0) return ['objectives'];
  if (slo.shape === 'plimsoll' && !slo.objectives.some(({ kind }) => kind === 'latency')) missing.push('a latency objective');
  if (slo.shape === 'plimsoll' && !slo.objectives.some(({ kind }) => kind === 'availability')) missing.push('an availability objective');
  const latencyOpen = slo.objectives.find((objective) => objective.kind === 'latency' && objective.thresholdMs === null && slo.shape === 'plimsoll');
  if (latencyOpen) missing.push(`a threshold for ${latencyOpen.name}`);
  const open = slo.objectives.filter((objective) => objective.windowMs === null && objective.windowByDefault === null);
  if (open.length > 0) missing.push(`a window for ${open.map(({ name }) => name).join(', ')}`);
  if (slo.shape === 'plimsoll' && !slo.errorBudget) missing.push('an error budget');
  else if (slo.shape === 'plimsoll' && !slo.errorBudget?.policy) missing.push('a policy for the error budget');
  return missing;
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
