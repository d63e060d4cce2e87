import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { exampleRun, exampleSlice } from '../../packages/gate/src/history/testing/runs.ts';
import { runText } from '@plimsoll/gate/history';
import { curvesText } from '@plimsoll/gate/curves';
import { ferries } from '../report/page-fixture.ts';
import { failed, objective, recording, slo } from '../slo/gate-recording.ts';
import { found, plimsoll, repository } from './session.ts';

const broken = repository(found.error);
const nothing = repository(found.nothing);
const withCurves = repository({ 'curves.json': curvesText(ferries()), 'notes.json': '{}', 'broken.json': '{' });
afterAll(() => {
  withCurves.remove();
  broken.remove();
  nothing.remove();
});

describe('plimsoll report', () => {
  it('writes the page where git does not see it, prints its path, and ends with 0 whatever it says', async () => {
    const { code, out, err } = await plimsoll(['report'], broken.folder);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe('.plimsoll/report/index.html\n');
    expect(readFileSync(join(broken.folder, '.plimsoll/report/.gitignore'), 'utf8')).toBe('*\n');
    expect(readFileSync(join(broken.folder, '.plimsoll/report/index.html'), 'utf8')).toContain('dp4/connection-per-call');
  });

  it('writes to --out, and then nowhere else', async () => {
    const { code, out } = await plimsoll(['report', '--out', 'page.html'], nothing.folder);
    expect({ code, out }).toEqual({ code: 0, out: 'page.html\n' });
    expect(readFileSync(join(nothing.folder, 'page.html'), 'utf8')).toContain('Holds');
    expect(existsSync(join(nothing.folder, '.plimsoll'))).toBe(false);
  });

  it.each(['.plimsoll', '.plimsoll/report', '.plimsoll/report/index.html', '.plimsoll/report/.gitignore'])('writes nothing behind a link at %s', async (link) => {
    const hostile = repository({ 'notes.txt': 'nothing about a system\n', 'elsewhere/kept.txt': 'kept\n' });
    mkdirSync(join(hostile.folder, dirname(link)), { recursive: true });
    symlinkSync(join(hostile.folder, link.includes('index') || link.includes('ignore') ? 'elsewhere/kept.txt' : 'elsewhere'), join(hostile.folder, link));
    const { code, err } = await plimsoll(['report'], hostile.folder);
    expect(code).toBe(2);
    expect(err).toContain(`${link} is a link`);
    expect(readdirSync(join(hostile.folder, 'elsewhere'))).toEqual(['kept.txt']);
    expect(readFileSync(join(hostile.folder, 'elsewhere/kept.txt'), 'utf8')).toBe('kept\n');
    hostile.remove();
  });

  it('shows the budgets of a recording', async () => {
    const quay = repository({ 'docs/slos/quay.yml': slo, 'budgets.json': recording([objective('availability', 0.999, failed(360, 2))]) });
    const { code, err } = await plimsoll(['report', '--budgets', 'budgets.json', '--out', 'page.html'], quay.folder);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const page = readFileSync(join(quay.folder, 'page.html'), 'utf8');
    expect(page).toContain('id="budgets"');
    expect(page).toContain('50 %');
    quay.remove();
  });

  it('shows the curves of a file', async () => {
    const { code, err } = await plimsoll(['report', '--curves', 'curves.json', '--out', 'curves.html'], withCurves.folder);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(readFileSync(join(withCurves.folder, 'curves.html'), 'utf8')).toContain('<b>ferry</b> carries 80 passengers per second');
  });

  it('shows stored runs where neither a contract nor a decision is there to be held against them', async () => {
    const run = (id: string, count: number): string =>
      runText(exampleRun(id, { measurement: { ...exampleRun(id).measurement, slices: [exampleSlice({ latencies: Array.from({ length: count }, (_, index) => 20 + index) })] } }));
    const stored = repository({
      'notes.txt': 'nothing about a system\n',
      '.plimsoll/runs/20261123T101500Z-aaaaaa.json': run('20261123T101500Z-aaaaaa', 50),
      '.plimsoll/runs/20261123T101600Z-bbbbbb.json': run('20261123T101600Z-bbbbbb', 500),
    });
    const { code, err } = await plimsoll(['report', '--out', 'page.html'], stored.folder);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(readFileSync(join(stored.folder, 'page.html'), 'utf8')).toContain('Latency over load of payments, commit 11111111: 2 runs from 10 to 100 requests per second');
    stored.remove();
  });

  it.each([
    [['report', '--curves', 'none.json'], 'none.json is no file'],
    [['report', '--curves', 'notes.json'], 'notes.json: schemaVersion: is missing'],
    [['report', '--curves', 'broken.json'], 'broken.json: is not JSON'],
  ])('%j is a matter of usage, told before anything is read or written', async (args, says) => {
    const { code, err } = await plimsoll(args, withCurves.folder);
    expect(code).toBe(2);
    expect(err).toContain(says);
    expect(existsSync(join(withCurves.folder, '.plimsoll'))).toBe(false);
  });

  it.each([
    [['report', '--out', 'no/such/folder/page.html'], 'cannot be written'],
    [['report', '--budgets', 'none.json'], 'none.json cannot be read'],
    [['report', '--env', 'moon'], 'there is no environment moon'],
    [['report', 'nowhere'], 'nowhere does not exist'],
  ])('%j is a matter of usage', async (args, says) => {
    const { code, err } = await plimsoll(args, broken.folder);
    expect(code).toBe(2);
    expect(err).toContain(says);
  });
});

describe('plimsoll map --format svg', () => {
  it('prints a drawing', async () => {
    const { code, out } = await plimsoll(['map', '--format', 'svg'], broken.folder);
    expect(code).toBe(0);
    expect(out).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"[^]*<\/svg>\n$/);
  });
});
