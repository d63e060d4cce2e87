export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

/** Reads XML as strictly as a parser of a build server: what is not well-formed throws. No DTD, no CDATA: a report of ours has none. */
export function readXml(text: string): XmlElement {
  if (/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(text)) throw new Error('a character that XML 1.0 does not know');
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
  if (!text.startsWith(declaration)) throw new Error('no declaration');
  const tokens = text.slice(declaration.length).match(/<[^>]*>|[^<]+/g) ?? [];
  const open: { name: string; attributes: Record<string, string>; children: XmlElement[]; text: string }[] = [{ name: '', attributes: {}, children: [], text: '' }];
  for (const token of tokens) {
    const inner = open.at(-1);
    if (!inner) throw new Error('something stands behind the end');
    if (!token.startsWith('<')) {
      inner.text += decoded(token);
      continue;
    }
    const tag = /^<(\/?)([A-Za-z][\w.-]*)((?:\s+[A-Za-z][\w.-]*="[^"<]*")*)\s*(\/?)>$/.exec(token);
    if (!tag) throw new Error(`not well-formed: ${token}`);
    const [, end, name = '', stated = '', empty] = tag;
    if (end) {
      if (inner.name !== name || stated !== '') throw new Error(`${token} ends ${inner.name}`);
      open.pop();
      continue;
    }
    const attributes: Record<string, string> = {};
    for (const [, key = '', value = ''] of stated.matchAll(/([A-Za-z][\w.-]*)="([^"]*)"/g)) {
      if (key in attributes) throw new Error(`${key} is given twice`);
      attributes[key] = decoded(value);
    }
    const element = { name, attributes, children: [], text: '' };
    inner.children.push(element);
    if (!empty) open.push(element);
  }
  const [root] = open[0]?.children ?? [];
  if (open.length !== 1 || !root) throw new Error('not every element is closed');
  return root;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decoded(text: string): string {
  return text.replaceAll(/&([^;&]*;?)/g, (whole, name: string) => {
    const number = /^#(\d+);$/.exec(name)?.[1];
    const shown = number === undefined ? entities[name.slice(0, -1)] : String.fromCodePoint(Number(number));
    if (shown === undefined || !name.endsWith(';')) throw new Error(`${whole} is no entity`);
    return shown;
  });
}
