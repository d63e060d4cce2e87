import type { Claim } from '../decision.ts';
import type { Line, OutlineSection } from '../markdown/outline.ts';
import { debtClaims } from './debt.ts';
import { performanceClaims } from './performance.ts';
import { phraseOf } from './phrase.ts';
import { instancesClaim, poolClaim, signalClaim, timeoutClaims } from './scaling.ts';

const claimsMax = 200;

/** What the performance section of a record states in numbers; `sections` are its heading and those below. */
export function claimsIn(file: string, sections: readonly OutlineSection[]): readonly Claim[] {
  return sections
    .flatMap(({ heading, lines }): readonly Claim[] => (/\bdebt\b|schulden/i.test(heading) ? debtClaims(file, heading, lines) : lines.flatMap((line) => claimsOfLine(file, line))))
    .slice(0, claimsMax);
}

function claimsOfLine(file: string, line: Line): readonly Claim[] {
  if (!/\d|scal|track|\bhpa\b|\bkeda\b/i.test(line.text)) return [];
  const phrase = phraseOf(file, line);
  return [instancesClaim(phrase), signalClaim(phrase), poolClaim(phrase), ...timeoutClaims(phrase), ...performanceClaims(phrase)].filter((claim) => claim !== null);
}
