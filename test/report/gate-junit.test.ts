import { gateJunit } from '@plimsoll/report';
import type { GateReport } from '@plimsoll/gate';
import { describe, expect, it } from 'vitest';
import { compared, failing, gateReport, latencyLimit } from './gate-fixture.ts';
import { readXml } from './xml.ts';

/** `suite / case: outcome`, in the order of the file. */
function casesOf(report: GateReport): readonly string[] {
  return readXml(gateJunit(report)).children.flatMap((suite) => suite.children.map((each) => `${suite.attributes['name']} / ${each.attributes['name']}: ${each.children[0]?.name ?? 'passed'}`));
}

describe('JUnit of the gate', () => {
  it('has a case for each check, limit and comparison', () => {
    expect(casesOf(gateReport())).toEqual(['validity / run: passed', 'validity / generator lag: passed', 'limits / latency_p95 *: passed', 'comparison / p95 *: passed']);
    expect(casesOf(failing)).toEqual([
      'validity / run: passed',
      'validity / steady state: skipped',
      'limits / latency_p95 *: failure',
      'limits / latency_p95 POST /orders/:id/items: skipped',
      'limits / errors *: passed',
      'comparison / p95 *: failure',
      'comparison / p99 *: skipped',
      'comparison / p95 POST /orders/:id/items: passed',
      'comparison / pooled-p99 *: skipped',
    ]);
  });

  it('counts what it holds', () => {
    const root = readXml(gateJunit(failing));
    expect(root.attributes).toMatchObject({ name: 'plimsoll gate 0.1.0', tests: '9', failures: '2', errors: '0' });
    expect(root.children.map(({ attributes }) => [attributes['tests'], attributes['failures'], attributes['skipped'], attributes['timestamp']])).toEqual([
      ['2', '0', '1', '2026-11-23T00:00:00'],
      ['3', '1', '1', '2026-11-23T00:00:00'],
      ['4', '1', '2', '2026-11-23T00:00:00'],
    ]);
  });

  it('says why something failed or was skipped', () => {
    const [validity, limits] = readXml(gateJunit(failing)).children;
    expect(validity?.children[1]?.children[0]?.attributes['message']).toBe('9 slices are too few to look for a warm-up');
    expect(limits?.children[0]?.children[0]).toMatchObject({
      attributes: { message: 'latency_p95: 219 ms (214 ms to 225 ms), at most 200 ms', type: 'gate' },
      text: 'latency_p95: 219 ms (214 ms to 225 ms), at most 200 ms',
    });
  });

  it('gives cases of one suite different names', () => {
    const names = casesOf(gateReport({ absolute: [latencyLimit(), latencyLimit({}, { endpoint: 'GET /' })] }));
    expect(new Set(names).size).toBe(names.length);
  });

  it('fails only the check when the measurement proves nothing', () => {
    const report = gateReport({ ...failing, verdict: 'invalid', validity: [{ name: 'samples', holds: false, says: '1 answers; P95 needs at least 400' }] });
    const cases = casesOf(report);
    expect(cases.filter((each) => each.endsWith(': failure'))).toEqual(['validity / samples: failure']);
    expect(cases.filter((each) => !each.startsWith('validity')).every((each) => each.endsWith(': skipped'))).toBe(true);
  });

  it('shows no success when there was nothing to judge', () => {
    const report = gateReport({ verdict: 'inconclusive', reasons: ['there was nothing to hold it against'], validity: [], absolute: [], relative: [] });
    expect(casesOf(report)).toEqual(['limits / verdict: skipped']);
    expect(gateJunit(report)).toContain('there was nothing to hold it against');
  });

  it('is XML, whatever an endpoint is called', () => {
    const evil = '"/><failure>&\u001b[31m\u0000\ud800 ]]>';
    const report = gateReport({
      absolute: [latencyLimit({ answer: 'over', says: evil }, { name: evil, endpoint: evil })],
      relative: [compared({ endpoint: evil })],
      validity: [{ name: evil, holds: null, says: evil }],
    });
    expect(casesOf(report)).toHaveLength(3);
    expect(readXml(gateJunit(report)).attributes['failures']).toBe('1');
  });
});
