import type { CodeFact, DeploymentFact, PipelineFact } from '../facts/index.ts';
import { composeReader } from './compose/index.ts';
import { dockerfileReader } from './dockerfile/index.ts';
import { envFileReader } from './env-file/index.ts';
import { githubActionsReader } from './github-actions/index.ts';
import { goReader, scanGoImports } from './go/index.ts';
import { helmReader } from './helm/index.ts';
import { javaReader, scanJavaImports } from './java/index.ts';
import { javascriptReader, packageJsonReader } from './javascript/index.ts';
import { kubernetesReader } from './kubernetes/index.ts';
import { kustomizeReader } from './kustomize/index.ts';
import { artilleryReader } from './load-test/artillery/index.ts';
import { k6Reader } from './load-test/k6/index.ts';
import { locustReader } from './load-test/locust/index.ts';
import { nginxReader } from './nginx/index.ts';
import { otherInfrastructureReader } from './other-infrastructure/index.ts';
import { prismaReader } from './prisma/index.ts';
import { processManagerReader } from './process-manager/index.ts';
import { procfileReader } from './procfile/index.ts';
import { prometheusRulesReader } from './prometheus-rules/index.ts';
import { pythonConfigReader } from './python-config/index.ts';
import { pythonReader, scanPythonImports } from './python/index.ts';
import type { Reader } from './reader.ts';
import { springConfigReader } from './spring-config/index.ts';

export type AnyFact = CodeFact | DeploymentFact | PipelineFact;

/** Readers of one file at a time. Terraform modules and documents span files and have entries of their own. */
export const readers: readonly Reader<AnyFact>[] = [
  javascriptReader,
  packageJsonReader,
  { ...pythonReader, scan: scanPythonImports },
  pythonConfigReader,
  { ...javaReader, scan: scanJavaImports },
  { ...goReader, scan: scanGoImports },
  springConfigReader,
  prismaReader,
  envFileReader,
  kubernetesReader,
  kustomizeReader,
  helmReader,
  composeReader,
  dockerfileReader,
  procfileReader,
  githubActionsReader,
  otherInfrastructureReader,
  k6Reader,
  artilleryReader,
  locustReader,
  prometheusRulesReader,
  nginxReader,
  processManagerReader,
];
