import { describe, expect, it } from 'vitest';
import type { Finding } from '@plimsoll/contract';
import { finding, poolFinding, report } from './report-fixture.ts';
import { shown } from './shown.ts';

const next = (findings: readonly Finding[], isFirst = true): string[] => {
  const lines = shown(report(findings), {}, { isFirst }).split('\n');
  const at = lines.indexOf('Next');
  return at === -1 ? [] : lines.slice(at + 1).filter((line) => line !== '');
};

const warning = finding({ rule: 'dp6/http-call-without-timeout', principle: 'DP6', severity: 'warning', location: { file: 'a.ts', line: 1, column: 1, endLine: 1, endColumn: 2 } });
const place = (file: string) => ({ file, line: 7, column: 1, endLine: 7, endColumn: 2 });

describe('the next steps', () => {
  it('begin with the error that most files lead to', () => {
    const alone = finding({ rule: 'dp4/pool-size-not-set', location: place('b.ts') });
    expect(next([warning, alone, poolFinding]).slice(0, 2)).toEqual(['  1  mend services/orders/src/db.ts:4 first:', '     plimsoll explain dp4/pool-exceeds-max-connections']);
    expect(next([warning, alone])[1]).toBe('     plimsoll explain dp4/pool-size-not-set');
  });

  it('name the value that decides most, the objective and the load test that are missing', () => {
    const undecided = (missing: string): Finding => finding({ state: 'undecided', undecidedBy: [{ cause: 'no-value-given', missing, breaksWhen: null }] });
    const steps = next([
      undecided('the size of the fleet'),
      undecided('max_size'),
      undecided('max_size'),
      finding({ rule: 'dp5/service-without-slo', principle: 'DP5', severity: 'warning', subject: 'workload:orders' }),
      finding({ rule: 'dp7/deploy-without-load-test', principle: 'DP7', severity: 'warning' }),
    ]);
    expect(steps.filter((line) => line.startsWith('     '))).toEqual(['     plimsoll init', '     plimsoll slo init orders', '     plimsoll load http://127.0.0.1:PORT/ --rate 100 --duration 30s']);
    expect(steps[0]).toBe('  1  state max_size, which decides 2 judgements:');
  });

  it('offer a baseline where there is too much to mend at once', () => {
    expect(next(Array.from({ length: 12 }, () => warning)).join('\n')).toContain('plimsoll check --write-baseline');
  });

  it('are never more than three, and silent where a contract exists, nothing applies or only information was found', () => {
    expect(next([warning], false)).toEqual([]);
    expect(next([finding({ severity: 'info', location: place('c.ts') })])).toEqual(['  1  write down what was understood, and correct it:', '     plimsoll init']);
    const nothing = report([], { principles: report([]).principles.map((each) => ({ ...each, status: 'not-applicable' as const })) });
    expect(shown(nothing, {}, { isFirst: true })).not.toContain('Next');
    expect(next([warning, poolFinding, ...Array.from({ length: 20 }, () => finding({ rule: 'dp5/service-without-slo', principle: 'DP5' }))]).filter((line) => /^ {2}\d/.test(line)).length).toBe(3);
  });

  it('ask nobody to state in a contract what stands in decisions and registers', () => {
    const dated = finding({
      state: 'undecided',
      principle: 'DP8',
      rule: 'dp8/debt-overdue',
      undecidedBy: [{ cause: 'no-value-given', missing: 'the target of PERF-DEBT-2026-002', breaksWhen: null }],
    });
    expect(next([dated]).join('\n')).not.toContain('PERF-DEBT-2026-002');
  });

  it('leave out what is suppressed', () => {
    expect(next([{ ...poolFinding, suppressed: { kind: 'comment', reason: 'known', until: null, source: null } }]).join('\n')).not.toContain('mend');
  });
});
