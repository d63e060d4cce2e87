import type { Source } from '@plimsoll/contract';
import type { Relevance } from '../decision.ts';
import type { Line, Outline } from '../markdown/outline.ts';
import { branchOf, lineSource } from '../markdown/outline.ts';
import { partOf } from './headings.ts';
import type { Part } from './headings.ts';
import { elsewhere, termGroups } from './vocabulary.ts';

interface Hit {
  readonly group: string;
  readonly term: string;
  readonly source: Source;
  readonly count: number;
}

const enough = 3.5;
const reasonsMax = 6;

/**
 * A decision bears on performance when its title is about something that carries load, or when what was decided is spoken of in
 * several such terms. One mention in passing is not enough, and a title about tools, documents, names or looks needs much more.
 */
export function relevanceOf(outline: Outline): Relevance {
  const title = outline.title
    ? hitsIn(outline.file, [{ number: outline.title.source.line, text: `${outline.title.value} ${parted(outline.title.value)}` }]).map((hit) => ({
        ...hit,
        source: outline.title?.source ?? hit.source,
      }))
    : [];
  const titled = new Set(title.map(({ group }) => group));
  const decided = hitsIn(outline.file, linesOf(outline, ['decision', 'consequences'])).filter(({ group }) => !titled.has(group));
  const around = hitsIn(outline.file, linesOf(outline, ['drivers', 'context'])).filter(({ group }) => !titled.has(group));

  const inTitle = title.length === 0 ? 0 : Math.max(...title.map(({ group }) => termGroups.find(({ name }) => name === group)?.weight ?? 0));
  const inDecision = decided.reduce((sum, { count }) => sum + (count >= 3 ? 1.5 : count === 2 ? 1 : 0.5), 0);
  const inContext = Math.min(
    1.5,
    around.reduce((sum, { count }) => sum + (count >= 2 ? 0.5 : 0.25), 0),
  );
  const speaksOfIt = decided.some(({ group, count }) => (group === 'performance' || group === 'scaling') && count >= (title.length > 0 ? 1 : 2));
  const off = outline.title && elsewhere.test(outline.title.value) ? 5 : 0;
  const score = inTitle + inDecision + inContext + (speaksOfIt ? 1 : 0) - off;
  const yes = score >= enough && (inTitle > 0 || speaksOfIt);
  return { yes, stated: false, because: [...title, ...decided.toSorted((a, b) => b.count - a.count), ...(yes ? [] : around)].slice(0, reasonsMax).map(({ term, source }) => ({ term, source })) };
}

/** `FusionCache` is about a cache; `GraphQL` stays what it is, as both forms are asked. */
function parted(title: string): string {
  return title.replace(/(?<=[a-z])(?=[A-Z])/g, ' ');
}

function linesOf(outline: Outline, wanted: readonly Part[]): readonly Line[] {
  const tops = outline.sections.filter(({ heading }) => wanted.includes(partOf(heading) ?? 'status'));
  return [...new Set(tops.flatMap((top) => branchOf(outline.sections, top)))].flatMap((section) => section.lines);
}

/** One hit per group of terms: its first word, and on how many lines it occurs. Addresses of links do not count. */
function hitsIn(file: string, lines: readonly Line[]): readonly Hit[] {
  const hits = new Map<string, Hit>();
  for (const line of lines) {
    const text = line.text.replace(/\]\([^)]*\)/g, (link) => ']'.padEnd(link.length)).replace(/https?:\/\/\S+/g, (address) => ' '.repeat(address.length));
    for (const { name, pattern } of termGroups) {
      const match = pattern.exec(text);
      if (!match) continue;
      const known = hits.get(name);
      const source = lineSource(file, line, match.index, match.index + match[0].length);
      hits.set(name, known ? { ...known, count: known.count + 1 } : { group: name, term: match[0].toLowerCase(), source, count: 1 });
    }
  }
  return [...hits.values()];
}
