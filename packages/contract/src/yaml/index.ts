export type { YamlEntry, YamlMapping, YamlNode, YamlScalar, YamlSequence } from './node.ts';
export { at, booleanOf, entriesOf, entryOf, itemsOf, numberOf, textOf } from './node.ts';
export type { YamlDocument, YamlResult } from './read.ts';
export { readYaml } from './read.ts';
export { splitDocuments } from './split.ts';
