import type { Source } from '@plimsoll/contract';
import type { YamlScalar } from '@plimsoll/contract/yaml';

/** Shell text, and where each part of it stands in its file. */
export interface Script {
  readonly text: string;
  sourceOf(start: number, end: number): Source;
}

/** A run of text that stands unbroken on one line of a file. */
interface Segment {
  readonly at: number; // offset in the script
  readonly line: number;
  readonly column: number;
}

export function fileScript(file: string, text: string): Script {
  const segments: Segment[] = [{ at: 0, line: 1, column: 1 }];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) segments.push({ at: at + 1, line: segments.length + 1, column: 1 });
  return placed(file, text, segments);
}

/** Text that has no places of its own (a string of package.json with escapes in it): every part of it stands at `source`. */
export function inlineScript(text: string, source: Source): Script {
  return { text, sourceOf: () => source };
}

/** The value of a scalar (`run:` of a step). `lines` are the lines of its file. */
export function scalarScript(node: YamlScalar, lines: readonly string[]): Script {
  const { source } = node;
  const value = typeof node.value === 'string' ? node.value : node.text;
  const mark = (lines[source.line - 1] ?? '')[source.column - 1] ?? '';
  if (mark === '|' || mark === '>') return blockScript(node, lines, mark === '>');
  const quote = mark === '"' || mark === "'" ? 1 : 0;
  if (source.endLine === source.line) return placed(source.file, value, [{ at: 0, line: source.line, column: source.column + quote }]);
  return inlineScript(value, { ...source, endLine: source.line, endColumn: (lines[source.line - 1] ?? '').length + 1 });
}

function blockScript(node: YamlScalar, lines: readonly string[], folded: boolean): Script {
  const { source } = node;
  const segments: Segment[] = [];
  let text = '';
  let indent = -1;
  const last = source.endColumn === 1 ? source.endLine - 1 : source.endLine;
  for (let line = source.line + 1; line <= last; line++) {
    const raw = (lines[line - 1] ?? '').replace(/\r$/, '');
    const own = raw.length - raw.trimStart().length;
    if (indent < 0 && raw.trim() !== '') indent = own;
    if (raw.trim() !== '' && own < indent) break;
    const content = raw.slice(Math.max(0, indent));
    segments.push({ at: text.length, line, column: Math.max(0, indent) + 1 });
    const folds = folded && content.trim() !== '' && !content.startsWith(' ');
    text += content + (folds ? ' ' : '\n');
  }
  return placed(source.file, text, segments);
}

function placed(file: string, text: string, segments: readonly Segment[]): Script {
  const placeOf = (offset: number): { readonly line: number; readonly column: number } => {
    let low = 0;
    let high = segments.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((segments[middle]?.at ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const segment = segments[low] ?? { at: 0, line: 1, column: 1 };
    return { line: segment.line, column: segment.column + offset - segment.at };
  };
  return {
    text,
    sourceOf(start, end) {
      const from = placeOf(start);
      const to = placeOf(Math.max(start, end));
      return { file, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
    },
  };
}
