import { execFileSync } from 'node:child_process';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { found, plimsoll, repository } from './session.ts';

interface Check {
  readonly name: string;
  readonly state: string;
  readonly says: string;
  readonly details: readonly string[];
  readonly help: string | null;
}

const removals: (() => void)[] = [];
afterEach(() => {
  for (const remove of removals.splice(0)) remove();
});

function home(files: Readonly<Record<string, string>>): string {
  const { folder, remove } = repository(files);
  removals.push(remove);
  return folder;
}

const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(
  JSON.parse(readFileSync(new URL('../../packages/cli/schema/doctor.schema.json', import.meta.url), 'utf8')) as Record<string, unknown>,
);

async function doctor(folder: string, code: number = 0): Promise<readonly Check[]> {
  const session = await plimsoll(['doctor', '--format', 'json'], folder);
  expect({ code: session.code, err: session.err }).toEqual({ code, err: '' });
  const report = JSON.parse(session.out) as { checks: readonly Check[] };
  validate(report);
  expect(validate.errors).toBeNull();
  return report.checks;
}

const named = (checks: readonly Check[], name: string): Check | undefined => checks.find((check) => check.name === name);

describe('doctor', () => {
  it('says what is seen, a line each', async () => {
    const { code, out } = await plimsoll(['doctor'], home(found.kept));
    expect(code).toBe(0);
    expect(out).toMatch(/^This machine\n✓ Node +\d+\.\d+\.\d+\n/);
    for (const line of [
      /^✓ parsers +JavaScript and TypeScript, Python, Java, Go load$/m,
      /^✓ files +2 with 1 KB$/m,
      /^✓ formats +(?:javascript 1, package-json 1|package-json 1, javascript 1)$/m,
      /^✓ environments +default$/m,
      /^✓ workloads +harbour$/m,
    ])
      expect(out).toMatch(line);
    expect(out.endsWith('\nAll is well.\n')).toBe(true);
  });

  it.each([60, 80, 200])('fits into %i columns', async (columns) => {
    const { out } = await plimsoll(['doctor'], home({ ...found.kept, 'k8s/app.yaml': 'apiVersion: v1\nkind: Service\n  x\n' }), { columns });
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(columns);
  });

  it('counts what is passed by, and names what is not read', async () => {
    const folder = home({ ...found.kept, '.gitignore': 'secret.txt\n', 'secret.txt': '', 'node_modules/a/index.js': '', Dockerfile: 'FROM node\u0000\n' });
    writeFileSync(join(folder, 'big.yaml'), 'a: 1\n'.repeat(500_000));
    symlinkSync('/tmp', join(folder, 'away'));
    execFileSync('git', ['init', '-q'], { cwd: folder });
    const checks = await doctor(folder);
    expect(named(checks, 'files')?.says).toMatch(/; passed by: 1 ignored by \.gitignore, 2 folders of tools \(node_modules, \.git, …\), 1 link to folders, to nothing or out of here$/);
    expect(named(checks, 'not read')).toMatchObject({ state: 'warn', says: '2 places' });
    expect(named(checks, 'not read')?.details.join('\n')).toMatch(/Dockerfile: holds NUL bytes.*\n?.*big\.yaml: has 2\.4 MB|big\.yaml: has 2\.4 MB.*\n?.*Dockerfile: holds NUL bytes/s);
  });

  it('names what could not be understood, what was said of several places once', async () => {
    const unread = named(await doctor(home({ Procfile: 'web\n', 'b/Procfile': 'web\n' })), 'unread');
    expect(unread).toMatchObject({ state: 'warn', says: '2 places', help: 'plimsoll check --all names every place' });
    expect(unread?.details).toHaveLength(1);
  });

  it('tells a contract that is valid from one that is not', async () => {
    expect(named(await doctor(home(found.kept)), 'contract')).toMatchObject({ state: 'ok', says: 'none; plimsoll init drafts one from what the repository says' });
    expect(named(await doctor(home({ ...found.kept, 'plimsoll.yml': 'system: harbour\n' })), 'contract')).toMatchObject({ state: 'ok', says: 'plimsoll.yml is valid; workloads: 0, dependencies: 0' });
    expect(named(await doctor(home({ ...found.kept, 'plimsoll.yml': 'sistem: harbour\n' }), 1), 'contract')).toMatchObject({
      state: 'fail',
      details: [expect.stringContaining('plimsoll.yml:1:1 unknown key `sistem`')],
    });
  });

  it('names entries of the ignore file that do not apply', async () => {
    const entry = '- { rule: dp4/pool-size-not-set, path: src, reason: for now, until: 2026-11-22 }\n';
    expect(named(await doctor(home({ ...found.error, '.plimsoll/ignore.yml': entry })), 'ignores')).toMatchObject({
      state: 'warn',
      details: ['.plimsoll/ignore.yml:1 dp4/pool-size-not-set expired on 2026-11-22'],
    });
    expect(named(await doctor(home({ ...found.error, '.plimsoll/ignore.yml': entry.replace('2026', '2027') })), 'ignores')).toMatchObject({ state: 'ok', says: '.plimsoll/ignore.yml has 1 entry' });
  });

  it('says whether a cache is used', async () => {
    const folder = home(found.kept);
    expect(named(await doctor(folder), 'cache')?.says).toMatch(/^empty/);
    await plimsoll(['check'], folder);
    expect(named(await doctor(folder), 'cache')?.says).toMatch(/holds \d+ KB$/);
  });

  it('does without git, and tells what a shallow clone lacks', async () => {
    const folder = home(found.kept);
    const run = (cwd: string, ...args: readonly string[]): void => void execFileSync('git', ['-c', 'user.email=crew@harbour.example', '-c', 'user.name=crew', ...args], { cwd, stdio: 'ignore' });
    run(folder, 'init', '-q');
    run(folder, 'add', '-A');
    run(folder, 'commit', '-q', '-m', 'first');
    run(folder, 'commit', '-q', '--allow-empty', '-m', 'second');
    const clone = home({});
    run(clone, 'clone', '-q', '--depth', '1', `file://${folder}`, 'harbour');
    expect(named(await doctor(join(clone, 'harbour')), 'git')).toMatchObject({ state: 'warn', says: expect.stringContaining('this clone is shallow') as string });
    const path = process.env['PATH'];
    process.env['PATH'] = folder;
    try {
      expect(named(await doctor(folder), 'git')).toMatchObject({ state: 'warn', says: 'is not installed' });
    } finally {
      process.env['PATH'] = path;
    }
  });

  it('of an empty folder says so', async () => {
    const checks = await doctor(home({}));
    expect(named(checks, 'files')).toMatchObject({ state: 'warn', says: 'none was found here' });
    expect(named(checks, 'formats')?.state).toBe('warn');
  });

  it('knows two formats', async () =>
    expect(await plimsoll(['doctor', '--format', 'pdf'], home({}))).toMatchObject({ code: 2, err: 'plimsoll: there is no doctor format pdf; formats are text, json\n' }));

  it('says of which workloads the code or the deployment is not here', async () => {
    const deployed = (name: string): string =>
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name} }\nspec:\n  template:\n    spec: { containers: [{ name: ${name}, image: quay/${name} }] }\n`;
    const says = async (files: Readonly<Record<string, string>>): Promise<unknown> => {
      const checks = await doctor(home(files));
      return ['code', 'deployment'].map((name) => named(checks, name)?.says);
    };
    expect(await says(found.kept)).toEqual(['every workload has its code here', 'not here for harbour, whose instances are unknown unless plimsoll.yml states scale:']);
    expect(await says({ 'k8s/crane.yaml': deployed('crane') })).toEqual(['no workload has its code here, so that only infrastructure is judged', 'every workload is deployed by what stands here']);
    expect(await says({ ...found.kept, 'k8s/harbour.yaml': deployed('harbour'), 'k8s/crane.yaml': deployed('crane') })).toEqual([
      'not here for crane, of which only the infrastructure is judged',
      'every workload is deployed by what stands here',
    ]);
    expect(await says({ 'notes.txt': 'nothing\n' })).toEqual([undefined, undefined]);
  });

  it('tells a work tree that git does not trust from none', async () => {
    const folder = home(found.kept);
    execFileSync('git', ['init', '-q'], { cwd: folder });
    vi.stubEnv('GIT_TEST_ASSUME_DIFFERENT_OWNER', 'true'); // git's own, for its tests: as if somebody else had it
    try {
      expect(named(await doctor(folder), 'git')).toMatchObject({
        state: 'warn',
        says: expect.stringContaining('does not trust this work tree') as string,
        help: expect.stringMatching(/git config --global --add safe\.directory \S+$/) as string,
      });
      expect((await plimsoll(['check', '--since', 'HEAD'], folder)).err).toMatch(
        /^plimsoll: --since HEAD needs a work tree of git, and git does not trust this one, .*: git config --global --add safe\.directory \S+\n$/,
      );
    } finally {
      vi.unstubAllEnvs();
    }
    expect(named(await doctor(folder), 'git')).toMatchObject({ state: 'ok' });
  });
});
