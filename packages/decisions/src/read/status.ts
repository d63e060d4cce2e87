import type { DecisionStatus } from '../decision.ts';

// In this order: "Accepted, superseded by 12" is superseded.
const words: readonly (readonly [DecisionStatus, RegExp])[] = [
  ['superseded', /\bsuper[sc]eded\b|\breplaced (?:by|with)\b|\bersetzt(?=\s+durch|\s*$|\s*[.,;)])/i],
  ['deprecated', /\bdeprecated\b|\bobsolete\b|\bretired\b|\boutdated\b|\bveraltet\b/i],
  ['rejected', /\brejected\b|\bdeclined\b|\bwithdrawn\b|\babandoned\b|\bnot accepted\b|\babgelehnt\b/i],
  ['draft', /\bdraft\b|\bwip\b|\bwork in progress\b|\bentwurf\b/i],
  ['proposed', /\bproposed\b|\bpending\b|\bopen\b|\b(?:in|under) (?:review|discussion|consideration)\b|\brfc\b|\bvorgeschlagen\b/i],
  ['accepted', /\baccept(?:ed)?\b|\bapproved\b|\badopted\b|\bactive\b|\bimplemented\b|\bdecided\b|\bagreed\b|\bfinal\b|\bdone\b|\bin effect\b|\bakzeptiert\b|\bangenommen\b/i],
];

/** Null for a text without a status, and for a template that lists them all. */
export function statusOf(text: string): DecisionStatus | null {
  const found = words.filter(([, pattern]) => pattern.test(text.slice(0, 400))).map(([status]) => status);
  return found.length >= 3 || /^\s*[{[<].*\|/.test(text) ? null : (found[0] ?? null);
}

export function supersededBy(text: string): string | null {
  const match = /(?:super[sc]eded|replaced|ersetzt)\s+(?:by|with|durch)\s*:?\s*(.{1,200})/i.exec(text);
  const link = /\]\(([^)\s]{1,200})\)/.exec(match?.[1] ?? '')?.[1] ?? /\[[^\]]*\]\(([^)\s]{1,200})\)/.exec(match?.[1] ?? '')?.[1];
  return link ?? match?.[1]?.trim() ?? null;
}

/** What a line says it replaces: `Supersedes [3. Direct calls](0003-direct-calls.md)`, `supersedes ADR-0003`. */
export function supersedes(text: string): readonly string[] {
  return [...text.slice(0, 1000).matchAll(/(?<!\w)(?:super[sc]edes|replaces|ersetzt(?! durch))\s*:?\s+(?:the )?(\[[^\]]{0,200}\]\([^)\s]{1,200}\)|(?:ADR[-_ #]*)?\d{1,5}\b)/gi)].map((match) => {
    const written = match[1] ?? '';
    return /\]\(([^)\s]+)\)/.exec(written)?.[1] ?? written;
  });
}
