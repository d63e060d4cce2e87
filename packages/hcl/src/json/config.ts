import { locatorOf } from '../source/range.ts';
import type { ParsedConfig } from '../parse.ts';
import type { Attribute, Block, Body, Comment, Label } from '../syntax/nodes.ts';
import { expressionOf, type Context } from './expression.ts';
import type { JsonMember, JsonNode, JsonObject, JsonString } from './nodes.ts';
import { scanJson, type JsonReader } from './scan.ts';

/** How many labels blocks have. JSON does not show where labels end and the body begins. */
export type LabelCounts = Readonly<Record<string, number>>;

const topLevel: LabelCounts = {
  action: 2,
  check: 1,
  data: 2,
  ephemeral: 2,
  import: 0,
  list: 2,
  locals: 0,
  module: 1,
  moved: 0,
  output: 1,
  provider: 1,
  removed: 0,
  resource: 2,
  terraform: 0,
  variable: 1,
};
const nested: LabelCounts = { data: 2, dynamic: 1, provisioner: 1, backend: 1 };

/**
 * Reads HCL JSON (`.tf.json`) into the same shape as `parseConfig`. Never throws.
 *
 * Without a schema JSON does not tell attributes from nested blocks. So inside a block every property is an attribute, and one
 * that holds an object or a list of objects is a block (or several) as well: ask for the one you expect. A property called `//`
 * is a comment.
 */
export function parseJsonConfig(text: string, file: string, labels: LabelCounts = topLevel): ParsedConfig {
  const locate = locatorOf(text, file);
  const reader: JsonReader = { text, locate, diagnostics: [], at: 0, depth: 0 };
  const root = scanJson(reader);
  const builder: Builder = { locate, file, diagnostics: reader.diagnostics, comments: [], expressions: new Map() };
  const objects = root ? objectsIn(root) : [];
  if (root && !objects) {
    const range = locate(root.start, root.end);
    reader.diagnostics.push({ severity: 'error', message: 'configuration in JSON is an object', help: 'Write { "resource": { … } }.', range });
  }
  const body = bodyOf(objects ?? [], locate(root?.start ?? 0, root?.end ?? 0), labels, builder);
  return { body, comments: builder.comments, diagnostics: reader.diagnostics };
}

interface Builder extends Context {
  readonly comments: Comment[];
}

function bodyOf(objects: readonly JsonObject[], range: Body['range'], labels: LabelCounts, builder: Builder): Body {
  const attributes = new Map<string, Attribute>();
  const blocks: Block[] = [];
  for (const member of objects.flatMap(({ members }) => members)) {
    const name = member.name.value;
    const count = Object.hasOwn(labels, name) ? labels[name] : undefined;
    if (name === '//') addComment(member.value, builder);
    else if (count === undefined && !attributes.has(name)) attributes.set(name, attributeOf(member, builder));
    if (name !== '//') for (const block of blocksOf(member, member.value, [], count ?? 0, builder)) blocks.push(block);
  }
  return { attributes, blocks, range };
}

function attributeOf({ name, value }: JsonMember, builder: Builder): Attribute {
  return {
    name: name.value,
    nameRange: builder.locate(name.start, name.end),
    expression: expressionOf(value, builder),
    range: builder.locate(name.start, value.end),
  };
}

/** Takes `count` levels of names as labels; what they lead to are bodies. */
function blocksOf(member: JsonMember, node: JsonNode, labels: readonly JsonString[], count: number, builder: Builder): Block[] {
  const objects = objectsIn(node) ?? [];
  if (count > labels.length) {
    const named = objects.flatMap(({ members }) => members).filter(({ name }) => name.value !== '//');
    return named.flatMap(({ name, value }) => blocksOf(member, value, [...labels, name], count, builder));
  }
  return objects.map((object) => {
    const first = labels.at(-1) ?? member.name;
    return {
      type: member.name.value,
      typeRange: builder.locate(member.name.start, member.name.end),
      labels: labels.map((label): Label => ({ text: label.value, range: builder.locate(label.start, label.end) })),
      headerRange: builder.locate(first.start, first.end),
      body: bodyOf([object], builder.locate(object.start, object.end), nested, builder),
      range: builder.locate(first.start, object.end),
    };
  });
}

/** An object, or a list of nothing but objects. */
function objectsIn(node: JsonNode): readonly JsonObject[] | undefined {
  if (node.kind === 'object') return [node];
  if (node.kind !== 'array') return undefined;
  const objects = node.items.flatMap((item) => (item.kind === 'object' ? [item] : []));
  return objects.length === node.items.length ? objects : undefined;
}

function addComment(node: JsonNode, builder: Builder): void {
  if (node.kind === 'string') builder.comments.push({ text: node.value, range: builder.locate(node.start, node.end) });
}
