import { describe, expect, it } from 'vitest';
import { collect } from '../../engine/collect.ts';
import { valueOf } from '../../model/known.ts';
import type { Unit } from '../../model/system.ts';
import { memoryFiles } from '../../testing/memory-files.ts';
import { composeUnits } from './compose.ts';

async function units(texts: Readonly<Record<string, string>>, environment = 'default'): Promise<readonly Unit[]> {
  const { deployment } = (await collect(memoryFiles(texts))).collected;
  return composeUnits(
    deployment.filter((fact) => fact.kind === 'compose-service'),
    deployment.filter((fact) => fact.kind === 'procfile-process'),
    environment,
  );
}

const shown = (found: readonly Unit[]) => found.map((unit) => `${unit.name} ${unit.local ? 'local' : 'deployed'} ${String(valueOf(unit.instancesMax))}`);

describe('compose services', () => {
  it('are for developers unless one of the file asks for replicas', async () => {
    expect(shown(await units({ 'compose.yaml': 'services: { orders: { build: . }, db: { image: "postgres:17" } }\n' }))).toEqual(['orders local 1', 'db local 1']);
    expect(shown(await units({ 'compose.yaml': 'services: { orders: { build: ., deploy: { replicas: 3 } }, db: { image: "postgres:17" } }\n' }))).toEqual(['orders deployed 3', 'db deployed 1']);
  });

  it('are deployed where their file is named for an environment', async () => {
    const texts = {
      'compose.yaml': 'services: { orders: { image: harbour/orders }, mailer: { image: harbour/mailer } }\n',
      'compose.prod.yaml': 'services: { orders: { image: "harbour/orders:1" } }\n',
    };
    expect(shown(await units(texts, 'prod')).toSorted()).toEqual(['mailer deployed 1', 'orders deployed 1']);
    expect(shown(await units(texts, 'stage'))).toEqual(['orders local 1', 'mailer local 1']);
  });

  it.each(['dev', 'test', 'ci', 'local'])('of %s are for developers', async (environment) => {
    expect((await units({ [`compose.${environment}.yaml`]: 'services: { orders: { image: harbour/orders } }\n' }, environment)).every((unit) => unit.local)).toBe(true);
  });

  it('of a pipeline are no units', async () => {
    expect(await units({ '.github/compose.yaml': 'services: { orders: { image: harbour/orders } }\n' })).toEqual([]);
  });

  it('take traffic through their ports', async () => {
    const found = await units({ 'compose.yaml': 'services: { orders: { image: harbour/orders, ports: ["8080:80"] }, worker: { image: harbour/worker } }\n' });
    expect(found.map((unit) => unit.takesTraffic !== null)).toEqual([true, false]);
  });

  it('are databases by image, but what is built here by its name only', async () => {
    const found = await units({ 'compose.yaml': 'services: { store: { image: "postgres:17" }, redis: { build: ./redis }, orders: { build: ., image: nginx } }\n' });
    expect(found.map((unit) => unit.infrastructure)).toEqual(['database', 'cache', null]);
  });

  it('know their environment unless a file gives more', async () => {
    const found = await units({ 'compose.yaml': 'services: { orders: { image: harbour/orders, environment: { DB_POOL_MAX: 5 } }, mailer: { image: harbour/mailer, env_file: secret.env } }\n' });
    expect(found.map((unit) => unit.environmentComplete)).toEqual([true, false]);
    expect(found[0]?.environment).toMatchObject([{ name: 'DB_POOL_MAX', value: { value: '5' } }]);
  });
});

describe('processes of a Procfile', () => {
  it('run once each until somebody scales them; web takes traffic', async () => {
    const found = await units({ Procfile: 'web: node server.js\nworker: node worker.js\n' });
    expect(shown(found)).toEqual(['web deployed 1', 'worker deployed 1']);
    expect(found.map((unit) => unit.takesTraffic !== null)).toEqual([true, false]);
    expect(found[0]?.instancesMax).toMatchObject({ basis: 'default', citation: expect.stringContaining('Heroku') as string });
    expect(found[0]?.containers[0]?.command).toEqual(['node', 'server.js']);
  });
});
