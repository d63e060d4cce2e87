import { readContract } from '@plimsoll/contract/file';
import type { Unread } from '@plimsoll/contract';
import type { Collected } from '../assemble/collected.ts';
import type { CodeFact, DeploymentFact, PipelineFact } from '../facts/index.ts';
import type { FileIndex } from '../readers/reader.ts';
import { readers } from '../readers/registry.ts';
import type { AnyFact } from '../readers/registry.ts';
import { readDocuments } from '../readers/documents/index.ts';
import { readTerraform } from '../readers/terraform/index.ts';

export interface Collection {
  readonly collected: Collected;
  readonly unread: readonly Unread[];
  readonly internalErrors: readonly string[];
  readonly parsed: number;
}

export type Progress = (stage: string, done: number, of: number) => void;

const headLength = 4096;

/** What a repository shows as an example is not what it runs. */
const examples = /^(examples?|samples?)\//i;

/** Runs every reader over the files it claims. A reader that throws is a bug of ours: the file is named and the rest is read. */
export async function collect(files: FileIndex, progress: Progress = () => undefined): Promise<Collection> {
  const facts: AnyFact[] = [];
  const unread: Unread[] = [];
  const internalErrors: string[] = [];
  let parsed = 0;
  const prepared = new Set<string>();
  for (const [position, path] of files.paths.entries()) {
    if (examples.test(path)) continue;
    if (position % 64 === 0) progress('reading', position, files.paths.length);
    for (const reader of readers) {
      try {
        if (!reader.claims(path, () => new TextEncoder().encode((files.text(path) ?? '').slice(0, headLength)))) continue;
        const text = files.text(path);
        if (text === undefined) continue;
        if (reader.signals && !reader.signals.some((signal) => text.includes(signal))) {
          const scanned = reader.scan?.({ path, text }, files);
          if (scanned) facts.push(scanned);
          continue;
        }
        if (!prepared.has(reader.name)) {
          prepared.add(reader.name);
          await reader.prepare?.();
        }
        const result = reader.read({ path, text }, files);
        parsed++;
        for (const fact of result.facts) facts.push(fact);
        for (const entry of result.unread) unread.push(entry);
      } catch (error) {
        internalErrors.push(`reader ${reader.name} on ${path}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      }
    }
  }
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
