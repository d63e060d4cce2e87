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
function run(script: string, environment: Readonly<Record<string, string>>, standIn: { readonly exitCode?: number; readonly gateJson?: string; readonly writes?: boolean } = {}): Ran {
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
  const { status, stdout, stderr } = spawnSync('bash', [join(folder, script)], { env, cwd: directory, encoding: 'utf8', timeout: 10_000 });
  const read = (name: string): string => (existsSync(place(name)) ? readFileSync(place(name), 'utf8') : '');
  return { code: status, out: stdout + stderr, outputs: read('output'), summary: read('summary'), arguments: read('arguments').split('\n').filter(Boolean) };
}

const noInputs = { SLO: '', SCENARIO: '', HEAD: '', BASE: '', RESULTS: '', MODE: 'quick', COMMENT: 'true', HISTORY_REMOTE: '' };

test('check goes on after findings, and keeps the code and the summary', () => {
  const ran = run('check.sh', {}, { exitCode: 1 });
  expect([ran.code, ran.outputs, ran.summary]).toEqual([0, 'exit-code=1\n', '# Report\n']);
  expect(ran.arguments.slice(0, 5)).toEqual(['--yes', 'plimsoll@0.1.0', 'check', '--format', 'github']);
});

test('the gate passes on what was given, each as one argument', () => {
  const hostile = '$(touch owned); `touch owned` "x" \'y\'';
  const ran = run('gate.sh', { ...noInputs, SCENARIO: hostile, HEAD: 'npm start -- --port 0', RESULTS: 'a b.json\n\nc.json\n' });
  expect(ran.code).toBe(0);
  const upToFormat = ran.arguments.slice(2, ran.arguments.indexOf('--format'));
  expect(upToFormat).toEqual(['gate', '--mode', 'quick', '--scenario', hostile, '--head', 'npm start -- --port 0', '--comment', '--results', 'a b.json', '--results', 'c.json']);
});

test('inputs that are empty are left out', () => {
  const ran = run('gate.sh', { ...noInputs, COMMENT: 'false' });
  expect(ran.arguments.slice(2, 6)).toEqual(['gate', '--mode', 'quick', '--format']);
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
