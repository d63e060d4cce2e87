import type { Stated } from '@plimsoll/contract';
import type { Claim } from '../decision.ts';
import type { Line } from '../markdown/outline.ts';
import { lineSource } from '../markdown/outline.ts';
import type { Phrase } from './phrase.ts';
import { phraseOf } from './phrase.ts';

const runId = /(?<![\w-])\d{8}T\d{6}Z-[0-9a-f]{6,32}(?!\w)/;
const hash = /(?<!\w)sha256:[0-9a-f]{8,64}(?!\w)/;
const labelled = /\b(?:evidence|proof|nachweis|beleg)\b[\s*_]*:[\s*_]*(\S.{0,199}?)[\s)]*$/i;

/** The run that a line names: `evidence: 20261120T101500Z-3f9a2c`, a link to its file, `sha256:3f9a2c41…`. */
export function evidenceIn(phrase: Phrase): Stated<string> | null {
  const { text } = phrase;
  const match = runId.exec(text) ?? hash.exec(text);
  if (match) return { value: match[0], source: lineSource(phrase.file, phrase.line, match.index, match.index + match[0].length) };
  const said = labelled.exec(text);
  if (!said?.[1]) return null;
  const from = said.index + said[0].indexOf(said[1]);
  return { value: said[1], source: lineSource(phrase.file, phrase.line, from, from + said[1].length) };
}

/**
 * Evidence stands in the line of a result, in a line below it that is indented further, or as the next item of the same list, where
 * it is the evidence of all results above it that have none.
 */
export function withEvidence(file: string, lines: readonly Line[], claims: readonly Claim[]): readonly Claim[] {
  const claimed = new Set(claims.map(({ source }) => source.line));
  const below = lines.flatMap((line) => {
    const evidence = claimed.has(line.number) ? null : evidenceIn(phraseOf(file, line));
    return evidence ? [{ line: line.number, evidence }] : [];
  });
  if (below.length === 0) return claims;
  return claims.map((claim, index) => {
    if (claim.kind !== 'performance' || claim.phase === 'design-target' || claim.evidence) return claim;
    const next = claims.slice(index + 1).find((later) => later.kind === 'performance' && later.phase === 'design-target' && later.source.line > claim.source.line);
    const found = below.find(({ line }) => line > claim.source.line && (next === undefined || line < next.source.line));
    return found ? { ...claim, evidence: found.evidence } : claim;
  });
}
