/** What YAML is printed from here: plain data. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain | undefined };

/** Block style, keys in the order given, undefined left out. Texts of several lines are literal blocks; others are quoted where YAML could read them as anything else. */
export function printYaml(value: Plain): string {
  return `${block(value, 0).replace(/^\n/, '')}\n`;
}

function block(value: Plain, depth: number): string {
  const indent = '  '.repeat(depth);
  if (isList(value)) {
    if (value.length === 0) return ' []';
    return value.map((item) => `\n${indent}- ${block(item, depth + 1).trimStart()}`).join('');
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, item] as const]));
    if (entries.length === 0) return ' {}';
    return entries.map(([key, item]) => `\n${indent}${scalar(key)}:${block(item, depth + 1)}`).join('');
  }
  if (typeof value === 'string' && value.includes('\n') && !/^\s|[ \t]\n|\s$|[^\n\x20-\x7e\u00a0-\ud7ff]/.test(value)) {
    return ` |-\n${value
      .split('\n')
      .map((line) => (line === '' ? '' : `${indent}${line}`))
      .join('\n')}`;
  }
  return ` ${scalar(value)}`;
}

function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}

/** Words that cannot be anything but a text; a JSON string is a YAML string for all others. */
const safe = /^[A-Za-z][\w/-]*(?:[ .][\w/-]+)*$/;
const reserved = /^(?:true|false|null|yes|no|on|off|y|n|nan|inf)$/i;

function scalar(value: string | number | boolean | null): string {
  if (typeof value !== 'string') return String(value);
  if (safe.test(value) && !reserved.test(value)) return value;
  return /["\\]/.test(value) && /^[\x20-\x7e\u00a0-\ud7ff]*$/.test(value) ? `'${value.replaceAll("'", "''")}'` : JSON.stringify(value);
}
