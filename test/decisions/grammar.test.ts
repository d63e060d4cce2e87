import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readDecision } from '@plimsoll/decisions';
import type { Claim, PerformanceClaim } from '@plimsoll/decisions';

/* docs/performance-impact.md is executed: each block of Markdown with the claims that stand below it. */

const page = readFileSync(new URL('../../docs/performance-impact.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/```md\n([\s\S]*?)```\n\n```claims\n([\s\S]*?)```/g)].map(([, body = '', claims = ''], index) => ({
  name: `example ${index + 1}: ${body.trim().split('\n')[0]}`,
  body,
  claims: claims.trim().split('\n'),
}));

describe('the grammar of the performance section', () => {
  it('has all its examples executed', () => expect([examples.length, page.match(/^```md$/gm)?.length]).toEqual([11, 11]));
  it.each(examples)('$name', ({ body, claims }) => {
    const record = readDecision('docs/adr/0001-a.md', `# A\n\n## Status\n\nAccepted\n\n## Decision\n\nx\n\n## Performance Impact\n\n${body}`);
    const said = [...(record?.claims ?? []).map(say), ...(record?.unread ?? []).map(({ message }) => `note: ${message}`)];
    expect(said.length === 0 ? ['nothing'] : said).toEqual(claims);
  });
});

function say(claim: Claim): string {
  switch (claim.kind) {
    case 'performance':
      return sayPerformance(claim);
    case 'instances':
      return `instances ${claim.min?.value ?? '?'} to ${claim.max?.value ?? '?'}`;
    case 'scaling-signal':
      return `signal ${claim.signal} (${claim.metric.value})`;
    case 'pool-size':
      return `pool ${claim.size.value}`;
    case 'timeout':
      return `timeout ${claim.of} ${claim.timeoutMs.value}ms`;
    case 'debt':
      return ['debt', claim.stage, claim.id?.value, claim.impactMs ? `+${claim.impactMs.value}ms` : undefined, claim.due ? `due ${claim.due.value}` : undefined]
        .filter((part) => part !== undefined)
        .join(' ');
    case 'no-debt':
      return `no debt ${claim.stage}`;
  }
}

function sayPerformance(claim: PerformanceClaim): string {
  const phase = { 'design-target': 'target', 'load-test-result': 'result', unspecified: 'unspecified' }[claim.phase];
  return [
    phase,
    ...(claim.ratePerSecond ? [`${claim.ratePerSecond.value}/s`] : []),
    ...(claim.latencyMs && claim.quantile !== null ? [`P${Number((claim.quantile * 100).toFixed(3))} ${claim.comparator} ${claim.latencyMs.value}ms`] : []),
    ...(claim.errorRatio ? [`errors ${claim.comparator} ${claim.errorRatio.value * 100}%`] : []),
    ...(claim.ticked === null ? [] : [claim.ticked ? '✅' : '❌']),
    ...(claim.evidence ? [`evidence ${claim.evidence.value}`] : []),
  ].join(' ');
}
