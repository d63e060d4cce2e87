import { describe, expect, it } from 'vitest';
import type { ComposeService } from '../../facts/deployment.ts';
import { valueOf } from '../../model/known.ts';
import type { FileIndex } from '../reader.ts';
import { composeReader } from './index.ts';

function indexOf(files: Readonly<Record<string, string>>): FileIndex {
  return { paths: Object.keys(files).toSorted(), has: (path) => Object.hasOwn(files, path), text: (path) => files[path] };
}

function read(text: string, others: Readonly<Record<string, string>> = {}, path = 'compose.yaml') {
  const { facts, unread } = composeReader.read({ path, text }, indexOf({ ...others, [path]: text }));
  return { services: facts as readonly ComposeService[], unread };
}

function only(service: string, others: Readonly<Record<string, string>> = {}, path?: string): ComposeService {
  const { services } = read(`services:\n  api:\n${service}`, others, path);
  const api = services.find((candidate) => candidate.name === 'api');
  if (!api) throw new Error('no service');
  return api;
}

const variables = (service: ComposeService) => Object.fromEntries(service.container.environment.map((entry) => [entry.name, valueOf(entry.value)]));

describe('claims', () => {
  const claims = (path: string): boolean => composeReader.claims(path, () => new Uint8Array());
  it.each(['compose.yaml', 'compose.yml', 'a/docker-compose.yml', 'docker-compose-quick.yml', 'docker-compose.prod.yaml', 'a/compose.override.yaml', 'harbour.compose.yml', 'docker-stack.yml'])(
    '%s',
    (path) => expect(claims(path)).toBe(true),
  );
  it.each(['decompose.yaml', 'composer.json', 'compose.yaml.md', 'k8s/compose/orders.yaml', 'haystack.yaml'])('not %s', (path) => expect(claims(path)).toBe(false));
});

describe('a service', () => {
  it('points at its name and its settings', () => {
    const { services } = read(`services:
  api:
    deploy: { replicas: 6 }
    environment:
      DB_POOL_MAX: 25
  db: { image: 'postgres:17', command: postgres -c max_connections=100 }
`);
    const [api, db] = services;
    expect(api).toMatchObject({ name: 'api', nameSource: { line: 2, column: 3 }, source: { line: 2, endLine: 5 }, replicas: { value: 6, says: 'replicas: 6', source: { line: 3, column: 25 } } });
    expect(api?.container.environment[0]?.value).toMatchObject({ value: '25', says: 'DB_POOL_MAX=25', source: { line: 5, column: 20, endColumn: 22 } });
    expect(db?.container).toMatchObject({ args: ['postgres', '-c', 'max_connections=100'], command: null, commandSource: { line: 6 }, imageText: 'postgres:17' });
  });

  it('runs once unless it says otherwise', () => {
    expect(only('    image: x\n').replicas).toMatchObject({ value: 1, basis: 'default', citation: expect.any(String) });
    expect(only('    scale: 4\n').replicas).toMatchObject({ value: 4, basis: 'stated' });
    expect(only('    deploy: { mode: global }\n').replicas).toMatchObject({ needs: { cause: 'outside-the-repository' } });
  });

  it('reports a count that is none', () => expect(read('services:\n  api:\n    scale: several\n').unread).toMatchObject([{ line: 3 }]));

  it('reads ports, dependencies, profiles and words', () => {
    const api = only(
      '    ports: ["127.0.0.1:8080:80/tcp", 9000, "${PORT:-3000}:3000-3001", { target: 5000 }]\n    depends_on: { db: { condition: service_healthy } }\n    profiles: [full]\n    entrypoint: ["sh", "-c"]\n    command: serve --name "two words" --cost $$5\n',
    );
    expect(api.container.ports).toEqual([80, 9000, 3000, 3001, 5000]);
    expect(api).toMatchObject({ dependsOn: ['db'], profiles: ['full'] });
    expect(api.container).toMatchObject({ command: ['sh', '-c'], args: ['serve', '--name', 'two words', '--cost', '$5'] });
  });

  it('takes the environment from the file name', () => {
    expect(only('    image: x\n', {}, 'deploy/compose.prod.yaml').environment).toBe('prod');
    expect(only('    image: x\n', {}, 'compose.override.yaml').environment).toBeNull();
  });
});

describe('build', () => {
  it('gives paths from the scan root', () => {
    expect(only('    build: ./services/api\n').build).toMatchObject({ context: 'services/api', dockerfile: null });
    expect(only('    build: { context: .., dockerfile: api/Dockerfile }\n', {}, 'deploy/compose.yaml').build).toMatchObject({ context: '', dockerfile: 'api/Dockerfile' });
    expect(only('    build: { context: "${SRC:-src}" }\n').build).toMatchObject({ context: 'src' });
  });

  it('has none outside the repository, and says so', () => {
    for (const context of ['../elsewhere', 'https://shop.example/x.git', '${SRC}']) {
      const { services, unread } = read(`services:\n  api:\n    build: ${context}\n`);
      expect(services[0]?.build).toBeNull();
      expect(unread).toHaveLength(1);
    }
  });
});

describe('variables', () => {
  it('fills in .env before defaults, and knows no others', () => {
    const api = only(
      '    environment:\n      - POOL=${POOL:-25}\n      - SIZE=${SIZE:-7}\n      - HOST=${HOST}\n      - SHELL_GIVEN\n      - DOLLAR=$$x\n      - NESTED=${A:-${B:-deep}}\n      - IF_SET=${POOL:+yes}\n',
      { '.env': 'POOL=40\n' },
    );
    expect(variables(api)).toEqual({ POOL: '40', SIZE: '7', HOST: undefined, SHELL_GIVEN: undefined, DOLLAR: '$x', NESTED: 'deep', IF_SET: 'yes' });
    const [pool, size, host, given] = api.container.environment;
    expect(pool?.value).toMatchObject({ basis: 'derived', from: [{ source: { file: '.env', line: 1 } }] });
    expect(size?.value).toMatchObject({ basis: 'derived', says: 'SIZE=${SIZE:-7}' });
    expect(host?.value).toMatchObject({ needs: { cause: 'no-value-given', what: 'a value for HOST' } });
    expect(given?.value).toMatchObject({ needs: { cause: 'outside-the-repository' } });
  });

  it('lets environment win over env_file, and lines of .env use earlier ones', () => {
    const api = only('    env_file: [api.env, { path: gone.env }]\n    environment: { A: own, URL: "${BASE_URL}" }\n', {
      'api.env': 'A=file\nB=file\n',
      '.env': 'HOST=db\nBASE_URL=http://${HOST}/x\n',
    });
    expect(variables(api)).toEqual({ A: 'own', B: 'file', URL: 'http://db/x' });
    expect(api.container.environmentFrom.map((from) => from.name)).toEqual(['api.env', 'gone.env']);
  });

  it('shows no secrets', () => {
    const api = only('    environment: { DB_PASSWORD: apple, DB_URL: "postgres://fruit:apple@db/x" }\n');
    expect(JSON.stringify(api.container.environment.map((entry) => ('says' in entry.value ? entry.value.says : '')))).not.toContain('apple');
  });

  it('takes doubling variables as unknown before they fill the memory', () => {
    const lines = Array.from({ length: 60 }, (_, index) => `V${index + 1}=\${V${index}}\${V${index}}`);
    const api = only('    environment: ["X=${V60}"]\n', { '.env': `V0=abcdefgh\n${lines.join('\n')}\n` });
    expect(variables(api)).toEqual({ X: undefined });
  });
});

describe('anchors and extends', () => {
  it('follows merge keys, blocks and services it extends', () => {
    const { services, unread } = read(
      `x-shared: &shared
  environment: &variables { A: shared, B: shared }
services:
  base:
    <<: *shared
    image: harbour/base
    command: serve
  api:
    extends: { service: base }
    image: harbour/api
    environment: { B: own }
  worker:
    extends: { file: more.yaml, service: queue }
    environment: { <<: *variables, C: own }
`,
      { 'more.yaml': 'services:\n  queue: { build: queue, command: work }\n' },
    );
    expect(unread).toEqual([]);
    const [, api, worker] = services;
    expect(api?.container).toMatchObject({ imageText: 'harbour/api', args: ['serve'] });
    expect(api && variables(api)).toEqual({ A: 'shared', B: 'own' });
    expect(worker).toMatchObject({ build: { context: 'queue', source: { file: 'more.yaml' } }, container: { args: ['work'] } });
    expect(worker && variables(worker)).toEqual({ A: 'shared', B: 'shared', C: 'own' });
  });

  it('ends where services extend each other', () => {
    const { services, unread } = read('services:\n  a: { extends: b }\n  b: { extends: a }\n  c: { extends: nobody }\n');
    expect(services).toHaveLength(3);
    expect(unread.length).toBeGreaterThan(0);
  });
});

describe('bad input', () => {
  it('follows long chains of extends only so far, and says so', () => {
    const services = Array.from({ length: 5_000 }, (_, index) => `  s${index}: { extends: s${index + 1} }`).join('\n');
    const result = read(`services:\n${services}\n`);
    expect(result.services).toHaveLength(5_000);
    expect(result.unread).toHaveLength(100);
  });

  it.each([
    ['services: [a]\n', 1],
    ['services:\n  api: 5\n', 1],
    ['a: b\n', 0],
    ['services:\n  api: [\n', 1],
    ['\0services', 0],
  ] as const)('%j is reported, not thrown', (text, count) => expect(read(text).unread).toHaveLength(count));
});
