import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { CheckReport } from '@plimsoll/contract';
import { lintSlos, readSloFile } from '@plimsoll/slo';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plimsoll, repository } from '../cli/session.ts';

const good = `service: quay
slos:
  - { name: availability, sli: ok, target: 99.9, window: 30d }
indicators:
  ok: { counter: http_requests_total, errors: 'code=~"5.."' }
`;
const server = `import express from 'express';
import client from 'prom-client';
const durations = new client.Histogram({ name: 'http_request_duration_seconds', help: 'h', buckets: [0.1, 0.3, 1] });
const app = express();
app.get('/crates', (request, response) => { durations.observe(0.1); response.json([]); });
app.listen(3000);
`;

let home = repository({});
beforeAll(() => {
  home = repository({
    'docs/slos/quay.yml': good,
    'bad/slo.yml': good.replace('target:', 'traget:'),
    'empty/notes.yml': 'a: 1\n',
    'prose/docs/slo.md': '# SLO: quay\n\n| Indicator | Target |\n|---|---|\n| latency | P95 < 200 ms |\n',
    'code/package.json': '{ "name": "quay", "scripts": { "start": "node src/server.js" }, "dependencies": { "express": "5.1.0", "prom-client": "15.1.0" } }\n',
    'code/src/server.js': server,
  });
});
afterAll(() => home.remove());

describe('a file that is named', () => {
  it.each(['lint', 'rules', 'status --prometheus http://127.0.0.1:1'])('is read by slo %s, also where git would leave it out', async (command) => {
    const { folder, remove } = repository({ '.gitignore': 'quay.yml\n', 'quay.yml': good });
    mkdirSync(join(folder, '.git'));
    writeFileSync(join(folder, '.git', 'HEAD'), 'ref: refs/heads/main\n');
    try {
      const session = await plimsoll(['slo', ...command.split(' '), 'quay.yml'], folder);
      expect(session.code).not.toBe(2);
      expect(session.err).not.toContain('is no SLO file');
    } finally {
      remove();
    }
  });

  it.each<readonly [string, RegExp, (path: string) => void]>([
    ['is too large', /^plimsoll: docs\/odd\.yml has 2\.0 MB; files over 2 MB are not analysed\n$/, (path) => writeFileSync(path, `${good}${'#'.repeat(2 * 1024 * 1024)}`)],
    ['is binary', /^plimsoll: docs\/odd\.yml holds NUL bytes/, (path) => writeFileSync(path, `${good}\0`)],
    ['is empty', /^plimsoll: docs\/odd\.yml is no SLO file; it has `slos:`/, (path) => writeFileSync(path, '')],
    ['is a link to itself', /^plimsoll: docs\/odd\.yml cannot be opened \(ELOOP\)/, (path) => symlinkSync('odd.yml', path)],
    ['is not there', /^plimsoll: docs\/odd\.yml does not exist/, () => {}],
  ])('and %s is told so', async (_, message, make) => {
    const { folder, remove } = repository({ 'docs/slos/quay.yml': good });
    make(join(folder, 'docs/odd.yml'));
    const { code, out, err } = await plimsoll(['slo', 'lint', 'docs/odd.yml'], folder);
    remove();
    expect(err).toMatch(message);
    expect({ code, out }).toEqual({ code: 2, out: '' });
  });
});

describe('plimsoll slo lint', () => {
  it('holds', async () => expect(await plimsoll(['slo', 'lint', 'docs'], home.folder)).toMatchObject({ code: 0, err: '' }));
  it('does not hold, with the place', async () => {
    const { code, out } = await plimsoll(['slo', 'lint', 'bad/slo.yml'], home.folder);
    expect(code).toBe(1);
    expect(out.replace(/\s+/g, ' ')).toContain('did you mean `target`?');
    expect(out).toContain('slo.yml:3:36');
  });
  it.each(['json', 'sarif', 'junit', 'markdown', 'html', 'github'])('speaks %s', async (format) => {
    const { code, out } = await plimsoll(['slo', 'lint', 'bad', '--format', format, '--today', '2026-11-23'], home.folder);
    expect([code, out.includes('slo/not-understood')]).toEqual([1, true]);
  });
  it('is a report with a date, a fingerprint and a principle', async () => {
    const report = JSON.parse((await plimsoll(['slo', 'lint', 'bad', '--format', 'json'], home.folder)).out) as CheckReport;
    expect([report.today, report.principles[0]?.status, report.findings[0]?.fingerprint]).toEqual(['2026-11-23', 'broken', expect.stringMatching(/^[0-9a-f]{16}$/)]);
  });
  it('leaves undecided what a Prometheus does not answer', async () => {
    const session = await plimsoll(['slo', 'lint', 'docs', '--prometheus', 'http://127.0.0.1:1', '--fail-on', 'undecided'], home.folder);
    expect([session.code, session.out.replace(/\s+/g, ' ')]).toEqual([3, expect.stringContaining('http://127.0.0.1:1 cannot be reached')]);
    expect((await plimsoll(['slo', 'lint', 'docs', '--prometheus', 'http://127.0.0.1:1'], home.folder)).code).toBe(0);
  });
  it('says that a page was not judged', async () => {
    const { code, out } = await plimsoll(['slo', 'lint', 'prose'], home.folder);
    expect([code, out.replace(/\s+/g, ' ')]).toEqual([0, expect.stringContaining('is a page; its objectives were not judged')]);
  });
  it.each([
    [['slo', 'lint', 'empty'], 3, 'there is no SLO file in empty; plimsoll slo init SERVICE begins one'],
    [['slo', 'lint', 'empty/notes.yml'], 2, 'is no SLO file'],
    [['slo', 'lint', 'nowhere'], 2, 'nowhere does not exist'],
    [['slo', 'lint', 'docs', '--prometheus', 'localhost'], 2, 'the address of Prometheus begins with http://'],
    [['slo', 'lint', 'docs', '--metrics', 'statsd'], 2, '--metrics statsd: choose otel or prometheus'],
    [['slo', 'lit'], 2, 'there is no command slo lit; commands are lint, rules, init'],
  ])('%s ends with %d', async (args, code, message) => {
    const session = await plimsoll(args, home.folder);
    expect([session.code, session.err]).toEqual([code, expect.stringContaining(message)]);
  });
});

describe('plimsoll slo init', () => {
  it('names the schema from where the file lies, as editors resolve it', async () => {
    const { folder, remove } = repository({ 'a.txt': '' });
    await plimsoll(['slo', 'init', 'quay'], folder);
    const text = readFileSync(join(folder, 'docs/slos/quay.yml'), 'utf8');
    remove();
    const schema = /^# yaml-language-server: \$schema=(\S+)$/m.exec(text)?.[1] ?? '';
    expect(posix.join('docs/slos', schema)).toBe('node_modules/@plimsoll/slo/schema/slo.schema.json');
    expect(existsSync(new URL('../../packages/slo/schema/slo.schema.json', import.meta.url))).toBe(true);
  });
});

describe('plimsoll slo rules', () => {
  it('prints rules', async () => {
    const { code, out, err } = await plimsoll(['slo', 'rules', 'docs'], home.folder);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^groups:\n {2}- name: "slo:quay:availability"\n/);
  });
  it('prints an object of the operator', async () => expect((await plimsoll(['slo', 'rules', 'docs', '--operator', 'quay'], home.folder)).out).toContain('kind: PrometheusRule\n'));
  it('writes rules and their tests, which name the rules', async () => {
    const { code, out } = await plimsoll(['slo', 'rules', 'docs', '--out', 'quay.rules.yml', '--tests', 'docs/quay.tests.yml'], home.folder);
    expect([code, out]).toEqual([0, 'quay.rules.yml: 31 rules for 1 objective\ndocs/quay.tests.yml: run promtool test rules docs/quay.tests.yml\n']);
    expect(readFileSync(join(home.folder, 'docs/quay.tests.yml'), 'utf8')).toMatch(/^rule_files:\n {2}- "..\/quay.rules.yml"\n/);
  });
  it('writes nothing for files that do not hold, where it shall look first', async () => {
    const { code, out, err } = await plimsoll(['slo', 'rules', 'bad', '--lint', '--out', 'bad.rules.yml'], home.folder);
    expect([code, out.includes('slo/not-understood'), err, existsSync(join(home.folder, 'bad.rules.yml'))]).toEqual([1, true, 'plimsoll: no rule was written, as the SLO files do not hold\n', false]);
    expect((await plimsoll(['slo', 'rules', 'docs', '--lint', '--out', 'good.rules.yml'], home.folder)).code).toBe(0);
  });
  it('writes a dashboard beside the rules', async () => {
    const { code, out } = await plimsoll(['slo', 'rules', 'docs', '--dashboard', 'quay.dashboard.json'], home.folder);
    expect([code, out]).toEqual([0, expect.stringMatching(/^groups:\n/)]);
    expect(JSON.parse(readFileSync(join(home.folder, 'quay.dashboard.json'), 'utf8'))).toMatchObject({ schemaVersion: 39, title: 'Service level objectives' });
  });
  it.each([
    [['--tests', 't.yml'], 2, 'give --out FILE, too'],
    [['docs', '--out', 'one.yml', '--tests', './one.yml'], 2, '--out and --tests name one file; give each a file of its own'],
    [['docs', '--out', 'one.yml', '--dashboard', 'one.yml'], 2, '--out and --dashboard name one file; give each a file of its own'],
    [['--metrics', 'statsd'], 2, '--metrics statsd: choose otel or prometheus'],
    [['--interval', '10m'], 2, 'choose from 1s to 2m'],
    [['--errors-min', '-1'], 2, ''],
    [['empty'], 3, 'there is no SLO file in empty'],
    [['prose'], 3, 'no objective can be measured, so no rule was written'],
  ])('%s ends with %d', async (args, code, message) => {
    const session = await plimsoll(['slo', 'rules', ...args], home.folder);
    expect([session.code, session.err]).toEqual([code, expect.stringContaining(message)]);
  });
});

describe('plimsoll slo init', () => {
  it('takes the histogram that the code keeps, and targets where its buckets end', async () => {
    const { code, out } = await plimsoll(['slo', 'init', 'quay', 'code'], home.folder);
    expect([code, out]).toEqual([0, 'docs/slos/quay.yml: measured by http_request_duration_seconds of src/server.js:3\n']);
    const path = join(home.folder, 'code/docs/slos/quay.yml');
    const text = readFileSync(path, 'utf8');
    const file = readSloFile('slo.yml', text);
    expect(file?.slos[0]?.objectives.map(({ name, thresholdMs }) => [name, thresholdMs?.value])).toEqual([
      ['availability', undefined],
      ['latency_p95', 300],
      ['latency_p99', 1000],
    ]);
    expect(file && lintSlos([{ path: 'slo.yml', text, file }], { today: '2026-11-23', version: '0.0.0' }).findings).toEqual([]);
    expect(await plimsoll(['slo', 'init', 'quay', 'code'], home.folder)).toMatchObject({ code: 2, err: expect.stringContaining('is there already') as string });
  });
  it('takes the names of OpenTelemetry otherwise', async () => {
    const { code, out } = await plimsoll(['slo', 'init', '--dry-run', 'pier', 'empty'], home.folder);
    expect([code, existsSync(join(home.folder, 'empty/docs'))]).toEqual([0, false]);
    const file = readSloFile('slo.yml', out);
    expect([file?.problems, file && lintSlos([{ path: 'slo.yml', text: out, file }], { today: '2026-11-23', version: '0.0.0' }).findings]).toEqual([[], []]);
    expect(out).toContain('histogram: http_server_request_duration_seconds\n');
  });
  it.each([[['..']], [['a/b']], [[]]])('%s names no service', async (args) => expect((await plimsoll(['slo', 'init', ...args], home.folder)).code).toBe(2));
  it('writes through no file that stands in the way', async () => {
    writeFileSync(join(home.folder, 'empty/docs'), '');
    expect(await plimsoll(['slo', 'init', 'pier', 'empty'], home.folder)).toMatchObject({ code: 2, err: expect.stringContaining('docs is not a directory') as string });
  });
});
