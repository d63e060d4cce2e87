import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Run } from '@plimsoll/contract';
import { repository } from '../cli/session.ts';

const started: { readonly remove: () => void }[] = [];

/** A folder on disk with files; `removeAll` takes them away after the tests. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const made = repository(files);
  started.push(made);
  return made.folder;
}

export function removeAll(): void {
  for (const { remove } of started.splice(0)) remove();
}

export function textIn(folder: string, file: string): string {
  return readFileSync(join(folder, file), 'utf8');
}

export function writeText(folder: string, text: string, file: string = 'docs/performance-debt.yml'): void {
  writeFileSync(join(folder, file), text);
}

/** git with an author, without settings of the machine. */
export function git(folder: string, ...args: readonly string[]): string {
  return execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.invalid', '-c', 'commit.gpgsign=false', '-c', 'init.defaultBranch=main', ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
  }).trim();
}

export function committed(folder: string, message = 'files'): string {
  git(folder, 'init', '-q');
  git(folder, 'add', '-A');
  git(folder, 'commit', '-q', '--allow-empty', '-m', message);
  return git(folder, 'rev-parse', 'HEAD');
}

/** A run of which only the percentiles are known. */
export function summaryRun(id: string, part: { readonly service?: string; readonly p95Ms?: number; readonly commit?: string } = {}): Run {
  return {
    schemaVersion: 1,
    id,
    service: part.service ?? 'api',
    environment: null,
    scenario: { name: 'api', hash: 'a1' },
    git: part.commit === undefined ? null : { commit: part.commit, branch: 'main', mergeBase: null, dirty: false },
    fingerprint: { cpuModel: null, cpus: null, memoryBytes: null, kernel: null, runtime: null, image: null, generator: null },
    measurement: {
      tool: { name: 'test', version: null, format: 'test' },
      evidence: { kind: 'percentiles', relativeError: 0, resolutionMs: null, latencyFrom: 'unknown', latencyUntil: 'unknown', errorDefinition: 'status >= 400', timeBase: 'none' },
      model: 'open',
      startedAt: null,
      durationMs: 60_000,
      slices: [],
      summaries: [{ endpoint: '*', count: 60_000, failedCount: 0, percentiles: [{ quantile: 0.95, valueMs: part.p95Ms ?? 80 }], meanMs: null, minMs: null, maxMs: null }],
      health: [],
      interrupted: null,
      notes: [],
    },
    verdict: 'pass',
    selfTest: false,
  };
}

/** One deployed service with its promise. */
export const service: Readonly<Record<string, string>> = {
  'k8s/api.yaml':
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: api }\nspec:\n  replicas: 2\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec: { containers: [{ name: api, image: api, ports: [{ containerPort: 8080 }] }] }\n---\napiVersion: v1\nkind: Service\nmetadata: { name: api }\nspec: { selector: { app: api }, ports: [{ port: 80, targetPort: 8080 }] }\n---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: api }\nspec: { rules: [{ http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: api, port: { number: 80 } } } }] } }] }\n---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: { name: api }\nspec:\n  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: api }\n  minReplicas: 2\n  maxReplicas: 8\n  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 60 } } }]\n',
  'docs/slos/api.yml': 'service: api\nslos:\n  - { name: latency_p95, sli: request_latency_p95, target: 100, unit: ms, window: 30d }\n',
};
