import { folderOf } from '@plimsoll/contract';
import type { DeploymentFact } from '../../facts/deployment.ts';
import { environmentOfPath } from '../environment-name/index.ts';
import { chartOfTemplate } from '../helm/chart-files.ts';
import { isKustomizePatch } from '../kustomize/patch-files.ts';
import type { FileIndex, Reader, ReaderResult, SourceText } from '../reader.ts';
import { readObjects } from './documents.ts';
import { readObject } from './read-object.ts';
import { entriesPerFile } from './scope.ts';
import type { Scope } from './scope.ts';

export const kubernetesReader: Reader<DeploymentFact> = {
  name: 'kubernetes',
  signals: ['apiVersion'],
  claims: (path) => /\.(?:ya?ml|json)$/i.test(path),
  read: readKubernetes,
};

function readKubernetes(file: SourceText, files: FileIndex): ReaderResult<DeploymentFact> {
  if (chartOfTemplate(file.path, files) !== null) return { facts: [], unread: [] };
  const { objects, unread } = readObjects(file);
  const shared = {
    file: file.path,
    variant: folderOf(file.path),
    environment: environmentOfPath(file.path),
    unread: [...unread],
    budget: { left: entriesPerFile },
  };
  const facts = objects.flatMap(({ node, parameters }) => {
    const scope: Scope = { ...shared, parameters };
    return readObject(node, scope);
  });
  // A patch is a piece of an object: assemble tells its workloads from real ones by the path in the kustomization, other pieces say nothing alone.
  if (isKustomizePatch(file.path, files)) return { facts: facts.filter((fact) => fact.kind === 'kubernetes-workload'), unread: [] };
  return { facts, unread: shared.unread };
}
