/** The text after an edit, or why it was not made. An edit never changes more than it says. */
export type Edited = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string };

/** A part of a text that is replaced; columns count UTF-16 code units from 1, the end is exclusive. */
export interface Splice {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly text: string;
}

/** Replaces parts that do not overlap and leaves every other character, also line ends, as it is. */
export function spliced(text: string, splices: readonly Splice[]): string {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const offset = (line: number, column: number): number => (starts[line - 1] ?? text.length) + column - 1;
  const mark = text.charCodeAt(0) === 0xfeff ? 1 : 0; // a byte order mark takes no column
  const shifted = (line: number, column: number): number => Math.min(text.length, offset(line, column) + (line === 1 ? mark : 0));
  let result = text;
  for (const { line, column, endLine, endColumn, text: inserted } of splices.toSorted((a, b) => b.line - a.line || b.column - a.column)) {
    result = `${result.slice(0, shifted(line, column))}${inserted}${result.slice(shifted(endLine, endColumn))}`;
  }
  return result;
}

/** Inserts whole lines after a line, with the line ends that the text has. */
export function linesAfter(text: string, line: number, lines: readonly string[]): Splice {
  const all = text.split('\n');
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const last = (all[line - 1] ?? '').replace(/\r$/, '');
  const column = last.length + 1 - (line === 1 && last.charCodeAt(0) === 0xfeff ? 1 : 0);
  return { line, column, endLine: line, endColumn: column, text: lines.map((each) => `${end}${each}`).join('') };
}

/** A scalar as YAML: plain where that is safe in any context, else quoted. */
export function yamlText(value: string): string {
  const plain = /^[A-Za-z0-9][A-Za-z0-9 _./()+%-]*$/.test(value) && !value.endsWith(' ') && !/^(?:true|false|yes|no|on|off|null|y|n)$/i.test(value) && !/^[\d.+-]+(?:e[\d+-]+)?$/i.test(value);
  const day = /^\d{4}-\d{2}-\d{2}$/.test(value);
  return plain || day ? value : JSON.stringify(value.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' '));
}
