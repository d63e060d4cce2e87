import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { randomFrom } from '@plimsoll/gate/statistics';
import type { GateReport } from '@plimsoll/gate';
import { plimsoll, repository } from './session.ts';

/** Samples as k6 writes them: log-normal latencies around 20 ms, P95 near 45 ms, for 60 seconds at 100 a second. */
function k6Samples(seed: number, factor: number = 1, failing: number = 0): string {
  const random = randomFrom(seed);
  const lines: string[] = [];
  for (let index = 0; index < 6000; index++) {
    const latency = 20 * factor * Math.exp(0.5 * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()));
    const fails = random() < failing;
    const tags = { name: 'one crate', status: fails ? '503' : '200', expected_response: String(!fails) };
    lines.push(JSON.stringify({ metric: 'http_req_duration', type: 'Point', data: { time: new Date(Date.UTC(2026, 10, 23) + index * 10 + latency).toISOString(), value: latency, tags } }));
  }
  return `${lines.join('\n')}\n`;
}

const { folder, remove } = repository({
  'head.ndjson': k6Samples(1),
  'slow.ndjson': k6Samples(2, 1.4),
  'failing.ndjson': k6Samples(3, 1, 0.02),
  ...Object.fromEntries([4, 5, 6, 7, 8].map((seed) => [`base-${seed}.ndjson`, k6Samples(seed)])),
  'summary.json': JSON.stringify({
    root_group: {},
    metrics: { http_req_duration: { avg: 22, min: 3, med: 20, max: 120, 'p(90)': 38, 'p(95)': 45 }, http_reqs: { count: 6000, rate: 100 }, http_req_failed: { passes: 0, fails: 6000, value: 0 } },
  }),
  'harbour.slo.yml':
    'service: harbour\nslos:\n  - { name: availability, sli: success_rate, target: 99, window: 30d }\n  - { name: latency_p95, sli: request_latency_p95, target: 60, unit: ms, window: 30d }\n',
  'crates.yml': 'name: crates\nrequests: [{ path: /crates/7 }]\n',
});
execFileSync('git', ['-c', 'init.defaultBranch=main', 'init', '-q'], { cwd: folder });
execFileSync('git', ['add', 'crates.yml'], { cwd: folder });
execFileSync('git', ['-c', 'user.name=harbour', '-c', 'user.email=harbour@example.org', 'commit', '-qm', 'crates'], { cwd: folder });
afterAll(remove);

const base = [4, 5, 6, 7, 8].flatMap((seed) => ['--base-results', `base-${seed}.ndjson`]);
const gate = async (...args: readonly string[]) => plimsoll(['gate', '--history', 'none', ...args], folder);

describe('plimsoll gate over files', () => {
  it('passes where the limits hold with room', async () => {
    const { code, out } = await gate('--results', 'head.ndjson', '--slo', 'harbour.slo.yml');
    expect(out).toMatch(/^✓ pass: head\.ndjson holds \(against its limits\)$/m);
    expect(out).toMatch(/^ {2}latency_p95 +all requests +4\d(?:\.\d)? ms +.* ≤ 60 ms +within$/m);
    expect(code).toBe(0);
  });

  it('fails over a limit, with numbers and the file', async () => {
    const { code, out } = await gate('--results', 'slow.ndjson', '--slo', 'harbour.slo.yml');
    expect(out).toMatch(/^✗ fail: /m);
    expect(out).toMatch(/latency_p95: P95 is 6\d(?:\.\d)? ms \(.*\), beyond the limit of 60 ms/);
    expect(code).toBe(1);
  });

  it('fails on errors alone', async () => {
    const { code, out } = await gate('--results', 'failing.ndjson', '--slo', 'harbour.slo.yml');
    expect(out).toMatch(/availability: errors are (?:1\.\d|2(?:\.\d)?) % \(.*\), beyond the limit of 1 %/);
    expect(code).toBe(1);
  });

  it('is not sure near a limit, and says so', async () => {
    const { out } = await gate('--results', 'head.ndjson', '--p95', '45ms');
    expect(out).toMatch(/ (?:within|over), not sure$/m);
  });

  it('makes up no percentile that a file does not hold', async () => {
    const { code, out } = await gate('--results', 'summary.json', '--p99', '200ms');
    expect(out).toMatch(/p99 was not measured: the file has no P99; it has .*P95/);
    expect(code).toBe(3);
  });

  it('compares with earlier runs and finds a slowdown', async () => {
    const { code, out } = await gate('--results', 'slow.ndjson', ...base);
    expect(out).toMatch(/^ {2}P95 +all requests .* slower$/m);
    expect(out).toContain('would catch');
    expect(code).toBe(1);
  });

  it('compares with earlier runs and leaves an unchanged one alone', async () => {
    const { code, out } = await gate('--results', 'head.ndjson', ...base, '--p95', '60ms');
    expect(out).not.toMatch(/(?<!not) slower$/m);
    expect(code).toBeOneOf([0, 3]);
  });

  it('offers the naive rule, labelled with what it is worth', async () => {
    const { code, out } = await gate('--rule', 'ratio', '--max', '1.10', '--results', 'slow.ndjson', '--base-results', 'base-4.ndjson');
    expect(out).toContain('naive ratio rule');
    expect(out).toContain('about one comparison of ten');
    expect(code).toBe(1);
  });

  it('writes every format of one verdict', async () => {
    const formats = ['json', 'junit', 'markdown', 'html', 'github'].flatMap((name) => ['--format', `${name}=out.${name}`]);
    await gate('--results', 'slow.ndjson', '--slo', 'harbour.slo.yml', ...formats);
    const read = (name: string): string => readFileSync(join(folder, `out.${name}`), 'utf8');
    const report = JSON.parse(read('json')) as GateReport;
    expect(report).toMatchObject({ schemaVersion: 1, verdict: 'fail', comparison: 'none', rule: 'gate-1' });
    expect(report.absolute[1]?.criterion.source).toMatchObject({ file: 'harbour.slo.yml', line: 4 });
    expect(read('junit')).toMatch(/<testcase classname="gate\.limits" name="latency_p95 \*" time="0">\s*<failure/);
    expect(read('markdown')).toMatch(/^### ✗ fail/);
    expect(read('html')).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
    expect(read('html')).not.toMatch(/<script|https?:\/\/(?!www\.w3)/);
    expect(read('github')).toMatch(/^::error file=harbour\.slo\.yml,line=4,title=plimsoll gate::latency_p95/m);
  });

  it.each([
    [['--results', 'head.ndjson', '--head', 'x'], '--results judges what was measured before'],
    [['--results', 'nowhere.json'], 'nowhere.json cannot be read'],
    [['--results', 'crates.yml'], 'crates.yml'],
    [['--results', 'head.ndjson', '--mode', 'fast'], 'there is no mode fast; modes are quick (4 blocks) and nightly (up to 10)'],
    [['--rule', 'ratio', '--results', 'head.ndjson'], '--rule ratio compares with the run before; name it with --base-results FILE'],
    [[], 'name what is judged: --head COMMAND or URL, or --results FILE'],
    [['--head', 'node no-such-file.js', '--scenario', 'crates.yml'], 'ended with 1 before it was ready'],
  ])('refuses %j', async (args, says) => {
    const { code, err } = await gate(...args);
    expect(err).toContain(says);
    expect(code).toBe(2);
  });
});

describe('plimsoll history', () => {
  it('keeps runs in a branch of their own and shows them', async () => {
    for (const seed of [4, 5, 6]) await plimsoll(['gate', '--results', `base-${seed}.ndjson`, '--p95', '60ms', '--record'], folder, { now: () => new Date(`2026-11-2${seed - 3}T12:00:00Z`) });
    const { code, out } = await plimsoll(['history', 'show'], folder);
    expect(code).toBe(0);
    expect(out.match(/ pass$/gm)).toHaveLength(3);
    expect(out).toMatch(/^ {2}2026-11-21 12:00 /m);
    expect(execFileSync('git', ['status', '--porcelain', '--untracked-files=no'], { cwd: folder, encoding: 'utf8' })).toBe('');
    expect(execFileSync('git', ['branch', '--list', 'plimsoll-runs'], { cwd: folder, encoding: 'utf8' })).toContain('plimsoll-runs');
  });

  it('writes down who accepted what, and why', async () => {
    const { code, out } = await plimsoll(['history', 'accept', '--metric', 'p95', '--reason', 'crates are weighed now', '--until', '2027-03-01', '--who', 'harbour master'], folder);
    expect(code).toBe(0);
    expect(out).toMatch(/p95 may change from [0-9a-f]{10} on, until 2027-03-01$/m);
    const refused = await plimsoll(['history', 'accept', '--metric', 'p95'], folder);
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('accept needs --reason') as string });
  });
});

describe('plimsoll gate on this machine', () => {
  const example = `'${process.execPath}' '${fileURLToPath(new URL('../../examples/gate/server.js', import.meta.url))}'`;

  it('starts both arms, takes turns, and leaves nothing running', async () => {
    writeFileSync(join(folder, 'crates.yml'), 'name: crates\nrequests: [{ path: /crates/7 }]\n');
    const { code, out, err } = await gate(
      '--base',
      `exec ${example}`,
      '--head',
      `exec ${example} --slower 3`,
      '--ready',
      '/healthz',
      '--scenario',
      'crates.yml',
      '--rate',
      '200',
      '--slice',
      '100ms',
      '--warm-up',
      '200ms',
      '--format',
      'json',
    );
    const report = JSON.parse(out) as GateReport;
    expect(report.comparison).toBe('paired');
    expect(report.relative.find(({ metric, endpoint }) => metric === 'p95' && endpoint === '*')?.effect).toBeGreaterThan(0.5);
    // On a machine that was too busy to send on time, the verdict is that nothing was proved.
    if (report.verdict === 'invalid') expect(report.reasons.join()).toMatch(/late at P99|intended requests/);
    else expect(report.verdict).toBe('fail');
    expect(code).toBe(report.verdict === 'invalid' ? 3 : 1);
    expect(err).toContain('block 4 of 4');
    const left = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
    expect(left).not.toMatch(/examples\/gate\/server\.js' --slower 3|examples\/gate\/server\.js --slower 3/);
  });

  it('starts a commit and the work tree in the folder it was called from, with what stands beside it', async () => {
    const { folder: home, remove: away } = repository({
      'shared/answer.js': "export const answer = 'unchanged';\n",
      'quay/server.js':
        "import { createServer } from 'node:http';\nimport { answer } from '../shared/answer.js';\ncreateServer((_, response) => response.end(answer)).listen(process.env.PORT, '127.0.0.1');\n",
      'quay/package.json': '{ "type": "module" }',
      'shared/package.json': '{ "type": "module" }',
      'quay/load.yml': "requests: [{ path: '/crates/${iteration}' }]\n",
      'quay/plimsoll.yml': 'gate: { scenario: load.yml }\n',
    });
    try {
      const run = (...args: readonly string[]): void => void execFileSync('git', ['-c', 'user.name=harbour', '-c', 'user.email=harbour@example.org', ...args], { cwd: home });
      run('init', '-q');
      run('add', '.');
      run('commit', '-qm', 'quay');
      const quick = ['--rate', '100', '--slice', '100ms', '--warm-up', '100ms', '--history', 'none', '--quiet', '--format', 'json'];
      const { out } = await plimsoll(['gate', '--base', 'HEAD', '--start', `exec '${process.execPath}' server.js`, ...quick], join(home, 'quay'));
      const report = JSON.parse(out) as GateReport;
      expect(report).toMatchObject({ comparison: 'paired', head: { label: 'work tree' }, base: { label: expect.stringMatching(/^HEAD \([0-9a-f]{10}\)$/) as string } });

      mkdirSync(join(home, 'new'));
      writeFileSync(join(home, 'new/load.yml'), 'requests: [{ path: / }]\n');
      const missing = await plimsoll(['gate', '--base', 'HEAD', '--start', 'exec false', '--scenario', 'load.yml', ...quick], join(home, 'new'));
      expect(missing).toMatchObject({ code: 2, err: 'plimsoll: HEAD has no folder new\n' });
    } finally {
      away();
    }
  });
});
