export interface Decoded {
  readonly value: string;
  /** Escapes that HCL does not know, as written. */
  readonly unknown: readonly string[];
}

const escapes = /\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})|\\([\s\S])|(\$\$\{|%%\{)/g;
const simple: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/** Decodes the literal part of a quoted string. Spec: HCL native syntax, "Template Expressions". */
export function decodeQuoted(raw: string): Decoded {
  const unknown: string[] = [];
  if (!raw.includes('\\') && !raw.includes('{')) return { value: raw, unknown };
  const value = raw.replace(escapes, (whole: string, short?: string, long?: string, single?: string, sigil?: string) => {
    if (sigil !== undefined) return sigil.slice(1);
    const code = short ?? long;
    if (code !== undefined) return codePoint(Number.parseInt(code, 16));
    const known = simple[single ?? ''];
    if (known === undefined) unknown.push(whole);
    return known ?? whole;
  });
  return { value, unknown };
}

/** Heredocs and bare templates know only the escapes of template markers. */
export function decodeBare(raw: string): string {
  return raw.includes('{') ? raw.replaceAll('$${', '${').replaceAll('%%{', '%{') : raw;
}

function codePoint(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
}
