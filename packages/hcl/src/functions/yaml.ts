import { jsonText, quoted } from '../value/json.ts';
import type { Value } from '../value/value.ts';

/** YAML in the block style that Terraform writes: quoted keys and strings. Undefined when a part is unknown. */
export function yamlText(value: Value): string | undefined {
  const body = block(value, '');
  if (body === undefined) return undefined;
  const text = `${body.replace(/^\n/, '').replace(/^ /, '')}\n`;
  return isPlain(value) ? `${text}...\n` : text;
}

/** Text to stand behind `key:` or `-`: begins with a space or a line end. */
function block(value: Value, indent: string): string | undefined {
  if (value.kind === 'object' && value.entries.size > 0) {
    const sorted = [...value.entries].toSorted(([a], [b]) => (a < b ? -1 : 1));
    return lines(sorted.map(([key, item]) => prefixed(`${indent}${quoted(key)}:`, block(item, isList(item) ? indent : `${indent}  `))));
  }
  if (value.kind === 'list' && value.items.length > 0) {
    return lines(value.items.map((item) => prefixed(`${indent}-`, compacted(block(item, `${indent}  `)))));
  }
  const scalar = jsonText(value);
  return scalar === undefined ? undefined : ` ${scalar}`;
}

/** The first line of a nested mapping stands behind the dash. */
function compacted(text: string | undefined): string | undefined {
  return text?.startsWith('\n') ? ` ${text.slice(1).trimStart()}` : text;
}

function prefixed(prefix: string, text: string | undefined): string | undefined {
  return text === undefined ? undefined : prefix + text;
}

function lines(all: readonly (string | undefined)[]): string | undefined {
  return all.some((line) => line === undefined) ? undefined : `\n${all.join('\n')}`;
}

/** A plain scalar alone is followed by the marker of the end of the document. */
function isPlain(value: Value): boolean {
  return value.kind === 'number' || value.kind === 'bool' || value.kind === 'null';
}

function isList(value: Value): boolean {
  return value.kind === 'list';
}
