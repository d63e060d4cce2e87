import { readYaml } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';

/**
 * The YAML inside a scalar of a YAML file, with its true places: blank lines stand in for the lines before it. Null where a
 * scalar over several lines is not a block (`|`), because its line ends are then no longer those of the file.
 */
export function readInline(scalar: YamlNode, file: string, lines: readonly string[]): readonly YamlNode[] | null {
  if (scalar.kind !== 'scalar' || typeof scalar.value !== 'string') return null;
  const { line, column } = scalar.source;
  const header = lines[line - 1]?.slice(column - 1) ?? '';
  const block = /^\|[-+0-9]*[ \t]*(?:#.*)?\r?$/.test(header);
  if (!block && scalar.value.includes('\n')) return null;
  const before = '\n'.repeat(block ? line : line - 1);
  const text = block ? blockLines(lines, line).join('\n') : scalar.value;
  return readYaml(file, before + text).documents.map((document) => document.root);
}

/** The lines after the header that are indented as deeply as the first one, or blank. */
function blockLines(lines: readonly string[], start: number): readonly string[] {
  let firstIndex = start;
  while (firstIndex < lines.length && lines[firstIndex]?.trim() === '') firstIndex++;
  const first = lines[firstIndex] ?? '';
  const indent = first.length - first.trimStart().length;
  const taken: string[] = [];
  for (let index = start; index < lines.length; index++) {
    const line = lines[index] ?? '';
    if (line.trim() !== '' && line.length - line.trimStart().length < indent) break;
    taken.push(line);
  }
  return taken;
}
