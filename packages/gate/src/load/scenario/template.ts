import type { JsonPath, Template } from './scenario.ts';

/** Takes `${name}` apart; `$${` is a plain `${`. A name is letters, digits, `_`, `.` and `-`. */
export function templateOf(text: string): Template {
  const parts: string[] = [''];
  let at = 0;
  for (const match of text.matchAll(/\$\$\{|\$\{\s*([\w.-]{1,64})\s*\}/g)) {
    const literal = text.slice(at, match.index);
    parts[parts.length - 1] += literal + (match[1] === undefined ? '${' : '');
    if (match[1] !== undefined) parts.push(match[1], '');
    at = match.index + match[0].length;
  }
  parts[parts.length - 1] += text.slice(at);
  return parts;
}

/** Fills in variables; one without a value stays empty, as readers of scenarios have refused names that nothing sets. */
export function fill(template: Template, variables: ReadonlyMap<string, string>): string {
  if (template.length === 1) return template[0] ?? '';
  let text = '';
  for (const [index, part] of template.entries()) text += index % 2 === 0 ? part : (variables.get(part) ?? '');
  return text;
}

export function namesIn(template: Template): readonly string[] {
  return template.filter((_, index) => index % 2 === 1);
}

/** `$.items[0].id`; null when it is not of this form. Wildcards and filters are left to tools that need them. */
export function jsonPathOf(text: string): JsonPath | null {
  if (!/^\$(?:\.[\w-]{1,64}|\[\d{1,6}\])*$/.test(text) || text.length > 300) return null;
  return [...text.matchAll(/\.([\w-]+)|\[(\d+)\]/g)].map((match) => match[1] ?? Number(match[2]));
}

export function valueAt(root: unknown, path: JsonPath): unknown {
  let value = root;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Readonly<Record<string | number, unknown>>)[step];
  }
  return value;
}
