import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { startSurroundings } from '../../examples/local/surroundings.ts';
import type { Surroundings } from '../../examples/local/surroundings.ts';
import { runService, startService } from '../../examples/local/service.ts';
import type { Service } from '../../examples/local/service.ts';
import { plimsoll } from '../cli/session.ts';
import { canRun, get, post, until } from './traffic.ts';
import type { Payment } from './traffic.ts';

/** What compose.yaml, the manifests and Terraform say of the same services. */

const root = new URL('../../examples/payments/', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

interface ComposeService {
  readonly working_dir: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly stop_grace_period?: string;
}
const compose = parse(read('compose.yaml'), { merge: true }) as { readonly services: Readonly<Record<string, ComposeService>> };

interface Container {
  readonly name: string;
  readonly env?: readonly { readonly name: string; readonly value: string }[];
}
interface Pods {
  readonly terminationGracePeriodSeconds?: number;
  readonly containers: readonly [Container];
}
interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec?: { readonly template?: { readonly spec: Pods }; readonly jobTemplate?: { readonly spec: { readonly template: { readonly spec: Pods } } } };
}
const manifests = ['api', 'settlement', 'reconciliation'].flatMap((name) => parseAllDocuments(read(`deploy/kubernetes/base/${name}.yaml`)).map((document) => document.toJS() as Manifest));
const podsOf = (name: string): Pods => {
  const [pods] = manifests.flatMap(({ metadata, spec }) => (metadata.name === name ? (spec?.template?.spec ?? spec?.jobTemplate?.spec.template.spec ?? []) : []));
  if (!pods) throw new Error(`no manifest runs ${name}`);
  return pods;
};
const configOf = (overlay: string): readonly string[] =>
  (parse(read(`deploy/kubernetes/overlays/${overlay}/kustomization.yaml`)) as { readonly configMapGenerator: readonly [{ readonly literals: readonly string[] }] }).configMapGenerator[0].literals;

/** The variables that the code of a service reads. */
function readBy(service: string): ReadonlySet<string> {
  const folder = new URL(`services/${service}/src/`, root);
  const code = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(new URL(file, folder), 'utf8'))
    .join('\n');
  return new Set([...code.matchAll(/process\.env\.([A-Z_]+)/g)].map(([, name = '']) => name));
}

const terraform = (service: string): readonly string[] =>
  [...(read(`infra/${service}.tf`).split('aws_ecs_service')[0] ?? '').matchAll(/\{ name = "([A-Z_]+)", value(?:From)? = /g)].map(([, name = '']) => name);

describe('the deployments of payments', () => {
  it.each(['api', 'settlement', 'ledger', 'reconciliation'])('compose gives %s what it reads, and nothing else', (service) => {
    const given = Object.keys(compose.services[service]?.environment ?? {});
    expect(given).toContain('DB_HOST');
    for (const name of given) expect(readBy(service)).toContain(name);
  });

  it.each(['api', 'settlement', 'reconciliation'])('Terraform gives %s what it reads, and the manifests the same', (service) => {
    const given = terraform(service);
    expect(given).toContain('DB_HOST');
    for (const name of given) expect(readBy(service)).toContain(name);
    const secrets = ['DB_PASSWORD', 'SESSION_SECRET']; // made outside of the repository
    for (const overlay of ['staging', 'prod']) {
      const pods = [...configOf(overlay).map((line) => line.split('=')[0]), ...(podsOf(service).containers[0].env ?? []).map(({ name }) => name), ...secrets];
      for (const name of given) expect(pods).toContain(name);
    }
  });

  it('pools have one size everywhere', () => {
    const contract = parse(read('plimsoll.yml')) as { readonly workloads: Readonly<Record<string, { readonly calls: Readonly<Record<string, { readonly pool: number }>> }>> };
    for (const service of ['api', 'settlement']) {
      const size = String(contract.workloads[service]?.calls['payments-db']?.pool);
      expect(compose.services[service]?.environment['DB_POOL_MAX']).toBe(size);
      expect(podsOf(service).containers[0].env?.find(({ name }) => name === 'DB_POOL_MAX')?.value).toBe(size);
      expect(read('infra/variables.tf')).toMatch(new RegExp(`variable "${service}" \\{[^}]*\\}\\)\\n +default = \\{[^}]*pool = ${size} \\}`));
    }
  });

  it('plimsoll scale writes the manifests that scale, as the page says', async () => {
    const commands = [...read('deploy/kubernetes/README.md').matchAll(/^plimsoll (scale .*)=(\S+)$/gm)];
    expect(commands).toHaveLength(2);
    for (const [, written = '', file = ''] of commands) expect((await plimsoll(written.split(' '), fileURLToPath(root))).out).toBe(read(file));
  });

  it('an instance has as long to end as its code takes for granted', () => {
    const grace = Number(/graceMs: ([\d_]+)/.exec(read('services/settlement/src/worker.ts'))?.[1]?.replaceAll('_', '')) / 1000;
    expect(grace).toBe(60);
    expect([podsOf('settlement').terminationGracePeriodSeconds, compose.services['settlement']?.stop_grace_period]).toEqual([grace, `${grace}s`]);
    expect(read('infra/settlement.tf')).toContain(`stopTimeout = ${grace}`);
  });

  it('the image starts what compose starts', () => {
    expect(read('Dockerfile')).toContain('CMD ["node", "."]');
    for (const service of ['api', 'settlement', 'reconciliation'])
      expect(compose.services[service]).toMatchObject({ command: ['node', '.'], working_dir: `/checkout/examples/payments/services/${service}` });
  });
});

const isHere = canRun();

describe.skipIf(!isHere)('the services with the environment of compose.yaml', () => {
  let surroundings: Surroundings;
  let folder: string;
  let standIns: Service;
  const running: Service[] = [];
  const mainOf = (service: string): URL => {
    const { main } = JSON.parse(read(`services/${service}/package.json`)) as { readonly main: string };
    return new URL(`services/${service}/${main}`, root);
  };
  /** Names of containers become addresses of this machine. There is no Redis. */
  const environmentOf = (service: string): Readonly<Record<string, string>> => {
    const { REDIS_URL: _, ...given } = compose.services[service]?.environment ?? {};
    const here = (value: string): string => value.replace(/^http:\/\/(?:stand-ins:8090|localhost:\$\{OBJECTS_PORT:-8090\})/, standIns.url ?? '').replace('/home/node', folder);
    return {
      ...Object.fromEntries(Object.entries(given).map(([name, value]) => [name, here(value)])),
      DB_HOST: surroundings.postgres.host,
      DB_PORT: String(surroundings.postgres.port),
      PORT: '0',
      QUEUE_WAIT_MS: '500',
    };
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'payments-compose-'));
    surroundings = await startSurroundings({ schema: new URL('services/api/schema.sql', root), connectionsMax: 200 });
    const { PORT: _, ...given } = compose.services['stand-ins']?.environment ?? {};
    standIns = await startService('stand-ins', new URL('tests/stand-ins/main.ts', root), { ...given, OBJECTS_DIRECTORY: folder, PORT: '0' }, () => {});
    running.push(standIns);
    running.push(await startService('api', mainOf('api'), environmentOf('api'), () => {}));
    running.push(await startService('settlement', mainOf('settlement'), environmentOf('settlement'), () => {}));
    running.push(await startService('ledger', new URL('services/ledger/src/reader.ts', root), environmentOf('ledger'), () => {}));
  }, 60_000);
  afterAll(async () => {
    for (const service of running.toReversed()) await service.stop();
    await surroundings.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('take a payment, settle it, and enter it in the ledger', async () => {
    const url = running[1]?.url ?? '';
    const { status, body } = await post<Payment>(`${url}/payments`, { reference: 'composed', amount: 1250 });
    expect([status, body.status]).toEqual([201, 'accepted']);
    const settled = await until(async () => (await get<Payment>(`${url}/payments/${body.id}`)).body.status === 'settled', 20_000);
    expect(settled).toBe(true);
    expect((await get(`${standIns.url}/bank`)).body).toEqual({ moved: 1 });
    const entered = await until(async () => (await surroundings.sql('SELECT 1 FROM ledger_entries WHERE payment_id = $1', [body.id])).length === 1, 20_000);
    expect(entered).toBe(true);
  });

  it('have a person look at what the fraud service finds odd', async () => {
    expect((await post<Payment>(`${running[1]?.url}/payments`, { reference: 'odd', amount: 600_000 })).body.status).toBe('review');
  });

  it('sign for the stand-in of the bucket, which takes nothing else', async () => {
    const url = running[1]?.url ?? '';
    const { body: payment } = await post<Payment>(`${url}/payments`, { reference: 'with a receipt', amount: 1250 });
    const { body: receipt } = await post<{ url: string }>(`${url}/payments/${payment.id}/receipts`, {});
    const put = async (to: string): Promise<number> => (await fetch(to, { method: 'PUT', body: 'bytes' })).status;
    expect([await put(receipt.url), await put(receipt.url.replace(payment.id, 'another')), await put(receipt.url.replace(/signature=.*/, ''))]).toEqual([200, 403, 403]);
    const stored = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.startsWith(`receipts/${payment.id}/`));
    expect(stored).toHaveLength(1);
    expect(await readFile(join(folder, stored[0] ?? ''), 'utf8')).toBe('bytes');
  });

  it('write the statement of yesterday', async () => {
    expect(await runService('reconciliation', mainOf('reconciliation'), environmentOf('reconciliation'))).toMatch(/^\d{4}-\d\d-\d\d: 0 movements$/m);
    expect(readdirSync(join(folder, 'objects/statements'))).toHaveLength(1);
  });

  it('export the request rate that the autoscaler of the manifests asks for', async () => {
    const [, metric = 'none'] = /^ +name: (plimsoll_\w+)$/m.exec(read('deploy/kubernetes/base/api-scaling.yaml')) ?? [];
    expect((await get(`${running[1]?.url}/metrics`)).body).toMatch(new RegExp(`^${metric}\\{plimsoll_workload="api",plimsoll_role="server"\\} `, 'm'));
  });
});
