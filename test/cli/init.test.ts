import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CheckReport } from '@plimsoll/contract';
import { contractJsonSchema, readContract } from '@plimsoll/contract/file';
import { Ajv } from 'ajv';
import { afterEach, describe, expect, it } from 'vitest';
import { readYaml } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import { found, plimsoll, repository } from './session.ts';

const removals: (() => void)[] = [];
afterEach(() => {
  for (const remove of removals.splice(0)) remove();
});

function home(files: Readonly<Record<string, string>>): string {
  const { folder, remove } = repository(files);
  removals.push(remove);
  return folder;
}

function example(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-init-'));
  removals.push(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(fileURLToPath(new URL(`../../examples/${name}`, import.meta.url)), join(folder, name), { recursive: true });
  return join(folder, name);
}

const contractOf = (folder: string): string => readFileSync(join(folder, 'plimsoll.yml'), 'utf8');

const app = (replicas: number): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: harbour }\nspec: { replicas: ${replicas}, selector: { matchLabels: { app: harbour } }, template: { metadata: { labels: { app: harbour } }, spec: { containers: [{ name: harbour, image: harbour }] } } }\n`;

describe('init', () => {
  it('counts one value as one', async () => expect((await plimsoll(['init'], home({ 'notes.txt': '' }))).out).toMatch(/^plimsoll\.yml: 1 value stated, /));

  it.each(['payments', 'monolith'])('writes a contract for %s that is valid and contradicts nothing', async (name) => {
    const folder = example(name);
    const before = (await plimsoll(['check', '--no-cache', '--format', 'json', '--principle', 'DP4'], folder)).out;
    const { code, out, err } = await plimsoll(['init', '--force'], folder);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^plimsoll\.yml: \d+ values stated, each with the line it comes from; \d+ commented out, with what would decide\.\n$/);
    const read = readContract('plimsoll.yml', contractOf(folder));
    expect(read.problems).toEqual([]);
    expect(read.contract?.workloads.length).toBeGreaterThan(1);
    const [document] = readYaml('plimsoll.yml', contractOf(folder)).documents;
    const validate = new Ajv({ strict: false }).compile(contractJsonSchema() as Record<string, unknown>);
    validate(document && plain(document.root));
    expect(validate.errors).toBeNull();
    const checked = JSON.parse((await plimsoll(['check', '--no-cache', '--format', 'json'], folder)).out) as CheckReport;
    expect(checked.findings.filter((finding) => finding.principle === null)).toEqual([]);
    const rules = (text: string): readonly string[] => (JSON.parse(text) as CheckReport).findings.map((finding) => `${finding.rule} ${finding.subject}`);
    expect(rules((await plimsoll(['check', '--no-cache', '--format', 'json', '--principle', 'DP4'], folder)).out), 'and changes no judgement').toEqual(rules(before));
  });

  it('says of every value where it comes from', async () => {
    const { out } = await plimsoll(['init', '--dry-run'], example('payments'));
    expect(out).toMatch(/^ {6}max: 20 +# max_capacity = var\.api\.max, infra\/api\.tf:\d+$/m);
    expect(out).toMatch(/^ {8}timeout: 300ms +# fraudTimeoutMs = 300, services\/api\/src\/fraud\.ts:\d+$/m);
    expect(out).toMatch(/^ {6}sessions: redis +# @fastify\/session, services\/api\/src\/server\.ts:\d+$/m);
    expect(out).toMatch(/^ {4}# deadline: 800ms +# how long one request or job may take/m);
    for (const line of out.split('\n')) if (/^ *[\w-]+: \S/.test(line)) expect(line).toMatch(/ {2}# \S/);
  });

  it('leaves what the code does not decide', async () => {
    const { out } = await plimsoll(['init', '--dry-run'], example('monolith'));
    expect(out).toMatch(/^ {4}# profile: background-job +# it is background-job and sync-api in one/m);
    expect(out).toMatch(/^ {8}# pool: 10 +# it opens 2 pools of different size$/m);
    expect(out).toMatch(/^ {4}# max_connections: 200 +# not known: db\.t3\.micro has 1 GiB/m);
    expect(out).toMatch(/^ {8}# timeout: 300ms +# its calls wait without limit/m);
  });

  it('states only what all environments agree on', async () => {
    const folder = home({ ...found.kept, 'deploy/dev/app.yaml': app(1), 'deploy/prod/app.yaml': app(3) });
    expect((await plimsoll(['init', '--dry-run'], folder)).out).toMatch(/^ {6}# max: 3 +# 3 in prod, 1 in dev: the environments differ, and a contract states one value for all$/m);
    await plimsoll(['init'], folder);
    expect((await plimsoll(['check', '--no-cache', '--rule', 'contract/contract-contradicts-infrastructure'], folder)).code).toBe(0);
  });

  it('of nothing is a contract that states a name', async () => {
    const folder = home(found.nothing);
    await plimsoll(['init'], folder);
    expect(readContract('plimsoll.yml', contractOf(folder))).toMatchObject({ problems: [], contract: { workloads: [], dependencies: [] } });
    expect(contractOf(folder)).toContain('# workloads: {}');
  });

  it('overwrites nothing unless it is told to', async () => {
    for (const name of ['plimsoll.yml', 'plimsoll.yaml']) {
      const folder = home({ ...found.kept, [name]: 'system: harbour\n' });
      expect(await plimsoll(['init'], folder)).toEqual({ code: 2, out: '', err: `plimsoll: ${name} is there already; --force overwrites it, --dry-run prints what would be written\n` });
      expect((await plimsoll(['init', '--dry-run'], folder)).code).toBe(0);
      expect(readFileSync(join(folder, name), 'utf8')).toBe('system: harbour\n');
      expect((await plimsoll(['init', '--force'], folder)).code).toBe(0);
      expect(readFileSync(join(folder, name), 'utf8')).toContain('profile: sync-api');
    }
  });

  it('writes through no link', async () => {
    const outside = home({ 'kept.txt': 'as it was\n' });
    const folder = home(found.kept);
    symlinkSync(join(outside, 'kept.txt'), join(folder, 'plimsoll.yml'));
    expect(await plimsoll(['init', '--force'], folder)).toMatchObject({ code: 2, err: 'plimsoll: plimsoll.yml is not a file; take it away first\n' });
    expect(readFileSync(join(outside, 'kept.txt'), 'utf8')).toBe('as it was\n');
  });

  it('takes nothing from an earlier contract', async () => {
    const folder = home({ ...found.kept, 'plimsoll.yml': 'dependencies: { moon: { kind: postgres, max_connections: 7 } }\n' });
    expect((await plimsoll(['init', '--dry-run'], folder)).out).not.toContain('moon');
  });

  it('holds any name of a repository', async () => {
    const evil = 'a"b: #c\n- d\u001b[31m';
    const folder = home({
      'package.json': JSON.stringify({ name: evil, scripts: { start: 'node src/server.js' } }),
      [`x: y #/src/server.js`]: found.kept['src/server.js'] ?? '',
      'no/src/server.js': found.kept['src/server.js'] ?? '',
    });
    writeFileSync(join(folder, 'compose.yaml'), `services:\n  ${JSON.stringify(evil)}:\n    image: harbour\n    ports: ["80:80"]\n  "true":\n    image: harbour\n`);
    const { code, out } = await plimsoll(['init', '--dry-run'], folder);
    expect(code).toBe(0);
    expect(out).not.toContain('\u001b');
    expect(readContract('plimsoll.yml', out).problems).toEqual([]);
  });
});

function plain(node: YamlNode): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'sequence') return node.items.map(plain);
  return Object.fromEntries(node.entries.map((entry) => [entry.key, plain(entry.value)]));
}
