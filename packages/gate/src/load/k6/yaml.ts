type Writable = string | number | boolean | readonly Writable[] | { readonly [key: string]: Writable };

/** YAML of plain values: strings in double quotes, which are JSON's (YAML 1.2 is a superset), texts of several lines as literal blocks. */
export function stringify(value: Writable): string {
  return lines(value, '').join('\n').replace(/^\n/, '') + '\n';
}

function lines(value: Writable, indent: string): readonly string[] {
  if (isList(value)) return value.flatMap((item) => itemLines(item, indent));
  if (typeof value !== 'object') return [indent + JSON.stringify(value)];
  return Object.entries(value).flatMap(([key, each]) => {
    const name = /^[A-Za-z][\w.-]*$/.test(key) ? key : JSON.stringify(key);
    if (typeof each === 'object') return [`${indent}${name}:`, ...lines(each, `${indent}  `)];
    if (typeof each === 'string' && isBlock(each))
      return [
        `${indent}${name}: |`,
        ...each
          .trimEnd()
          .split('\n')
          .map((line) => (line === '' ? '' : `${indent}  ${line}`)),
      ];
    return [`${indent}${name}: ${JSON.stringify(each)}`];
  });
}

function itemLines(item: Writable, indent: string): readonly string[] {
  const [first, ...rest] = lines(item, `${indent}  `);
  return [`${indent}- ${(first ?? '').trimStart()}`, ...rest];
}

/** What a literal block gives back unchanged: one final line end, no blanks before the first line, nothing that must be escaped. */
function isBlock(text: string): boolean {
  return /[^\n]\n$/.test(text) && text.indexOf('\n') < text.length - 1 && /^[^\s]/.test(text) && !/[^\t\n\x20-\x7e\xa0-\ud7ff]/.test(text);
}

function isList(value: Writable): value is readonly Writable[] {
  return Array.isArray(value);
}
