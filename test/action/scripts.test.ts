import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('../../action/', import.meta.url));

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly outputs: string;
  readonly summary: string;
  readonly arguments: readonly string[]; // that the stand-in for npx was given
}

/** Runs a script of the action with a stand-in for npx that writes reports and ends with `exitCode`. */
function run(
  script: string,
  environment: Readonly<Record<string, string>>,
  standIn: { readonly exitCode?: number; readonly gateJson?: string; readonly writes?: boolean; readonly cwd?: string } = {},
): Ran {
  const directory = mkdtempSync(join(tmpdir(), 'plimsoll-action-'));
  const place = (name: string): string => join(directory, name);
  mkdirSync(place('reports'));
  if (standIn.gateJson !== undefined) writeFileSync(place('reports/gate.json'), standIn.gateJson);
  writeFileSync(
    place('npx'),
    `#!/usr/bin/env bash\nprintf '%s\\n' "$@" >"${place('arguments')}"\n${standIn.writes === false ? '' : 'for each in "$@"; do case "$each" in markdown=*) echo "# Report" >"${each#markdown=}" ;; esac; done\n'}exit ${standIn.exitCode ?? 0}\n`,
  );
  chmodSync(place('npx'), 0o755);
  const env = {
    PATH: `${directory}:${process.env['PATH'] ?? ''}`,
    PLIMSOLL_VERSION: '0.1.0',
    PLIMSOLL_REPORTS: place('reports'),
    GITHUB_OUTPUT: place('output'),
    GITHUB_STEP_SUMMARY: place('summary'),
    ...environment,
  };
  const { status, stdout, stderr } = spawnSync('bash', [join(folder, script)], { env, cwd: standIn.cwd ?? directory, encoding: 'utf8', timeout: 10_000 });
  const read = (name: string): string => (existsSync(place(name)) ? readFileSync(place(name), 'utf8') : '');
  return { code: status, out: stdout + stderr, outputs: read('output'), summary: read('summary'), arguments: read('arguments').split('\n').filter(Boolean) };
}

const noInputs = { SLO: '', SCENARIO: '', START: '', BUILD: '', READY: '/', HEAD: '', BASE: '', RATE: '100/s', RESULTS: '', MODE: 'quick', COMMENT: 'true', HISTORY_REMOTE: '', RECORD: 'false' };
const gateArguments = (ran: Ran): readonly string[] => ran.arguments.slice(2, ran.arguments.indexOf('--format'));

test('check goes on after findings, and keeps the code and the summary', () => {
  const ran = run('check.sh', {}, { exitCode: 1 });
  expect([ran.code, ran.outputs, ran.summary]).toEqual([0, 'exit-code=1\n', '# Report\n']);
  expect(ran.arguments.slice(0, 5)).toEqual(['--yes', 'plimsoll@0.1.0', 'check', '--format', 'github']);
});

test('the gate passes on what was given, each as one argument', () => {
  const hostile = '$(touch owned); `touch owned` "x" \'y\'';
  const ran = run('gate.sh', { ...noInputs, SCENARIO: hostile, HEAD: 'npm start -- --port 0' });
  expect(ran.code).toBe(0);
  expect(gateArguments(ran)).toEqual(['gate', '--mode', 'quick', '--comment', '--scenario', hostile, '--head', 'npm start -- --port 0', '--ready', '/', '--rate', '100/s']);
});

test('results are judged, and nothing is started beside them', () => {
  const ran = run('gate.sh', { ...noInputs, SLO: 'docs/slos', START: 'npm start', RESULTS: 'a b.json\n\nc.json\n', HISTORY_REMOTE: 'origin', RECORD: 'true' });
  expect(gateArguments(ran)).toEqual(['gate', '--mode', 'quick', '--slo', 'docs/slos', '--history-remote', 'origin', '--record', '--comment', '--results', 'a b.json', '--results', 'c.json']);
});

test('on a push, what is started is the work tree, and nothing is compared', () => {
  const ran = run('gate.sh', { ...noInputs, START: 'npm start', BUILD: 'npm ci' });
  expect(gateArguments(ran)).toEqual(['gate', '--mode', 'quick', '--comment', '--start', 'npm start', '--build', 'npm ci', '--head', '.', '--ready', '/', '--rate', '100/s']);
});

test('in a pull request, the work tree is compared with the commit that it has in common with its base', () => {
  const git = (...args: readonly string[]): string =>
    spawnSync('git', ['-c', 'user.name=crew', '-c', 'user.email=crew@harbour.example', '-c', 'init.defaultBranch=main', ...args], { cwd: repository, encoding: 'utf8' }).stdout.trim();
  const repository = mkdtempSync(join(tmpdir(), 'plimsoll-action-repository-'));
  git('init', '-q');
  git('commit', '-q', '--allow-empty', '-m', 'common');
  const common = git('rev-parse', 'HEAD');
  git('commit', '-q', '--allow-empty', '-m', 'only on main');
  git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  git('checkout', '-q', '-b', 'change', common);
  git('commit', '-q', '--allow-empty', '-m', 'change');

  const ran = run('gate.sh', { ...noInputs, START: 'npm start', GITHUB_BASE_REF: 'main' }, { cwd: repository });
  expect(gateArguments(ran)).toEqual(['gate', '--mode', 'quick', '--comment', '--start', 'npm start', '--head', '.', '--base', common, '--ready', '/', '--rate', '100/s']);
  const named = run('gate.sh', { ...noInputs, START: 'npm start', BASE: 'v1', GITHUB_BASE_REF: 'main' }, { cwd: repository });
  expect(gateArguments(named)).toContain('v1');

  const shallow = run('gate.sh', { ...noInputs, START: 'npm start', GITHUB_BASE_REF: 'release' }, { cwd: repository });
  expect(shallow).toMatchObject({ code: 0, outputs: 'exit-code=2\n', arguments: [] });
  expect(shallow.out).toContain('fetch-depth: 0');
});

test('inputs that are empty are left out', () => {
  const ran = run('gate.sh', { ...noInputs, COMMENT: 'false' });
  expect(gateArguments(ran)).toEqual(['gate', '--mode', 'quick', '--ready', '/', '--rate', '100/s']);
});

test.each([
  [0, '{"verdict": "pass"}', 'exit-code=0\nverdict=pass\n'],
  [1, '{"verdict": "fail"}', 'exit-code=1\nverdict=fail\n'],
  [70, 'torn', 'exit-code=70\nverdict=\n'],
  [1, String.raw`{"verdict": "pass\nexit-code=0"}`, 'exit-code=1\nverdict=\n'],
])('a gate that ends with %i and reports %s goes on', (exitCode, gateJson, outputs) => {
  const ran = run('gate.sh', noInputs, { exitCode, gateJson });
  expect([ran.code, ran.outputs]).toEqual([0, outputs]);
});

test('a gate that wrote no report still leaves its code', () => {
  expect(run('gate.sh', noInputs, { exitCode: 2, writes: false })).toMatchObject({ code: 0, outputs: 'exit-code=2\nverdict=\n', summary: '' });
});

const may = '{"selfTest": {"mayEnforce": true}}';
const mayNot = '{"selfTest": {"mayEnforce": false}}';

test.each([
  // command, check, gate, enforce, inconclusive fails, report, exit code
  ['both', '0', '0', 'true', 'false', may, 0],
  ['both', '1', '0', 'auto', 'false', may, 1],
  ['both', '', '0', 'auto', 'false', may, 70],
  ['check', '0', '', 'auto', 'false', '', 0],
  ['check', '2', '', 'false', 'false', '', 2],
  ['gate', '', '1', 'true', 'false', mayNot, 1],
  ['gate', '', '1', 'false', 'false', may, 0],
  ['gate', '', '1', 'auto', 'false', may, 1],
  ['gate', '', '1', 'auto', 'false', mayNot, 0],
  ['gate', '', '1', 'auto', 'false', '{"selfTest": null}', 0],
  ['gate', '', '1', 'auto', 'false', 'torn', 0],
  ['gate', '', '3', 'true', 'false', may, 0],
  ['gate', '', '3', 'true', 'true', may, 3],
  ['gate', '', '3', 'auto', 'true', mayNot, 0],
  ['gate', '', '2', 'false', 'false', may, 2],
  ['gate', '', '70', 'auto', 'false', mayNot, 70],
  ['gate', '', '', 'auto', 'false', mayNot, 70],
  ['all', '0', '0', 'auto', 'false', may, 2],
  ['gate', '', '1', 'yes', 'false', may, 2],
])('%s, check %j, gate %j, enforce %s, inconclusive fails %s, %s: %i', (COMMAND, CHECK_EXIT_CODE, GATE_EXIT_CODE, ENFORCE, FAIL_ON_INCONCLUSIVE, gateJson, code) => {
  const ran = run('decide.sh', { COMMAND, CHECK_EXIT_CODE, GATE_EXIT_CODE, ENFORCE, FAIL_ON_INCONCLUSIVE }, gateJson === '' ? {} : { gateJson });
  expect(ran.code, ran.out).toBe(code);
  if (code !== 0) expect(ran.out).toContain('::error::');
});
