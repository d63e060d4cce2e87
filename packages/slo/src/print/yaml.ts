/** What YAML is printed from here: plain data. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain | undefined };

/** Block style, keys in the order given, undefined left out. Texts of several lines are literal blocks; others are quoted where YAML could read them as anything else. */
export function printYaml(value: Plain): string {
  const lines: string[] = [];
  if (isMapping(value)) entries(lines, value, '', '');
  else put(lines, '', value, '');
  return `${lines.join('\n')}\n`;
}

/** One value after `prefix`, which ends in `:` or `-`; what belongs to it stands deeper than `indent`. Lines are collected, as joining at every level copies the whole file once for each. */
function put(lines: string[], prefix: string, value: Plain, indent: string): void {
  const deeper = `${indent}  `;
  if (isList(value)) {
    if (value.length === 0) return void lines.push(`${prefix} []`);
    lines.push(prefix);
    for (const item of value) {
      if (isMapping(item) && Object.keys(item).length > 0) entries(lines, item, `${deeper}  `, `${deeper}- `);
      else put(lines, `${deeper}-`, item, deeper);
    }
  } else if (isMapping(value)) {
    if (Object.keys(value).length === 0) return void lines.push(`${prefix} {}`);
    lines.push(prefix);
    entries(lines, value, deeper, deeper);
  } else if (typeof value === 'string' && value.includes('\n') && !/^\s|[ \t]\n|\s$|[^\n\x20-\x7e\u00a0-\ud7ff]/.test(value)) {
    lines.push(`${prefix} |-`);
    for (const line of value.split('\n')) lines.push(line === '' ? '' : `${deeper}${line}`);
  } else lines.push(`${prefix} ${scalar(value)}`);
}

/** The first entry follows `first`, which holds the dash of a list's item. */
function entries(lines: string[], mapping: Mapping, indent: string, first: string): void {
  let start = first;
  for (const key of Object.keys(mapping)) {
    const item = mapping[key];
    if (item === undefined) continue;
    put(lines, `${start}${scalar(key)}:`, item, indent);
    start = indent;
  }
}

interface Mapping {
  readonly [key: string]: Plain | undefined;
}

function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}

function isMapping(value: Plain): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Words that cannot be anything but a text; a JSON string is a YAML string for all others. */
const safe = /^[A-Za-z][\w/-]*(?:[ .][\w/-]+)*$/;
const reserved = /^(?:true|false|null|yes|no|on|off|y|n|nan|inf)$/i;

function scalar(value: string | number | boolean | null): string {
  if (typeof value !== 'string') return String(value);
  if (safe.test(value) && !reserved.test(value)) return value;
  return /["\\]/.test(value) && /^[\x20-\x7e\u00a0-\ud7ff]*$/.test(value) ? `'${value.replaceAll("'", "''")}'` : JSON.stringify(value);
}
