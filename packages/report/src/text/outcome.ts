import type { CheckReport } from '@plimsoll/contract';
import type { Line, Span } from '../terminal/span.ts';
import { styled } from '../terminal/span.ts';
import { proseMax, wrap } from '../terminal/wrap.ts';
import { countsOf, verdictOf } from '../verdict/verdict.ts';
import type { FailOn, Verdict } from '../verdict/verdict.ts';
import type { Page } from './page.ts';

/** The last lines: what counts, and what the exit code will say. */
export function outcome(report: CheckReport, failOn: FailOn, page: Page): readonly Line[] {
  const columns = Math.min(page.columns, proseMax);
  const verdict = verdictOf(report, failOn);
  return [...wrap([leadOf(verdict), ` ${countsOf(report)}`], columns, { first: [], rest: '  ' }), ...wrap([styled('quiet', verdict.exit)], columns, { rest: '  ' })];
}

function leadOf({ state, says }: Verdict): Span {
  const words = says.endsWith('with') ? says : `${says}:`;
  if (state === 'bug') return styled('alarm', `✗ ${words}`);
  if (state === 'broken' || state === 'invalid') return styled('error', `✗ ${words}`);
  if (state === 'undecided') return styled('undecided', `? ${words}`);
  return state === 'holds' ? styled('kept', `✓ ${words}`) : styled('strong', words);
}
