import type { Unread } from '@plimsoll/contract';
import type { Claim } from '../decision.ts';
import type { Line, OutlineSection } from '../markdown/outline.ts';
import { debtClaims } from './debt.ts';
import { withEvidence } from './evidence.ts';
import { performanceClaims } from './performance.ts';
import { phraseOf } from './phrase.ts';
import { instancesClaim, poolClaim, signalClaim, timeoutClaims } from './scaling.ts';

const claimsMax = 200;

/** What the performance section of a record states in numbers; `sections` are its heading and those below. Notes say what was not understood. */
export function claimsIn(file: string, sections: readonly OutlineSection[], notes: Unread[]): readonly Claim[] {
  return sections
    .flatMap(({ heading, lines }): readonly Claim[] => {
      if (isDebtHeading(heading)) return debtClaims(file, heading, lines);
      return withEvidence(file, lines, lines.flatMap((line) => claimsOfLine(file, line, notes)).slice(0, claimsMax));
    })
    .slice(0, claimsMax);
}

export function isDebtHeading(heading: string): boolean {
  return /\bdebt\b|schulden?\b/i.test(heading);
}

function claimsOfLine(file: string, line: Line, notes: Unread[]): readonly Claim[] {
  if (!/\d|scal|skal|track|\bhpa\b|\bkeda\b/i.test(line.text)) return [];
  const phrase = phraseOf(file, line, notes);
  return [instancesClaim(phrase), signalClaim(phrase), poolClaim(phrase), ...timeoutClaims(phrase), ...performanceClaims(phrase)].filter((claim) => claim !== null);
}
