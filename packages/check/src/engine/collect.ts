import { readContract } from '@plimsoll/contract/file';
import type { Unread } from '@plimsoll/contract';
import type { Collected } from '../assemble/collected.ts';
import type { CodeFact, DeploymentFact, PipelineFact } from '../facts/index.ts';
import type { FileIndex } from '../readers/reader.ts';
import type { AnyFact } from '../readers/registry.ts';
import { readFiles } from './read-files.ts';
import { readDocuments } from '../readers/documents/index.ts';
import { readTerraform } from '../readers/terraform/index.ts';

export interface Collection {
  readonly collected: Collected;
  readonly unread: readonly Unread[];
  readonly internalErrors: readonly string[];
  readonly parsed: number;
}

export type Progress = (stage: string, done: number, of: number) => void;

/** Runs every reader over the files it claims. A reader that throws is a bug of ours: the file is named and the rest is read. */
export async function collect(files: FileIndex, progress: Progress = () => undefined): Promise<Collection> {
  const { facts, unread, parsed, ...read } = await readFiles(files, progress);
  const internalErrors = [...read.internalErrors];
  progress('infrastructure', 0, 1);
  const terraform = guarded('terraform', internalErrors, () => readTerraform(files)) ?? { roots: [], unread: [], parsed: 0 };
  const documents = guarded('documents', internalErrors, () => readDocuments(files)) ?? { slos: [], decisions: [], debts: [], registers: [], unread: [], parsed: 0 };
  const contractText = files.text('plimsoll.yml') ?? files.text('plimsoll.yaml');
  const contract = contractText === undefined ? null : readContract(files.has('plimsoll.yml') ? 'plimsoll.yml' : 'plimsoll.yaml', contractText);
  return {
    collected: {
      code: facts.filter(isCode),
      deployment: facts.filter(isDeployment),
      pipeline: facts.filter(isPipeline),
      terraform: terraform.roots,
      slos: documents.slos,
      decisions: documents.decisions,
      debts: documents.debts,
      registers: documents.registers,
      contract: contract?.contract ?? null,
      paths: files.paths,
    },
    unread: [...unread, ...terraform.unread, ...documents.unread, ...(contract?.problems ?? []).map((problem) => ({ file: problem.file, line: problem.line, message: problem.message }))],
    internalErrors,
    parsed: parsed + terraform.parsed + documents.parsed,
  };
}

function guarded<T>(name: string, internalErrors: string[], work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    internalErrors.push(`reader ${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return null;
  }
}

const deploymentKinds: ReadonlySet<string> = new Set<DeploymentFact['kind']>([
  'kubernetes-workload',
  'kubernetes-service',
  'kubernetes-ingress',
  'kubernetes-autoscaler',
  'kubernetes-config',
  'kubernetes-disruption-budget',
  'kustomize',
  'compose-service',
  'dockerfile',
  'procfile-process',
  'helm-chart',
  'kubernetes-claim',
  'mesh-policy',
  'alert-rules',
  'proxy-pass',
  'process-manager',
]);

function isDeployment(fact: AnyFact): fact is DeploymentFact {
  return deploymentKinds.has(fact.kind);
}

function isPipeline(fact: AnyFact): fact is PipelineFact {
  return fact.kind === 'workflow' || fact.kind === 'load-test';
}

function isCode(fact: AnyFact): fact is CodeFact {
  return !isDeployment(fact) && !isPipeline(fact);
}
