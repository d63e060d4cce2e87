import { at, readYaml } from '@plimsoll/contract/yaml';
import type { Buildspec } from '../../facts/index.ts';
import type { FileIndex, ReaderResult, SourceText } from '../reader.ts';
import { scalarScript } from '../script/index.ts';
import { actsOfPhases } from './acts.ts';
import { phasesOf } from './phases.ts';

export function extractBuildspec(file: SourceText, files: FileIndex): ReaderResult<Buildspec> {
  const { documents, unread } = readYaml(file.path, file.text);
  const root = documents[0]?.root;
  if (!root) return { facts: [], unread };
  if (at(root, 'phases')?.kind !== 'mapping') {
    return { facts: [], unread: [...unread, { file: file.path, line: root.source.line, message: 'has no mapping `phases`; a buildspec names at least one phase there' }] };
  }
  const lines = file.text.split('\n');
  const acts = actsOfPhases(
    phasesOf(root, (node) => scalarScript(node, lines)),
    files,
  );
  return { facts: [{ kind: 'buildspec', file: file.path, project: null, acts, open: null }], unread };
}
