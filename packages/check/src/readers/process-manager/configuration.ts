import { at, entryOf, itemsOf, readYaml, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { ProcessManager } from '../../facts/deployment.ts';
import type { ReaderResult, SourceText } from '../reader.ts';
import { processManagerOf } from './application.ts';
import type { Written } from './application.ts';

const applicationsMax = 1_000;

/** JSON and YAML: `apps` with a list, a list, or one application. Other files of these names (`process.json`) hold no `script`. */
export function readConfiguration(file: SourceText): ReaderResult<ProcessManager> {
  const { documents, unread } = readYaml(file.path, file.text, (text) => /["']?script["']?[ \t]*:/.test(text));
  const applications = documents.flatMap(({ root }) => {
    const listed = at(root, 'apps') ?? root;
    return listed.kind === 'sequence' ? itemsOf(listed) : [listed];
  });
  const facts = applications.slice(0, applicationsMax).flatMap((node) => {
    const fact = processManagerOf({ script: written(node, 'script'), cwd: written(node, 'cwd'), instances: written(node, 'instances'), open: null, source: node.source }, file.path);
    return fact === null ? [] : [{ ...fact, source: entryOf(node, 'script')?.keySource ?? node.source }];
  });
  return { facts, unread };
}

function written(node: YamlNode, key: string): Written | null {
  const value = at(node, key);
  const text = textOf(value);
  return value === undefined || text === undefined ? null : { text, says: text.slice(0, 80), source: value.source };
}
