import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decisionDraft, readDecision } from '../index.ts';
import type { Impact } from '../index.ts';

const impact: Impact = { ratePerSecond: 1000, limits: [{ quantile: 0.95, limitMs: 200 }], signal: 'ALBRequestCountPerTarget', instancesMin: 2, instancesMax: 20 };
const unknown: Impact = { ratePerSecond: null, limits: [], signal: null, instancesMin: null, instancesMax: null };
const draft = (title: string, known: Impact = impact) => decisionDraft(title, [], { declared: null, today: '2026-11-23', impact: known });

describe('a draft', () => {
  it('claims what is known, in the words of the grammar', () => {
    const { file, text } = draft('Scale the api');
    const record = readDecision(file, text);
    expect([record?.title, record?.status, record?.performanceSection?.empty]).toEqual(['Scale the api', 'proposed', false]);
    expect(record?.claims.map((claim) => (claim.kind === 'performance' ? [claim.phase, claim.ratePerSecond?.value, claim.latencyMs?.value] : claim.kind))).toEqual([
      ['design-target', 1000, 200],
      'scaling-signal',
      'instances',
      'no-debt',
      'no-debt',
    ]);
  });
  it('claims nothing that is not known', () => {
    const { file, text } = draft('Scale the api', unknown);
    expect(readDecision(file, text)?.claims.map(({ kind }) => kind)).toEqual(['no-debt', 'no-debt']);
  });
  it.each([
    ['../../etc/passwd', 'docs/adr/0001-etc-passwd.md'],
    ['Größe & Übermaß – 50 %', 'docs/adr/0001-grosse-ubermass-50.md'],
    ['...', 'docs/adr/0001-decision.md'],
    ['✅', 'docs/adr/0001-decision.md'],
  ])('%j is kept in %s', (title, file) => expect(draft(title).file).toBe(file));
  it('stays in its folder and is a record, whatever its title', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 80 }), (words) => {
        const title = words.replaceAll(/\s+/g, ' ').trim() || 'x';
        const { file, text } = draft(title);
        expect(file).toMatch(/^docs\/adr\/0001-[a-z0-9][a-z0-9-]*\.md$/);
        return readDecision(file, text) !== null;
      }),
      { numRuns: 100 },
    );
  });
});
