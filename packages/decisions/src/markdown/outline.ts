import type { Source, Stated, Unread } from '@plimsoll/contract';
import { at, readYaml, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';

export interface Line {
  readonly number: number; // 1-based
  readonly text: string;
}

/** A heading and the lines up to the next heading, whatever its level. Code blocks and comments are left out. */
export interface OutlineSection {
  readonly heading: string;
  readonly level: number;
  readonly source: Source;
  readonly lines: readonly Line[];
}

export interface Outline {
  readonly file: string;
  readonly frontMatter: YamlNode | null;
  readonly title: Stated<string> | null;
  readonly preamble: readonly Line[]; // between the title and the next heading
  readonly sections: readonly OutlineSection[]; // without the title
  readonly unread: readonly Unread[];
}

const longestLine = 2000;
const sectionsMax = 2000;

/** Headings and bodies of a Markdown page. */
export function outlineOf(file: string, text: string): Outline {
  const all = text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .map((line, index): Line => ({ number: index + 1, text: line.slice(0, longestLine).trimEnd() }));
  const front = frontMatterEnd(all);
  const matter =
    front === 0
      ? null
      : readYaml(
          file,
          `\n${all
            .slice(1, front - 1)
            .map((line) => line.text)
            .join('\n')}\n`,
        );
  const lines = visibleLines(all.slice(front));

  const found: { heading: string; level: number; source: Source; lines: Line[] }[] = [];
  const before: Line[] = [];
  for (const [index, line] of lines.entries()) {
    const heading = headingAt(line, lines[index + 1]);
    if (heading && found.length < sectionsMax) found.push({ ...heading, source: lineSource(file, line), lines: [] });
    else if (!isUnderline(line, lines[index - 1])) (found.at(-1)?.lines ?? before).push(line);
  }
  const root = matter?.documents[0]?.root ?? null;
  const given = at(root ?? undefined, 'title');
  const titled = found[0]?.level === 1 || (!textOf(given) && found[0] !== undefined && !(found[1] && found[1].level <= found[0].level && found[0].level > 1));
  const first = titled ? found[0] : undefined;
  const title = first ? { value: first.heading, source: first.source } : given && textOf(given) !== undefined ? { value: textOf(given) ?? '', source: given.source } : null;
  return {
    file,
    frontMatter: root,
    title,
    preamble: [...before, ...(first?.lines ?? [])],
    sections: first ? found.slice(1) : found,
    unread: matter?.unread ?? [],
  };
}

/** The section and those below it. */
export function branchOf<S extends { readonly level: number }>(sections: readonly S[], top: S): readonly S[] {
  const start = sections.indexOf(top);
  const after = sections.slice(start + 1);
  const end = after.findIndex((section) => section.level <= top.level);
  return [top, ...(end === -1 ? after : after.slice(0, end))];
}

export function lineSource(file: string, line: Line, from = 0, to: number = line.text.length): Source {
  return { file, line: line.number, column: from + 1, endLine: line.number, endColumn: to + 1 };
}

export function textOfLines(lines: readonly Line[]): string {
  return lines
    .map((line) => line.text)
    .join('\n')
    .trim();
}

/** How many lines the front matter takes, with both its markers. */
function frontMatterEnd(lines: readonly Line[]): number {
  if (lines[0]?.text !== '---') return 0;
  const end = lines.findIndex((line, index) => index > 0 && (line.text === '---' || line.text === '...'));
  return end > 0 && end < 200 ? end + 1 : 0;
}

function headingAt(line: Line, next: Line | undefined): { heading: string; level: number } | null {
  const hashes = /^ {0,3}(#{1,6})(?:[ \t]+|$)/.exec(line.text);
  if (hashes)
    return {
      heading: line.text
        .slice(hashes[0].length)
        .replace(/[ \t]#+$/, '')
        .trim(),
      level: hashes[1]?.length ?? 1,
    };
  if (!next || !isUnderline(next, line)) return null;
  return { heading: line.text.trim(), level: next.text.trimStart().startsWith('=') ? 1 : 2 };
}

/** `===` or `---` below a line of prose: a heading. Below a list, a table, `Date: …` or nothing it is a rule. */
function isUnderline(line: Line, above: Line | undefined): boolean {
  if (!above || !/^ {0,3}(?:={2,}|-{2,})$/.test(line.text) || above.number !== line.number - 1 || /^\w[\w ]{1,20}: /.test(above.text)) return false;
  return above.text.trim() !== '' && !/^\s*(?:[-*+>|#]|\d+[.)])/.test(above.text) && !/^ {0,3}(?:={2,}|-{2,})$/.test(above.text);
}

/** Without fenced code and without comments, which templates are full of. */
function visibleLines(lines: readonly Line[]): Line[] {
  const visible: Line[] = [];
  let fence: string | null = null;
  let comment = false;
  for (const line of lines) {
    const marker = comment ? undefined : /^\s*(`{3,}|~{3,})/.exec(line.text)?.[1];
    if (marker !== undefined && fence === null) fence = marker.slice(0, 3);
    else if (marker !== undefined && marker.startsWith(fence ?? '')) fence = null;
    else if (fence === null) {
      const opens = line.text.lastIndexOf('<!--');
      const closes = line.text.lastIndexOf('-->');
      if (!comment && opens === -1) visible.push(line);
      else if (!comment && opens > 0) visible.push({ number: line.number, text: line.text.slice(0, line.text.indexOf('<!--')).trimEnd() });
      if (opens !== -1 || closes !== -1) comment = opens > closes;
    }
  }
  return visible;
}
