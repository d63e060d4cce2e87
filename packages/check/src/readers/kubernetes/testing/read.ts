import type { DeploymentFact } from '../../../facts/deployment.ts';
import type { FileIndex, ReaderResult } from '../../reader.ts';
import { kubernetesReader } from '../index.ts';

type Files = Readonly<Record<string, string>>;

function indexOf(files: Files): FileIndex {
  return { paths: Object.keys(files).toSorted(), has: (path) => Object.hasOwn(files, path), text: (path) => files[path] };
}

export function read(text: string, path = 'k8s/orders.yaml', others: Files = {}): ReaderResult<DeploymentFact> {
  return kubernetesReader.read({ path, text }, indexOf({ ...others, [path]: text }));
}

/** The one fact of a kind that the text gives. */
export function only<K extends DeploymentFact['kind']>(text: string, kind: K, path?: string): Extract<DeploymentFact, { kind: K }> {
  const facts = read(text, path).facts.filter((fact): fact is Extract<DeploymentFact, { kind: K }> => fact.kind === kind);
  const [fact] = facts;
  if (!fact || facts.length > 1) throw new Error(`${facts.length} facts of kind ${kind}`);
  return fact;
}
