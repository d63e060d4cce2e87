import { entriesOf, readYaml, textOf } from '@plimsoll/contract/yaml';
import type { YamlEntry, YamlMapping, YamlNode, YamlSequence } from '@plimsoll/contract/yaml';
import { fieldOf } from '../debt/debt-item.ts';
import type { DebtField } from '../debt/debt-item.ts';
import { listOf } from '../debt/register.ts';
import type { Splice } from './edited.ts';
import { linesAfter, yamlText } from './edited.ts';

/** An entry of a register where it stands in its file. */
export interface FoundEntry {
  readonly node: YamlMapping;
  readonly flow: boolean; // `{ id: … }` on one line
  valueOf(field: DebtField): YamlEntry | undefined;
}

/** The list that holds the debts; null where the file has none yet. */
export function listIn(file: string, text: string): { readonly list: YamlSequence | null; readonly key: YamlEntry | null; readonly problem: string | null } {
  const { documents, unread } = readYaml(file, text);
  const [problem] = unread;
  if (problem) return { list: null, key: null, problem: `${file}:${problem.line ?? 1} ${problem.message}` };
  if (documents.length > 1) return { list: null, key: null, problem: `${file} holds ${documents.length} YAML documents; a register is one` };
  const { list, key } = listOf(documents[0]?.root);
  return { list, key, problem: null };
}

export function entryNamed(list: YamlSequence | null, id: string, text: string): FoundEntry | null {
  const node = list?.items.find((item): item is YamlMapping => item.kind === 'mapping' && entriesOf(item).some(({ key, value }) => fieldOf(key) === 'id' && textOf(value) === id));
  if (!node) return null;
  const flow = text.split('\n')[node.source.line - 1]?.[node.source.column - 1 + (node.source.line === 1 && text.charCodeAt(0) === 0xfeff ? 1 : 0)] === '{';
  return { node, flow, valueOf: (field) => node.entries.find(({ key }) => fieldOf(key) === field) };
}

/** Replaces the value of a key that is there. */
export function replaced({ keySource, value }: YamlEntry, written: string, text: string): Splice {
  if (value.kind === 'scalar' && value.text === '' && value.value === null) {
    const line = text.split('\n')[keySource.endLine - 1] ?? '';
    const column = line.indexOf(':', keySource.endColumn - 1) + 2;
    return { line: keySource.endLine, column, endLine: keySource.endLine, endColumn: column, text: ` ${written}` };
  }
  return { ...value.source, text: written };
}

/** Adds keys at the end of an entry, in its own style. `rows` are lines below the key's own indentation. */
export function withKey({ node, flow }: FoundEntry, key: string, value: { readonly flow: string; readonly rows: readonly string[] }, text: string): Splice {
  if (flow) {
    const column = node.source.endColumn - 1;
    const before = text.split('\n')[node.source.endLine - 1]?.slice(0, column - 1) ?? '';
    const from = before.trimEnd().length + 1;
    return { line: node.source.endLine, column: from, endLine: node.source.endLine, endColumn: from, text: `, ${key}: ${value.flow}` };
  }
  const indent = ' '.repeat(Math.max(0, node.source.column - 1));
  const [first = '', ...rest] = value.rows;
  return linesAfter(text, lastLine(node, text), [`${indent}${key}:${first === '' ? '' : ` ${first}`}`, ...rest.map((row) => `${indent}${row}`)]);
}

/** Adds an item at the end of a list, in the list's own style. */
export function withItem(list: YamlSequence, item: string, text: string): Splice {
  const lines = text.split('\n');
  const open = lines[list.source.line - 1]?.[list.source.column - 1];
  if (open === '[') {
    const before = lines[list.source.endLine - 1]?.slice(0, list.source.endColumn - 2) ?? '';
    const from = before.trimEnd().length + 1;
    return { line: list.source.endLine, column: from, endLine: list.source.endLine, endColumn: from, text: `${list.items.length > 0 ? ', ' : ''}${item}` };
  }
  const last = list.items.at(-1);
  const dash = /^\s*/.exec(lines[(list.items[0] ?? list).source.line - 1] ?? '')?.[0] ?? '';
  return linesAfter(text, last ? lastLine(last, text) : list.source.line, [`${dash}- ${item}`]);
}

/** The last line that belongs to a node; the parser ends block scalars and collections at the line after. */
export function lastLine(node: YamlNode, text: string): number {
  const lines = text.split('\n');
  let line = node.source.endColumn === 1 && node.source.endLine > node.source.line ? node.source.endLine - 1 : node.source.endLine;
  while (line > node.source.line && /^\s*(?:#.*)?\r?$/.test(lines[line - 1] ?? '')) line--;
  return line;
}

/** `{ on: 2026-09-28, reason: moved }`. */
export function flowMapping(fields: Readonly<Record<string, string | null>>): string {
  return `{ ${Object.entries(fields)
    .flatMap(([key, value]) => (value === null ? [] : [`${key}: ${yamlText(value)}`]))
    .join(', ')} }`;
}
