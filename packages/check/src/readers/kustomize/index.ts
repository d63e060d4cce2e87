import { folderOf } from '@plimsoll/contract';
import { posix } from 'node:path';
import { at, itemsOf, readYaml, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { DeploymentFact, KustomizeOverlay } from '../../facts/deployment.ts';
import { environmentOfPath } from '../environment-name/index.ts';
import { extentOf } from '../kubernetes/extent.ts';
import { entriesPerFile } from '../kubernetes/scope.ts';
import type { Scope } from '../kubernetes/scope.ts';
import { knownNumber } from '../kubernetes/value.ts';
import type { FileIndex, Reader, ReaderResult, SourceText } from '../reader.ts';
import { readConfigMaps } from './config-maps.ts';
import { kustomizationNames } from './patch-files.ts';
import { readPatches } from './patches.ts';
import { readResources } from './resources.ts';

export const kustomizeReader: Reader<DeploymentFact> = {
  name: 'kustomize',
  claims: (path) => kustomizationNames.includes(posix.basename(path)),
  read: readKustomization,
};

function readKustomization(file: SourceText, files: FileIndex): ReaderResult<DeploymentFact> {
  const folder = folderOf(file.path);
  const { documents, unread } = readYaml(file.path, file.text);
  const scope: Scope = {
    file: file.path,
    variant: folder,
    environment: environmentOfPath(file.path),
    parameters: null,
    unread: [...unread],
    budget: { left: entriesPerFile },
  };
  const root = documents[0]?.root;
  if (root === undefined) return { facts: [], unread: scope.unread };
  if (root.kind !== 'mapping') {
    return { facts: [], unread: [...scope.unread, { file: file.path, line: root.source.line, message: 'is not a mapping; a kustomization lists resources and patches under keys' }] };
  }
  const overlay: KustomizeOverlay = {
    kind: 'kustomize',
    source: extentOf(root),
    folder,
    environment: scope.environment,
    resources: readResources(root, folder, scope, files),
    replicas: readReplicas(root, scope),
    ...readPatches(root, file, folder, scope, files),
    configMaps: readConfigMaps(root, folder, scope, files),
    namePrefix: textOf(at(root, 'namePrefix')) ?? '',
    nameSuffix: textOf(at(root, 'nameSuffix')) ?? '',
    namespace: textOf(at(root, 'namespace')) ?? null,
  };
  return { facts: [overlay], unread: scope.unread };
}

function readReplicas(root: YamlNode, scope: Scope): KustomizeOverlay['replicas'] {
  return itemsOf(at(root, 'replicas')).flatMap((item) => {
    const name = textOf(at(item, 'name'));
    const count = knownNumber(at(item, 'count'), scope, 'count');
    return name === undefined || count === null ? [] : [{ name, count }];
  });
}
