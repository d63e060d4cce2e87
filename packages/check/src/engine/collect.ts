import { readContract } from '@plimsoll/contract/file';
import type { DecisionsContract } from '@plimsoll/contract/file';
import type { Unread } from '@plimsoll/contract';
import type { DecisionRecord, RunHistory } from '@plimsoll/decisions';
import type { Collected } from '../assemble/collected.ts';
import type { Buildspec, CodeFact, DeploymentFact, PipelineFact, TerraformRoot } from '../facts/index.ts';
import type { FileIndex } from '../readers/reader.ts';
import type { Declared, Documents } from '../readers/documents/index.ts';
import type { AnyFact } from '../readers/registry.ts';
import type { TerraformReading } from '../readers/terraform/index.ts';
import { readFiles } from './read-files.ts';

export interface Collection {
  readonly collected: Collected;
  readonly unread: readonly Unread[];
  readonly internalErrors: readonly string[];
  readonly parsed: number;
  readonly formats: readonly Format[];
}

/** A format that was recognised, by the name of its reader, and in how many files. */
export interface Format {
  readonly name: string;
  readonly files: number;
}

/** Gives the stored load-test runs; null: there is no history. Asked only when a decision or a debt could be held against them. */
export type RunsLoader = () => Promise<RunHistory | null>;

export type Progress = (stage: string, done: number, of: number) => void;

/** Runs every reader over the files it claims. A reader that throws is a bug of ours: the file is named and the rest is read. */
export async function collect(files: FileIndex, progress: Progress = () => undefined, runs?: RunsLoader): Promise<Collection> {
  const own = withoutInstalledModules(files);
  const { facts, unread, parsed, readBy, ...read } = await readFiles(own, progress);
  const internalErrors = [...read.internalErrors];
  progress('infrastructure', 0, 1);
  const terraform = (await guarded('terraform', internalErrors, () => terraformOf(files))) ?? { roots: [], unread: [], parsed: 0 };
  const buildspecs = (await guarded('buildspec', internalErrors, () => buildspecsOf(terraform.roots, own))) ?? [];
  const contractText = files.text('plimsoll.yml') ?? files.text('plimsoll.yaml');
  const contract = contractText === undefined ? null : readContract(files.has('plimsoll.yml') ? 'plimsoll.yml' : 'plimsoll.yaml', contractText);
  const { adr, debt } = contract?.contract?.decisions ?? {};
  const documents = (await guarded('documents', internalErrors, () => documentsOf(own, { adr: adr?.value ?? null, debt: debt?.value ?? null }))) ?? {
    slos: [],
    decisions: [],
    debts: [],
    registers: [],
    notForProduction: null,
    unread: [],
    parsed: 0,
  };
  return {
    collected: {
      code: facts.filter(isCode),
      deployment: facts.filter(isDeployment),
      pipeline: [...facts.filter(isPipeline), ...buildspecs],
      terraform: terraform.roots,
      slos: documents.slos,
      decisions: documents.decisions.map((decision) => asContractSays(decision, contract?.contract?.decisions ?? null)),
      debts: documents.debts,
      registers: documents.registers,
      notForProduction: documents.notForProduction,
      runs: runs && wantsRuns(documents) ? await guarded('runs', internalErrors, runs) : null,
      contract: contract?.contract ?? null,
      paths: own.paths,
    },
    unread: [...unread, ...terraform.unread, ...documents.unread, ...(contract?.problems ?? []).map((problem) => ({ file: problem.file, line: problem.line, message: problem.message }))],
    internalErrors,
    parsed: parsed + terraform.parsed + documents.parsed,
    formats: [...readBy, ['terraform', terraform.parsed] as const, ['documents', documents.parsed] as const].flatMap(([name, count]) => (count === 0 ? [] : [{ name, files: count }])),
  };
}

/** `.terraform/modules` holds the source of modules and nothing else: their code, documents and pipelines are not this repository's. */
function withoutInstalledModules(files: FileIndex): FileIndex {
  const paths = files.paths.filter((path) => !/(?:^|\/)\.terraform\//.test(path));
  return paths.length === files.paths.length ? files : { paths, has: (path) => files.has(path), text: (path) => files.text(path) };
}

// Loaded where there is something to read: start-up counts.
async function terraformOf(files: FileIndex): Promise<TerraformReading | null> {
  if (!files.paths.some((path) => /\.(?:tf|tofu)(?:\.json)?$|(?:^|[/.])(?:tf)?plan\.json$/.test(path))) return null;
  const { readTerraform } = await import('../readers/terraform/index.ts');
  return readTerraform(files);
}

async function buildspecsOf(roots: readonly TerraformRoot[], files: FileIndex): Promise<readonly Buildspec[]> {
  if (!roots.some((root) => root.resources.some(({ type }) => type === 'aws_codebuild_project'))) return [];
  const { inlineBuildspecs } = await import('../readers/buildspec/index.ts');
  return inlineBuildspecs(roots, files);
}

async function documentsOf(files: FileIndex, declared: Declared): Promise<Documents | null> {
  if (!files.paths.some((path) => /\.(?:ya?ml|mdx?|json)$/i.test(path))) return null;
  const { readDocuments } = await import('../readers/documents/index.ts');
  return readDocuments(files, declared);
}

/** `decisions.performance` names records, or folders of them, that bear on performance. */
function asContractSays(decision: DecisionRecord, stated: DecisionsContract | null): DecisionRecord {
  const named = stated?.performance?.find(({ value }) => decision.file === value || decision.file.startsWith(`${value.replace(/\/$/, '')}/`));
  return named && !decision.template ? { ...decision, bearsOnPerformance: { yes: true, stated: true, because: [{ term: 'performance, as plimsoll.yml says', source: named.source }] } } : decision;
}

/** The history may be long: it is read where a result names its evidence, or a debt has an impact to add up. */
function wantsRuns({ decisions, debts }: Documents): boolean {
  return (
    decisions.some(({ claims }) => claims.some((claim) => claim.kind === 'performance' && claim.evidence)) ||
    debts.some(({ closed, impactMs, measured }) => !closed && (measured?.impactMs ?? impactMs) !== null)
  );
}

async function guarded<T>(name: string, internalErrors: string[], work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
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
  return fact.kind === 'workflow' || fact.kind === 'load-test' || fact.kind === 'buildspec';
}

function isCode(fact: AnyFact): fact is CodeFact {
  return !isDeployment(fact) && !isPipeline(fact);
}
