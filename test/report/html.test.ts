import { createHash } from 'node:crypto';
import { htmlReport } from '@plimsoll/report';
import type { HtmlOptions } from '@plimsoll/report';
import type { CheckReport } from '@plimsoll/contract';
import { describe, expect, it } from 'vitest';
import { finding, harbour, placeIn, poolFinding, report } from './report-fixture.ts';

const rules = [{ id: 'dp4/pool-exceeds-max-connections', summary: 'The pools fit within the limit.', severity: 'error' as const }];
const page = (checked: CheckReport, options: Partial<HtmlOptions> = {}): string => htmlReport(checked, { rules, name: 'harbour', textOf: (file) => harbour[file], ...options });
const place = placeIn(harbour, 'services/orders/src/db.ts', '20');
const full = report(
  [poolFinding, finding({ state: 'undecided', fingerprint: 'fedcba9876543210', undecidedBy: [{ cause: 'no-value-given', missing: 'a value for DB_POOL_MAX', breaksWhen: 'it is above 5' }] })],
  {
    environments: ['dev', 'prod'],
    unread: [{ file: 'a.yaml', line: 3, message: 'is not a mapping' }],
  },
);

const voids = new Set(['meta', 'br', '!doctype']);

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

describe('the HTML page', () => {
  it('shows findings with their lines, what would decide the undecided, what was not read, controls and rules', () => {
    const text = page(full);
    expect(text).toContain('<title>harbour: does not hold · Plimsoll</title>');
    expect(text).toContain('<mark>20</mark>');
    expect(text).toContain('max_connections of db.t3.micro: at most 112');
    expect(text).toContain('no value given: a value for DB_POOL_MAX; breaks when it is above 5');
    expect(text).toContain('<code>a.yaml:3</code>: is not a mapping');
    expect(text).toMatch(/WAF-PERF-030<\/th>.*none yet/);
    expect(text).toContain('The pools fit within the limit.');
    expect(text).toContain('<time datetime="2026-11-23">');
    expect(text).toContain('in prod');
  });

  it('links every section and every principle with findings', () => {
    const text = page(full);
    const ids = [...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size, 'ids are unique').toBe(ids.length);
    const links = [...text.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(links).toContain('DP4');
    expect(links.filter((link) => !ids.includes(link ?? ''))).toEqual([]);
  });

  it('is well nested, empty or full', () => {
    for (const checked of [report([], { rules: [] }), full]) expect(unbalanced(page(checked))).toEqual([]);
  });

  it('loads, sends and runs nothing', () => {
    const text = page(full);
    const style = /<style>([^]*?)<\/style>/.exec(text)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(text).toContain(`content="default-src &#39;none&#39;; style-src &#39;sha256-${hash}&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;"`);
    expect(text).not.toMatch(/<script|<link|<img|<iframe|<form|src=|url\(|@import|https?:|style="| on\w+=/);
  });

  it('shows what stands in a repository and lets none of it act', () => {
    const evil = `</pre></style><script>alert(1)</script> "'&amp; \u001b[31m\u202e`;
    const text = page(
      report([finding({ message: evil, help: evil, subject: evil, location: { ...place, file: evil }, joins: [{ from: evil, to: evil, why: evil, sure: 'likely' }] })], {
        unread: [{ file: evil, line: null, message: evil }],
      }),
      { name: evil, textOf: () => `${evil}\n`.repeat(5) },
    );
    expect(text).not.toContain('<script>');
    expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/); // oxlint-disable-line no-control-regex
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &quot;&#39;&amp;amp;');
    expect(unbalanced(text)).toEqual([]);
  });

  it('opens a few findings and leaves many closed', () => {
    const ship = (index: number): typeof poolFinding => ({ ...poolFinding, fingerprint: index.toString(16).padStart(16, '0') });
    expect(page(report([ship(1), ship(2)])).match(/<details [^>]* open>/g)).toHaveLength(2);
    const many = page(report(Array.from({ length: 3000 }, (_, index) => ship(index))));
    expect(many).not.toMatch(/<details [^>]* open>/);
    expect(many.match(/<details /g)).toHaveLength(3000);
  });

  it('shows the marked part of a line that is too long for a page', () => {
    const long = `${'a'.repeat(5000)}MARK${'b'.repeat(5000)}`;
    const text = page(report([finding({ location: { file: 'x', line: 1, column: 5001, endLine: 1, endColumn: 5005 } })]), { textOf: () => long });
    expect(text).toContain('<mark>MARK</mark>');
    expect(text.length).toBeLessThan(30_000);
  });

  it('names reason and end of what is suppressed, and our own bugs first', () => {
    const text = page(report([finding({ suppressed: { kind: 'comment', reason: 'a replica takes half', until: '2027-03-31', source: place } })], { internalErrors: ['TypeError: no'] }));
    expect(text).toMatch(/a replica takes half.*2027-03-31/s);
    expect(text.indexOf('TypeError: no')).toBeLessThan(text.indexOf('id="principles"'));
  });
});
