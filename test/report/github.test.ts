import { githubReport } from '@plimsoll/report';
import { describe, expect, it } from 'vitest';
import { finding, harbour, placeIn, poolFinding, report } from './report-fixture.ts';

const place = placeIn(harbour, 'services/orders/src/db.ts', '20');
const lines = (...args: Parameters<typeof githubReport>): readonly string[] =>
  githubReport(...args)
    .trimEnd()
    .split('\n');

describe('the report for GitHub', () => {
  it('annotates the place of a finding with everything that led there', () => {
    const [first, last] = lines(report([poolFinding], { environments: ['dev', 'prod'] }), { folder: '' });
    expect(first).toBe(
      '::error file=services/orders/src/db.ts,line=4,endLine=4,col=8,endColumn=9,title=dp4/pool-exceeds-max-connections::orders-db serves 97 connections to applications, but its pools can open 800 (in prod)' +
        '%0Aservices/orders/src/db.ts:4:8  max: 20%0Aservices/orders/ecosystem.config.cjs:2:36  instances: 2%0Ainfra/prod.tfvars:2:1  max_size = 20%0Ainfra/database.tf:2:20  max_connections of db.t3.micro: at most 112' +
        '%0ALower the pools by 703 in total, or put a connection pooler in front of orders-db.',
    );
    expect(last).toBe('Does not hold: 1 error (exit 1: there are errors (--fail-on error))');
  });

  it('names files from the workspace', () => expect(lines(report([poolFinding]), { folder: 'apps/harbour' })[0]).toContain('file=apps/harbour/services/orders/src/db.ts,'));

  it('has a type for each severity; what is undecided is a notice, what is suppressed is nothing', () => {
    const shown = lines(
      report([
        finding({ state: 'undecided', rule: 'dp4/pool-size-not-set' }),
        finding({ severity: 'info' }),
        finding({ severity: 'warning' }),
        finding({}),
        finding({ suppressed: { kind: 'baseline', reason: 'known', until: null, source: null } }),
      ]),
      { folder: '' },
    );
    expect(shown.map((line) => /^::(\w+) title=([^:]*)::/.exec(line)?.slice(1).join(' '))).toEqual([
      'error dp4/pool-exceeds-max-connections',
      'warning dp4/pool-exceeds-max-connections',
      'notice dp4/pool-exceeds-max-connections',
      'notice dp4/pool-size-not-set (undecided)',
      undefined,
    ]);
  });

  it('annotates ten of each type, as GitHub drops the others, and lists these', () => {
    const shown = lines(report(Array.from({ length: 13 }, (_, index) => finding({ message: `ship ${index}`, location: place }))), { folder: '' });
    expect(shown.filter((line) => line.startsWith('::error'))).toHaveLength(10);
    expect(shown[10]).toBe('GitHub shows 10 annotations of each type for a step; 3 more errors here:');
    expect(shown.slice(11, -1)).toEqual([10, 11, 12].map((index) => `  services/orders/src/db.ts:4:8  dp4/pool-exceeds-max-connections  ship ${index}`));
  });

  it('lets nothing of a repository become a command', () => {
    const evil = 'a\r\n::set-env name=X::y %0A,:##[error]z\u001b[31m';
    const shown = lines(report(Array.from({ length: 11 }, () => finding({ message: evil, subject: `::warning::${evil}`, location: null, help: evil }))), { folder: '' });
    expect(shown).toHaveLength(13);
    for (const line of shown.slice(10)) expect(line).not.toMatch(/^\s*::|##\[|\u001b/); // oxlint-disable-line no-control-regex
    expect(shown[0]).toContain('a%0A::set-env name=X::y %250A,:');
    const [named] = lines(report([finding({ location: { ...place, file: 'a,b:c%\n.ts' } })]), { folder: '' });
    expect(named).toMatch(/^::error file=a%2Cb%3Ac%25%0A\.ts,line=4,/);
  });

  it('leaves columns out where a finding takes several lines', () => expect(lines(report([finding({ location: { ...place, endLine: 6 } })]), { folder: '' })[0]).toMatch(/line=4,endLine=6,title=/));

  it('is loud about our own bugs', () =>
    expect(lines(report([], { internalErrors: ['TypeError: no\n  at judge'] }), { folder: '' })[0]).toBe('::error title=Plimsoll has a bug::TypeError: no%0A  at judge'));
});
