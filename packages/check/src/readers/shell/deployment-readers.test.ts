import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Source } from '@plimsoll/contract';
import { composeReader } from '../compose/index.ts';
import { dockerfileReader } from '../dockerfile/index.ts';
import { helmReader } from '../helm/index.ts';
import { kubernetesReader } from '../kubernetes/index.ts';
import { kustomizeReader } from '../kustomize/index.ts';
import { procfileReader } from '../procfile/index.ts';
import type { FileIndex } from '../reader.ts';

const kubernetes = `apiVersion: template.openshift.io/v1
kind: Template
parameters:
  - { name: REPLICAS, value: "3" }
objects:
  - apiVersion: apps/v1
    kind: Deployment
    metadata: { name: orders, labels: &labels { app: orders } }
    spec:
      replicas: \${{REPLICAS}}
      template:
        metadata: { labels: *labels }
        spec:
          terminationGracePeriodSeconds: 20
          containers:
            - name: api
              image: harbour/orders:\${TAG}
              args: [serve, "--pool=$(POOL)"]
              env: [{ name: POOL, value: "2\${REPLICAS}" }, { name: URL, value: "http://$(POOL)/" }]
              envFrom: [{ secretRef: { name: orders } }]
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: orders }
spec:
  scaleTargetRef: { kind: Deployment, name: orders }
  maxReplicas: 5
  metrics: [{ type: Resource, resource: { name: cpu } }]
`;
const kustomize = `resources: [../base]
patches:
  - target: { kind: Deployment, name: orders }
    patch: |-
      - op: replace
        path: /spec/replicas
        value: 6
  - path: pool.yaml
configMapGenerator:
  - name: orders
    literals: [POOL=25]
    envs: [.env]
`;
const compose = `x-base: &base { environment: { A: 1, B: "\${POOL:-25}" } }
services:
  api:
    <<: *base
    extends: { service: db }
    build: { context: ., dockerfile: api/Dockerfile }
    env_file: .env
    ports: ["\${PORT:-80}:3000"]
    command: serve --pool \${POOL}
    deploy: { replicas: 6 }
  db: { image: "postgres:17", command: postgres -c max_connections=100 }
`;
const dockerfile = `# escape=\\
ARG V=24
FROM node:$V AS base
ENV A=1 B="two $A" \\
  # comment
  C=x
RUN <<EOF
CMD no
EOF
FROM base
COPY --chown=1 src/ ./
EXPOSE 80 90-91/tcp
ENTRYPOINT ["node", "x"]
CMD serve --pool $A
`;
const manifest = `applications:
  - name: shop
    env: { A: 1 }
    processes:
      - { type: web, instances: 2, command: serve }
`;

const cases = [
  { reader: kubernetesReader, path: 'k8s/orders.yaml', seed: kubernetes },
  { reader: kustomizeReader, path: 'k8s/kustomization.yaml', seed: kustomize },
  { reader: helmReader, path: 'chart/Chart.yaml', seed: 'apiVersion: v2\nname: shop\n' },
  { reader: composeReader, path: 'compose.yaml', seed: compose },
  { reader: dockerfileReader, path: 'Dockerfile', seed: dockerfile },
  { reader: procfileReader, path: 'Procfile', seed: 'web: serve --pool "2 5"\nworker: work && wait\n' },
  { reader: procfileReader, path: 'manifest.yml', seed: manifest },
] as const;

const beside: Readonly<Record<string, string>> = {
  '.env': 'POOL=4\nB=${A}\n',
  'k8s/.env': 'X=1\n',
  'k8s/pool.yaml': 'kind: Deployment\nmetadata: { name: a }\nspec: { replicas: 2 }\n',
  'chart/templates/x.yaml': 'kind: Deployment\n',
};

function indexOf(files: Readonly<Record<string, string>>): FileIndex {
  return { paths: Object.keys(files).toSorted(), has: (path) => Object.hasOwn(files, path), text: (path) => files[path] };
}

/** Cuts, doubles and swaps pieces of a text, and puts characters in that mean something to some format. */
function mutated(seed: string): fc.Arbitrary<string> {
  const edit = fc.record({
    at: fc.nat(seed.length),
    take: fc.nat(30),
    to: fc.nat(seed.length),
    put: fc.constantFrom('', '\n', ' ', '"', '[', '{', '}', ':', '- ', '&a ', '*a', '<<: ', '---\n', '\0', '${', '$(', '\\', '\t', '\r\n', '🚢', '|\n', '<<EOF\n', '#', '1e999', '-1'),
  });
  return fc.array(edit, { minLength: 1, maxLength: 8 }).map((edits) =>
    edits.reduce((text, { at, take, to, put }) => {
      const piece = text.slice(at, at + take);
      const rest = text.slice(0, at) + text.slice(at + take);
      return rest.slice(0, to) + put + piece + rest.slice(to);
    }, seed),
  );
}

function sourcesIn(value: unknown, found: Source[] = []): Source[] {
  if (value === null || typeof value !== 'object') return found;
  if ('endColumn' in value) found.push(value as Source);
  else for (const inner of Object.values(value)) sourcesIn(inner, found);
  return found;
}

describe.each(cases)('$reader.name on $path', ({ reader, path, seed }) => {
  const check = (text: string): void => {
    const files = { ...beside, [path]: text };
    const { facts, unread } = reader.read({ path, text }, indexOf(files));
    for (const source of sourcesIn(facts)) {
      const lines = (files[source.file] ?? '').split('\n');
      expect(source.line).toBeGreaterThan(0);
      expect(source.column).toBeGreaterThan(0);
      expect(source.line).toBeLessThanOrEqual(lines.length);
      expect(source.endLine).toBeLessThanOrEqual(lines.length);
      expect(source.endLine > source.line || source.endColumn >= source.column).toBe(true);
    }
    for (const { message } of unread) expect(message.length).toBeLessThan(400);
  };

  it('reads the seed', () => check(seed));
  it('never throws, and every place exists', () => fc.assert(fc.property(mutated(seed), check), { numRuns: 400, seed: 20261123 }));
  it('reads any text', () => fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), check), { numRuns: 200, seed: 20261123 }));

  it('ends on nesting, long lines and anchor bombs', () => {
    const head = seed.split('\n').slice(0, 2).join('\n');
    const bomb = `${Array.from({ length: 40 }, (_, index) => `x${index}: &x${index} [${index === 0 ? 'a' : `*x${index - 1},*x${index - 1}`}]`).join('\n')}\n`;
    for (const text of [
      `${head}\n${'['.repeat(100_000)}`,
      `${head}\n${'- '.repeat(100_000)}`,
      `${head}\nx: ${'{a: '.repeat(100_000)}`,
      `${head}\n${Array.from({ length: 1_500 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')}\n`,
      `${head}\n${'\0'.repeat(100_000)}`,
      'a'.repeat(1_000_000),
      '${'.repeat(100_000),
      `${bomb}${seed}`,
      seed.replaceAll('serve', '${A:-'.repeat(20_000)),
    ]) {
      const start = performance.now();
      check(text);
      expect(performance.now() - start).toBeLessThan(5_000);
    }
  });
});

describe('aliases that make a small file stand for a huge one', () => {
  it('end at the budget of a file', () => {
    const environment = Array.from({ length: 2_000 }, (_, index) => `E${index}: 1`).join(', ');
    const services = Array.from({ length: 2_000 }, (_, index) => `  s${index}: { environment: *shared }`).join('\n');
    const text = `x-shared: &shared { ${environment} }\nservices:\n${services}\n`;
    const { facts, unread } = composeReader.read({ path: 'compose.yaml', text }, indexOf({}));
    expect(facts.length).toBeGreaterThan(0);
    expect(unread).toMatchObject([{ message: expect.stringContaining('the rest was not analysed') }]);
  });
});
