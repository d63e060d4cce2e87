import { readYaml, type YamlNode } from '@plimsoll/contract/yaml';
import { boolOf, listOf, nullOf, numberOf, objectOf, stringOf, type Range, type Value } from '@plimsoll/hcl';

/** `yamldecode`: one document. Nodes that aliases share are turned into values once, so an anchor bomb stays small. */
export function decodeYaml(text: string, range: Range): Value | undefined {
  const { documents, unread } = readYaml(range.file, text);
  const [document] = documents;
  return document && documents.length === 1 && unread.length === 0 ? valueOf(document.root, range, new Map()) : undefined;
}

function valueOf(node: YamlNode, range: Range, known: Map<YamlNode, Value>): Value {
  const value = known.get(node) ?? convert(node, range, known);
  known.set(node, value);
  return value;
}

function convert(node: YamlNode, range: Range, known: Map<YamlNode, Value>): Value {
  if (node.kind === 'sequence')
    return listOf(
      node.items.map((item) => valueOf(item, range, known)),
      range,
    );
  if (node.kind === 'mapping') return objectOf(new Map(node.entries.map(({ key, value }) => [key, valueOf(value, range, known)])), range);
  if (typeof node.value === 'string') return stringOf(node.value, range);
  if (typeof node.value === 'number') return numberOf(node.value, range);
  return node.value === null ? nullOf(range) : boolOf(node.value, range);
}
