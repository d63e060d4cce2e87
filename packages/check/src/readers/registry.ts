import type { CodeFact, DeploymentFact, PipelineFact } from '../facts/index.ts';
import { composeReader } from './compose/index.ts';
import { dockerfileReader } from './dockerfile/index.ts';
import { envFileReader } from './env-file/index.ts';
import { functionInvocationReader } from './function-invocation/index.ts';
import { helmReader } from './helm/index.ts';
import { kubernetesReader } from './kubernetes/index.ts';
import { kustomizeReader } from './kustomize/index.ts';
import { gatlingReader } from './load-test/gatling/index.ts';
import { jmeterReader } from './load-test/jmeter/index.ts';
import { nginxReader } from './nginx/index.ts';
import { otherInfrastructureReader } from './other-infrastructure/index.ts';
import { prismaReader } from './prisma/index.ts';
import { procfileReader } from './procfile/index.ts';
import { prometheusRulesReader } from './prometheus-rules/index.ts';
import type { LazyReader, Reader } from './reader.ts';

export type AnyFact = CodeFact | DeploymentFact | PipelineFact;

/** Readers of one file at a time. Terraform modules and documents span files and have entries of their own. */
export const readers: readonly (Reader<AnyFact> | LazyReader<AnyFact>)[] = [
  { files: /\.[cm]?[jt]sx?$/, load: async () => (await import('./javascript/index.ts')).javascriptReader },
  { files: /package\.json$/, load: async () => (await import('./javascript/index.ts')).packageJsonReader },
  {
    files: /\.py$/,
    load: async () => {
      const { pythonReader, scanPythonImports } = await import('./python/index.ts');
      return { ...pythonReader, scan: scanPythonImports };
    },
  },
  { files: /\.(?:py|ini)$/, load: async () => (await import('./python-config/index.ts')).pythonConfigReader },
  {
    files: /\.java$/,
    load: async () => {
      const { javaReader, scanJavaImports } = await import('./java/index.ts');
      return { ...javaReader, scan: scanJavaImports };
    },
  },
  {
    files: /\.go$/,
    load: async () => {
      const { goReader, scanGoImports } = await import('./go/index.ts');
      return { ...goReader, scan: scanGoImports };
    },
  },
  { files: /\.(?:ya?ml|properties)$/, load: async () => (await import('./spring-config/index.ts')).springConfigReader },
  prismaReader,
  envFileReader,
  kubernetesReader,
  kustomizeReader,
  helmReader,
  composeReader,
  dockerfileReader,
  procfileReader,
  functionInvocationReader,
  { files: /\.github\/workflows\//, load: async () => (await import('./github-actions/index.ts')).githubActionsReader },
  { files: /buildspec[^/]*\.ya?ml$/, load: async () => (await import('./buildspec/index.ts')).buildspecReader },
  otherInfrastructureReader,
  { files: /\.[cm]?[jt]s$/, load: async () => (await import('./load-test/k6/index.ts')).k6Reader },
  { files: /\.(?:ya?ml|json)$/i, load: async () => (await import('./load-test/artillery/index.ts')).artilleryReader },
  { files: /\.py$/, load: async () => (await import('./load-test/locust/index.ts')).locustReader },
  gatlingReader,
  jmeterReader,
  prometheusRulesReader,
  nginxReader,
  { files: /(?:ecosystem|pm2|process)[^/]*$/, load: async () => (await import('./process-manager/index.ts')).processManagerReader },
];

/** The readers that any of these paths may need, in the order of the list. */
export async function readersFor(paths: readonly string[]): Promise<readonly Reader<AnyFact>[]> {
  const needed = readers.filter((reader) => !('load' in reader) || paths.some((path) => reader.files.test(path)));
  return Promise.all(needed.map(async (reader) => ('load' in reader ? reader.load() : reader)));
}
