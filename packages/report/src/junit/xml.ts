/** An element of XML 1.0 with its attributes; what it holds is text or elements. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly content: string | readonly Element[];
}

export function element(name: string, attributes: Readonly<Record<string, string | number>>, content: string | readonly Element[] = []): Element {
  return { name, attributes, content };
}

export function document(root: Element): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${show(root, '')}`;
}

function show({ name, attributes, content }: Element, indent: string): string {
  const stated = Object.entries(attributes).map(([key, value]) => ` ${key}="${attribute(String(value))}"`);
  const open = `${indent}<${name}${stated.join('')}`;
  if (content.length === 0) return `${open}/>\n`;
  if (typeof content === 'string') return `${open}>${text(content)}</${name}>\n`;
  return `${open}>\n${content.map((child) => show(child, `${indent}  `)).join('')}${indent}</${name}>\n`;
}

function text(value: string): string {
  return allowed(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;');
}

function attribute(value: string): string {
  return text(value).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}

/** XML 1.0 cannot hold other control characters, half surrogates, U+FFFE and U+FFFF, not even escaped (https://www.w3.org/TR/xml/#charsets). */
function allowed(value: string): string {
  return value.toWellFormed().replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g, '\ufffd'); // oxlint-disable-line no-control-regex
}
