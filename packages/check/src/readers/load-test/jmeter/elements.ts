/** One element of a test plan: its class, its properties and its place. */
export interface Element {
  readonly name: string;
  readonly enabled: boolean; // and everything around it
  readonly line: number;
  readonly column: number;
  readonly properties: ReadonlyMap<string, Property>; // of the element and of the ones inside it, by name
  readonly arguments: readonly Property[]; // user-defined variables, name and value
}

export interface Property {
  readonly name: string;
  readonly value: string;
  readonly line: number;
  readonly column: number;
}

interface Open {
  readonly tag: string;
  readonly element: { enabled: boolean; properties: Map<string, Property>; arguments: Property[] } | null;
  readonly property: string | null;
  readonly line: number;
  readonly column: number;
  enabledInside: boolean;
  text: string;
  childEnabled: boolean; // of the element last seen inside, whose hashTree comes next
  argument: { name: string; value: Property | null };
}

const deepest = 400;
const elementsMax = 20_000;
const propertyTag = /^(?:string|int|long|bool|float|double)Prop$/;
const container = /^(?:elementProp|collectionProp|objProp|value)$/;
const tag = /<(?:!--[\s\S]*?(?:-->|$)|[!?][^<>]*>|(\/)?([\w.$-]+)((?:[^<>"']|"[^"]*"|'[^']*')*?)(\/)?>)/g;

/**
 * The elements of a .jmx file, read as far as test plans need it: tags, attributes and texts. Declarations are passed over and entities
 * other than the five of XML stay as written, so nothing is expanded. Null where it nests too deeply.
 */
export function elementsOf(text: string): readonly Element[] | null {
  const elements: Element[] = [];
  const stack: Open[] = [];
  let line = 1;
  let lineStart = 0;
  let counted = 0;
  let textFrom = 0;
  for (const match of text.matchAll(tag)) {
    for (let next = text.indexOf('\n', counted); next >= 0 && next < match.index; next = text.indexOf('\n', counted)) {
      line++;
      lineStart = next + 1;
      counted = next + 1;
    }
    const top = stack.at(-1);
    if (top) top.text = text.slice(textFrom, match.index);
    textFrom = match.index + match[0].length;
    const [, closing, name, attributes = '', selfClosing] = match;
    if (name === undefined) continue;
    if (closing === undefined) {
      stack.push(opened(name, attributes, stack, line, match.index - lineStart + 1, elements));
      if (stack.length > deepest || elements.length > elementsMax) return null;
      if (selfClosing === undefined) continue;
    }
    const ended = stack.at(-1);
    if (!ended || ended.tag !== name) continue;
    stack.pop();
    close(ended, stack);
  }
  return elements;
}

function opened(name: string, attributes: string, stack: readonly Open[], line: number, column: number, elements: Element[]): Open {
  const parent = stack.at(-1);
  const surrounding = parent?.enabledInside ?? true;
  const base = { tag: name, property: attribute(attributes, 'name'), line, column, text: '', childEnabled: true, argument: { name: '', value: null } };
  if (propertyTag.test(name) || container.test(name)) return { ...base, element: parent?.element ?? null, enabledInside: surrounding };
  if (name === 'hashTree') return { ...base, element: null, enabledInside: surrounding && (parent?.childEnabled ?? true) };
  const enabled = surrounding && attribute(attributes, 'enabled') !== 'false';
  if (parent) parent.childEnabled = enabled;
  const element = { name, enabled, line, column, properties: new Map<string, Property>(), arguments: [] as Property[] };
  elements.push(element);
  return { ...base, element, enabledInside: surrounding };
}

function close(ended: Open, stack: readonly Open[]): void {
  const parent = stack.at(-1);
  if (!ended.element) return;
  if (propertyTag.test(ended.tag)) {
    const name = ended.property ?? '';
    const found: Property = { name, value: decoded(ended.text).trim(), line: ended.line, column: ended.column };
    if (!ended.element.properties.has(name)) ended.element.properties.set(name, found);
    if (parent && name === 'Argument.name') parent.argument.name = found.value;
    if (parent && name === 'Argument.value') parent.argument.value = found;
  } else if (ended.tag === 'elementProp' && ended.argument.name !== '' && ended.argument.value !== null) {
    ended.element.arguments.push({ ...ended.argument.value, name: ended.argument.name });
  }
}

function attribute(attributes: string, name: string): string | null {
  const match = new RegExp(`(?:^|\\s)${name}\\s{0,20}=\\s{0,20}(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  return match ? decoded(match[1] ?? match[2] ?? '') : null;
}

const entities: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'" };

function decoded(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|apos);/g, (entity) => entities[entity] ?? entity);
}
