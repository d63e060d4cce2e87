import { createHash } from 'node:crypto';
import { gateHtml } from '@plimsoll/report';
import { describe, expect, it } from 'vitest';
import { arm, chartsOf, compared, failing, gateReport, latencyLimit } from './gate-fixture.ts';

const voids = new Set(['meta', '!doctype']);

/** Every element that is opened is closed, in order. */
function unbalanced(text: string): readonly string[] {
  const open: string[] = [];
  for (const [tag, end, name = ''] of text.matchAll(/<(\/?)([a-z0-9!]+)[^>]*>/g)) {
    if (voids.has(name) || tag.endsWith('/>')) continue;
    if (end === '') open.push(name);
    else if (open.pop() !== name) return [`${tag} closes nothing`];
  }
  return open;
}

const bodyOf = (page: string): string => page.slice(page.indexOf('<body>'));
const captions = (page: string): readonly string[] => [...page.matchAll(/<figcaption>([^<]*)/g)].map(([, caption = '']) => caption);
const ofRatio = gateReport({ rule: 'ratio', relative: [compared({ metric: 'p99', low: 0.007, high: 0.007, pValue: Number.NaN, alpha: Number.NaN, minimumDetectable: Number.NaN })] });
const withoutBase = gateReport({ comparison: 'none', base: null, relative: [], charts: chartsOf(1, false) });
const ofPercentiles = gateReport({ comparison: 'percentiles', charts: { overTime: [], quantiles: [] } });
const invalid = gateReport({ ...failing, verdict: 'invalid', validity: [{ name: 'generator lag', holds: false, says: 'requests left 48 ms late at P99 (at most 5 ms)' }] });

describe('the page of the gate', () => {
  it('says the verdict in words, with a sign and the mode, and why', () => {
    const page = gateHtml(failing);
    expect(page).toContain('<title>checkout: does not hold · Plimsoll gate</title>');
    expect(page).toContain('<p class="verdict fail"><strong>✗ Does not hold</strong> fail, paired with base on this machine</p>');
    expect(page).toContain('<li>latency_p95: 219 ms (214 ms to 225 ms), at most 200 ms</li>');
    expect(gateHtml(gateReport())).toContain('<strong>✓ Holds</strong> pass, paired');
    expect(gateHtml(invalid)).toContain('<strong>! Proves nothing</strong>');
    expect(gateHtml(gateReport({ verdict: 'inconclusive' }))).toContain('<strong>? Could not be judged</strong>');
    expect(gateHtml(ofRatio)).toContain('by the naive ratio rule');
    expect(gateHtml(ofPercentiles)).toContain('by percentiles only');
  });

  it('shows limits and comparisons with their intervals and answers', () => {
    const body = bodyOf(gateHtml(failing));
    expect(body).toMatch(/latency_p95<\/th>.*219 ms.*214 ms … 225 ms.*≤ 200 ms.*<td class="state error">over/);
    expect(body).toMatch(/P95<\/th>.*183 ms.*219 ms.*\+20 %.*\+16 % … \+23 %.*≥ 8.1 %.*<td class="state error">slower/);
    expect(body).toContain('2 of 40 blocks began');
    expect(body).toContain('<code>plimsoll gate --base main --head . --scenario checkout.yaml</code>');
  });

  it('draws four pictures of a comparison, each described in words', () => {
    const page = gateHtml(failing);
    expect(captions(page)).toEqual([
      'Effect with its 95 % interval; beyond the dashed margin of +5 % is a slowdown',
      'Shift at each quantile, head against base',
      'Latency at each quantile',
      'P95 of each slice over time',
    ]);
    expect([...page.matchAll(/<svg [^>]*role="img" aria-label="[^"]{20,}"/g)]).toHaveLength(4);
    expect(page).toContain('P95: +20 %, slower</text>');
    expect(page).toMatch(/class="line base"/);
  });

  it('draws only what was measured', () => {
    expect(captions(gateHtml(withoutBase))).toEqual(['Latency at each quantile', 'P95 of each slice over time']);
    expect(gateHtml(withoutBase)).not.toMatch(/class="(key|line base)"/);
    expect(captions(gateHtml(ofPercentiles))).toHaveLength(1);
    expect(captions(gateHtml(ofRatio)), 'a ratio has no interval').not.toContainEqual(expect.stringContaining('interval'));
    expect(gateHtml(gateReport({ relative: [], charts: { overTime: [], quantiles: [] } }))).not.toContain('Pictures');
  });

  it('alarms nobody when the measurement proves nothing', () => {
    const body = bodyOf(gateHtml(invalid));
    expect(body).toContain('class="charts proves-nothing"');
    expect(body).toMatch(/<td class="state quiet">over/);
    expect(body).toMatch(/requests left 48 ms late.*<td class="state error">invalid/);
    expect(bodyOf(gateHtml(failing))).not.toContain('proves-nothing');
  });

  it('is well nested and draws finite numbers, whatever was measured', () => {
    const odd = gateReport({
      relative: [compared({ low: -0.99, high: 400, effect: 12 }), compared({ low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY })],
      charts: {
        overTime: [0, 0, Number.NaN].map((p95Ms) => ({ arm: 'head', atMs: 0, p50Ms: 0, p95Ms, p99Ms: 0 })),
        quantiles: [0.5, 0.99].map((quantile) => ({ quantile, headMs: 0, baseMs: 0 })),
      },
    });
    for (const report of [gateReport(), failing, withoutBase, ofPercentiles, ofRatio, invalid, odd]) {
      const page = gateHtml(report);
      expect(unbalanced(page)).toEqual([]);
      expect(page).not.toMatch(/(?:[xydr][12]?|cx|cy|width|height)="[^"]*(?:NaN|Infinity|undefined)/);
    }
  });

  it('has round values at an axis that spans less than a factor of two', () => {
    const page = gateHtml(gateReport());
    const last = page.slice(page.lastIndexOf('<svg'));
    expect([...last.matchAll(/>(\d+) ms<\/text>/g)].length).toBeGreaterThanOrEqual(3);
  });

  it('runs and loads nothing, and its styles are allowed by their hash', () => {
    const page = gateHtml(failing);
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? '';
    expect(page).toContain(`style-src &#39;sha256-${createHash('sha256').update(style).digest('base64')}&#39;`);
    expect(page).not.toMatch(/<script|<link|<img|<iframe|https?:|url\(| style="| on[a-z]+=/);
  });

  it('shows hostile text as text', () => {
    const evil = '"><script>alert(1)</script>\u001b[31m\u202eGET';
    const page = gateHtml(
      gateReport({
        scenario: { name: evil, hash: '' },
        reasons: [evil],
        notes: [evil],
        reproduce: evil,
        head: arm(evil),
        validity: [{ name: evil, holds: null, says: evil }],
        absolute: [latencyLimit({ says: evil }, { name: evil, endpoint: evil })],
        relative: [compared({ endpoint: evil, says: evil })],
        trend: [{ metric: evil, endpoint: evil, from: evil, to: evil, effect: 1, pValue: 0 }],
      }),
    );
    for (const raw of ['<script', '\u001b', '\u202e']) expect(page).not.toContain(raw);
    expect(unbalanced(page)).toEqual([]);
    expect(page).toContain('&quot;&gt;&lt;script&gt;');
  });

  it('stays under 300 kB with a thousand endpoints and a long run, and keeps what alarms', () => {
    const many = Array.from({ length: 1000 }, (_, index) => `GET /resource-${index}/:id`);
    const page = gateHtml(
      gateReport({
        verdict: 'fail',
        reasons: many,
        absolute: many.map((endpoint, index) => latencyLimit({ answer: index === 999 ? 'over' : 'within' }, { endpoint })),
        relative: many.map((endpoint, index) => compared({ endpoint, answer: index === 998 ? 'slower' : 'not-slower' })),
        charts: {
          ...chartsOf(1.2),
          overTime: Array.from({ length: 200_000 }, (_, index) => ({ arm: index % 2 === 0 ? 'base' : 'head', atMs: index * 500, p50Ms: 5, p95Ms: index === 1001 ? 9000 : 10, p99Ms: 20 })),
        },
      }),
    );
    expect(Buffer.byteLength(page)).toBeLessThan(300_000);
    expect(page).toMatch(/resource-999\/:id.*<td class="state error">over/);
    expect(page).toContain('P95 of GET /resource-998/:id: +0.7 %, slower</text>');
    expect(page).toContain('and 800 more; the JSON report holds all');
    expect(page).toContain('of every 250 slices the slowest');
    expect(page, 'a burst of one slice is still drawn').toMatch(/to 9000 ms/);
  });
});
