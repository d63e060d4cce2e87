import type { Verdict } from '@plimsoll/contract';
import type { AbsoluteResult, RelativeResult, ValidityCheck } from './report.ts';

/**
 * One verdict: what is not valid proves nothing; a limit that is broken or a slowdown that is sure fails; what could not be told is
 * inconclusive. The deciding reasons come first.
 */
export function combine(
  validity: readonly ValidityCheck[],
  absolute: readonly AbsoluteResult[],
  relative: readonly RelativeResult[],
): { readonly verdict: Verdict; readonly reasons: readonly string[] } {
  const invalid = validity.filter(({ holds }) => holds === false).map(({ says }) => says);
  if (invalid.length > 0) return { verdict: 'invalid', reasons: invalid };
  const over = [...absolute.filter(({ answer }) => answer === 'over'), ...relative.filter(({ answer }) => answer === 'slower')].map(({ says }) => says);
  if (over.length > 0) return { verdict: 'fail', reasons: over };
  const open = [...absolute.filter(({ answer }) => answer === 'unclear' || answer === 'not-measured'), ...relative.filter(({ answer }) => answer === 'unclear')].map(({ says }) => says);
  if (open.length > 0) return { verdict: 'inconclusive', reasons: open };
  if (absolute.length === 0 && relative.length === 0) return { verdict: 'inconclusive', reasons: ['there was nothing to hold it against: state limits (--slo FILE, --p95 200ms) or name a --base'] };
  if (absolute.length === 0 && relative.every(({ answer }) => answer === 'quarantined'))
    return { verdict: 'inconclusive', reasons: ['every metric is too noisy here to be judged', ...relative.map(({ says }) => says)] };
  return { verdict: 'pass', reasons: passed(absolute, relative) };
}

function passed(absolute: readonly AbsoluteResult[], relative: readonly RelativeResult[]): readonly string[] {
  const limits = absolute.length === 0 ? [] : [absolute.length === 1 ? 'the limit holds' : `all ${absolute.length} limits hold`];
  const judged = relative.filter(({ answer }) => answer === 'not-slower').length;
  return [...limits, ...(judged === 0 ? [] : [`${judged === 1 ? 'the metric that was compared is' : `${judged} metrics that were compared are`} not slower`])];
}
