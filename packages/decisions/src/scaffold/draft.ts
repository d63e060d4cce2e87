import { outlineOf, branchOf } from '../markdown/outline.ts';
import { performanceIn } from '../read/headings.ts';
import { spliced } from '../edits/edited.ts';
import { impactLines } from './impact.ts';
import type { Impact } from './impact.ts';
import { styleOf } from './style.ts';
import type { RecordText } from './style.ts';

export interface DecisionDraft {
  readonly file: string;
  readonly text: string;
  readonly from: string | null; // the template or record whose shape it has; null: our own
}

/** A new record in the style of those that are there: their folder, numbering and template, with the performance section filled. */
export function decisionDraft(
  title: string,
  found: readonly RecordText[],
  { declared, today, impact }: { readonly declared: string | null; readonly today: string; readonly impact: Impact },
): DecisionDraft {
  const style = styleOf(found, declared);
  const inFolder = ({ record }: RecordText): boolean => record.file.startsWith(style.folder === '' ? '' : `${style.folder}/`);
  const template = found.find((each) => each.record.template && inFolder(each)) ?? found.find(({ record }) => record.template);
  const last = found.findLast((each) => !each.record.template && inFolder(each));
  const shape = template?.text ?? (last ? skeletonLike(last.text) : nygard);
  const name = style.name(title, today);
  const headed = withTitle(shape.replaceAll('\r\n', '\n').replace(/^\uFEFF/, ''), style.heading(title));
  const text = withImpact(withMetadata(headed, today), impact);
  return { file: style.folder === '' ? name : `${style.folder}/${name}`, text, from: template?.record.file ?? last?.record.file ?? null };
}

function withTitle(text: string, heading: string): string {
  const line = outlineOf('x.md', text).title?.source.line;
  const lines = text.split('\n');
  const index = line === undefined ? -1 : line - 1;
  if (index < 0 || !/^#\s/.test(lines[index] ?? '')) return `# ${heading}\n\n${text}`;
  lines[index] = `# ${heading}`;
  return lines.join('\n');
}

/** The status is proposed and the date today's, where the template has a place for them. */
function withMetadata(text: string, today: string): string {
  const status = (line: string): string =>
    line.replace(
      /^((?:[-*+]\s+)?(?:\*\*)?status(?:\*\*)?\s*:(?:\*\*)?\s*)(["']?).*$/i,
      (_, label: string, quote: string) => `${label}${quote}${/[A-Z]/.test(label.trim()[0] ?? '') || label.startsWith('*') ? 'Proposed' : 'proposed'}${quote}`,
    );
  const date = (line: string): string =>
    line.replace(/^((?:[-*+]\s+)?(?:\*\*)?(?:date|datum)(?:\*\*)?\s*:(?:\*\*)?\s*)(["']?).*$/i, (_, label: string, quote: string) => `${label}${quote}${today}${quote}`);
  const lines = text.split('\n').map((line) => date(status(line)));
  const section = lines.findIndex((line) => /^#{2,}\s+status\s*$/i.test(line));
  const next = section === -1 ? -1 : lines.findIndex((line, index) => index > section && /^#{1,6}\s/.test(line));
  if (section !== -1) lines.splice(section + 1, (next === -1 ? lines.length : next) - section - 1, '', 'Proposed', '');
  return lines.join('\n');
}

/** The section goes where the template has it, else to the end; subsections of its own that the template adds stay. */
function withImpact(text: string, impact: Impact): string {
  const { sections } = outlineOf('x.md', text);
  const top = sections.filter(({ heading }) => performanceIn(heading) === 'section' && !/\bdebt\b/i.test(heading)).toSorted((a, b) => a.level - b.level)[0];
  if (!top) return `${text.trimEnd()}\n\n## Performance Impact\n\n${impactLines(impact, 3).join('\n')}\n`;
  const branch = branchOf(sections, top);
  const after = sections[sections.indexOf(branch.at(-1) ?? top) + 1];
  const lines = text.split('\n');
  const end = after ? after.source.line : lines.length + 1;
  const own = branch.slice(1).filter(({ heading }) => !/throughput|scaling strateg|performance debt|^expected\b|durchsatz|skalierung|schuld/i.test(heading));
  const kept: string[] = own.flatMap((section) => lines.slice(section.source.line - 1, (sections[sections.indexOf(section) + 1]?.source.line ?? lines.length + 1) - 1));
  while (kept.at(-1)?.trim() === '') kept.pop();
  const body = ['', ...impactLines(impact, top.level + 1), ...(kept.length > 0 ? ['', ...kept] : []), ''];
  const column = (lines[top.source.line - 1] ?? '').length + 1;
  return `${spliced(text, [{ line: top.source.line, column, endLine: Math.min(end, lines.length), endColumn: after ? 1 : (lines.at(-1) ?? '').length + 1, text: `\n${body.join('\n')}\n` }]).trimEnd()}\n`;
}

/** The headings of a record with nothing below them: its shape without its words. */
function skeletonLike(text: string): string {
  const outline = outlineOf('x.md', text);
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const first = outline.sections[0]?.source.line ?? lines.length + 1;
  const head = lines
    .slice(0, first - 1)
    .filter((line, index, all) => index === 0 || /^(?:---|#\s|(?:[-*+]\s+)?(?:\*\*)?[A-Za-z-]+(?:\*\*)?:|\s*$)/.test(line) || (all[0] === '---' && index < all.indexOf('---', 1)));
  const blank = (line: string): string =>
    line.startsWith('#') || /^(?:[-*+]\s+)?(?:\*\*)?(?:status|date|datum)\b/i.test(line) ? line : line.replace(/^((?:[-*+]\s+)?(?:\*\*)?[A-Za-z-]+(?:\*\*)?:(?:\*\*)?).*$/, '$1'); // who decided then is not who decides now
  const sections = outline.sections.filter(({ level, heading }) => level === 2 && performanceIn(heading) !== 'section');
  return [...head.map(blank), ...sections.flatMap(({ heading }) => [`## ${heading}`, '', ''])].join('\n');
}

const nygard = `# Title

Date: today

## Status

Proposed

## Context

What makes a decision necessary.

## Decision

What we do.

## Consequences

What becomes easier, what becomes harder.
`;
