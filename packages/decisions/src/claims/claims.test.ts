import { describe, expect, it } from 'vitest';
import type { Claim } from '../index.ts';
import { readDecision } from '../index.ts';

const section = `## Performance Impact

### Expected Throughput
- Design target: 1000 req/s at P95 < 200ms
- Load test result: 1200 req/s at P95 = 145ms ✅

### Scaling Strategy
- Auto-scaling: Target tracking on ALBRequestCountPerTarget
- Min instances: 2 (no cold start), Max instances: 20

### Performance Debt Created
- None identified at this time

### Performance Debt Accepted
- CDN not configured in Phase 1 (estimated +50ms for static assets)
  - Registered in Performance Debt Register as PERF-DEBT-2026-003
  - Target resolution: Q3 2026
`;
const claimsOf = (body: string): readonly Claim[] => readDecision('docs/adr/0001-a.md', `# Quotes\n\n## Decision\n\ny\n\n${body}`)?.claims ?? [];
const line = (text: string): readonly Claim[] => claimsOf(`## Performance\n\n${text}\n`);
const numbers = (claim: Claim | undefined): unknown =>
  claim?.kind === 'performance' ? [claim.phase, claim.ratePerSecond?.value, claim.quantile, claim.comparator, claim.latencyMs?.value, claim.ticked] : claim?.kind;

describe("the principle's section", () => {
  const claims = claimsOf(section);
  it('is read claim by claim', () => {
    expect(claims.map((claim) => claim.kind)).toEqual(['performance', 'performance', 'scaling-signal', 'instances', 'no-debt', 'debt']);
    expect(claims.slice(0, 2).map(numbers)).toEqual([
      ['design-target', 1000, 0.95, '<', 200, null],
      ['load-test-result', 1200, 0.95, '=', 145, true],
    ]);
    expect(claims[2]).toMatchObject({ signal: 'request-rate', metric: { value: 'ALBRequestCountPerTarget' } });
    expect(claims[3]).toMatchObject({ min: { value: 2 }, max: { value: 20 } });
    expect(claims[4]).toMatchObject({ stage: 'created' });
    expect(claims[5]).toMatchObject({
      stage: 'accepted',
      id: { value: 'PERF-DEBT-2026-003' },
      impactMs: { value: 50 },
      due: { value: '2026-09-30' },
      targetText: 'Q3 2026',
      title: 'CDN not configured in Phase 1 (estimated +50ms for static assets)',
    });
  });
  it('with places', () => {
    expect(claims[1]?.source).toMatchObject({ line: 11, column: 3, endColumn: 48 });
    expect(claims[1]?.kind === 'performance' && [claims[1].ratePerSecond?.source, claims[1].latencyMs?.source]).toMatchObject([
      { column: 21, endColumn: 31 },
      { column: 41, endColumn: 46 },
    ]);
    expect(claims[3]?.kind === 'instances' && [claims[3].min?.source, claims[3].max?.source]).toMatchObject([
      { line: 15, column: 18, endColumn: 19 },
      { column: 52, endColumn: 54 },
    ]);
  });
});

describe('throughput and latency', () => {
  it.each<[string, unknown[][]]>([
    ['- Target: 1,000 requests per second, p99 below 1.5 s', [['design-target', 1000, 0.99, '<', 1500, null]]],
    [
      '- Design target: P95 < 200ms, P99 < 500ms at 50 rps',
      [
        ['design-target', 50, 0.95, '<', 200, null],
        ['design-target', 50, 0.99, '<', 500, null],
      ],
    ],
    ['- Measured: 145 ms at p95 ❌', [['load-test-result', undefined, 0.95, '=', 145, false]]],
    ['- Benchmark: 95th percentile latency of 80ms at 1.2k msgs/s', [['load-test-result', 1200, 0.95, '=', 80, null]]],
    ['- Expected throughput: 600/min', [['design-target', 10, null, '>=', undefined, null]]],
    ['- [x] Load test: P99.9 = 2s', [['load-test-result', undefined, 0.999, '=', 2000, true]]],
    ['- **Design target:** **500 req/s** at **P95 ≤ 100 ms**', [['design-target', 500, 0.95, '<=', 100, null]]],
    ['- Design target: 500 req/s (not yet measured)', [['design-target', 500, null, '>=', undefined, null]]],
    ['- Zielwert: P95 unter 200 ms', [['design-target', undefined, 0.95, '<', 200, null]]],
    ['- Lasttest: 1.200.000 Anfragen pro Stunde, 95. Perzentil = 145 ms', [['load-test-result', 1_200_000 / 3600, 0.95, '=', 145, null]]],
    ['- Load test result: 2 × 600 req/s at P95 = 145ms ❌', [['load-test-result', 1200, 0.95, '=', 145, false]]],
    ['- Design target: 1’200 req/s at P95 < 1 s', [['design-target', 1200, 0.95, '<', 1000, null]]],
    ['- Load test result: 1,200 req/s at P95 = 145.5 ms', [['load-test-result', 1200, 0.95, '=', 145.5, null]]],
    ['- Load test result: 1.200 req/s at P95 = 145 ms', [['load-test-result', undefined, 0.95, '=', 145, null]]],
  ])('%s', (text, expected) => expect(line(text).map(numbers)).toEqual(expected));
  it('reads error rates', () => expect(line('- Load test result: error rate < 0.1%')[0]).toMatchObject({ errorRatio: { value: 0.001 }, comparator: '<' }));
  it.each([
    '- Load test result: not yet measured',
    '- Load test result: TBD (we hope for 1000 req/s)',
    '- Load test pending: P95 = 100ms',
    '- Phase 2 begins in 2027',
    '- Ports 8080/tcp and 1/2 pages',
    '- Version 1.2 of p2p',
    '- Response in seconds',
  ])('%s claims nothing', (text) => expect(line(text)).toEqual([]));
  it('numbers elsewhere in a record are no claims', () => expect(claimsOf('## Considered Options\n\n- One vendor claims 100000 req/s at P95 < 1ms\n')).toEqual([]));
});

describe('scaling, pools and timeouts', () => {
  it.each([
    ['2–20 instances', [2, 20]], ['between 2 and 8 replicas', [2, 8]], ['min 1, max 4 pods', [1, 4]], ['max_size = 12', [undefined, 12]], ['Minimum replicas: 3', [3, undefined]],
  ])('%s', (text, [min, max]) => expect(line(`- ${text}`)).toMatchObject([{ kind: 'instances', min: min === undefined ? null : { value: min }, max: max === undefined ? null : { value: max } }])); // prettier-ignore
  it.each([
    ['Auto-scaling on queue depth', 'queue-depth'], ['HPA on CPU utilization', 'cpu'], ['KEDA scales on consumer lag', 'lag'], ['Target tracking on BerthsPerCrane', 'other'], ['Autoscaling by p95 latency', 'latency'],
  ])('%s', (text, signal) => expect(line(`- ${text}`)).toMatchObject([{ kind: 'scaling-signal', signal }])); // prettier-ignore
  it.each([
    ['Pool size: 10', 10],
    ['pool_size=15', 15],
    ['a connection pool of 20 connections', 20],
    ['maximumPoolSize: 8', 8],
    ['10 connections per instance', 10],
  ])('%s', (text, size) => expect(line(`- ${text}`)).toMatchObject([{ kind: 'pool-size', size: { value: size } }]));
  it.each([
    ['Statement timeout: 250ms', 'statement', 250],
    ['a 30 s request timeout', 'request', 30_000],
    ['Timeout of 5 seconds', '', 5000],
  ])('%s', (text, of, ms) => expect(line(`- ${text}`)).toMatchObject([{ kind: 'timeout', of, timeoutMs: { value: ms } }]));
  it.each(['Max pool usage is 80%', 'Max pool size: 80 %', 'No auto-scaling on CPU', 'The car pool leaves at 10', 'Max size: 5 MB', 'Max capacity: 10 messages', 'Max connections: 20'])(
    '%s claims nothing',
    (text) => expect(line(`- ${text}`)).toEqual([]),
  );
});

describe('debt', () => {
  const debt = (body: string): readonly Claim[] => claimsOf(`## Performance\n\n### Performance Debt Accepted\n\n${body}\n`);
  it('every item of the list is one', () =>
    expect(debt('- No index on berths (PERF-001), due 2026-12-01, owner: harbour\n- Chatty quotes\n  - Owner: Team Quotes\n  - Target: December 2026\n')).toMatchObject([
      { id: { value: 'PERF-001' }, due: { value: '2026-12-01' } },
      { id: null, owner: 'Team Quotes', due: { value: '2026-12-31' } },
    ]));
  it.each(['None', '- None identified', 'No debt', '- n/a', 'Keine'])('%s says that there is none', (text) => expect(debt(text)).toMatchObject([{ kind: 'no-debt', stage: 'accepted' }]));
  it.each(['', 'TBD', '- {debt}', 'The register lists what we accept:'])('"%s" says nothing', (text) => expect(debt(text)).toEqual([]));
  it('may have its section apart', () => expect(claimsOf('## Performance Debt\n\n- Slow charts (PERF-7)\n')).toMatchObject([{ kind: 'debt', id: { value: 'PERF-7' } }]));
  it('a target without a day stays unknown', () => expect(debt('- Slow charts\n  - Target: some day\n')).toMatchObject([{ due: null, targetText: 'some day' }]));
});
