import { describe, expect, it } from 'vitest';
import { controlsOf } from './controls.ts';

const none = { 'outside-the-repository': 0, 'no-value-given': 0, 'not-supported-yet': 0 };

describe('the controls', () => {
  const rules = [
    { id: 'dp4/pool-size-not-set', controls: ['WAF-PERF-040'] },
    { id: 'dp6/timeout-pyramid-inverted', controls: ['WAF-PERF-070', 'WAF-PERF-080'] },
    { id: 'dp4/connection-per-call', controls: ['WAF-PERF-040'] },
  ];
  const found = controlsOf(rules, [
    { rule: 'dp4/pool-size-not-set', broken: 1, kept: 2, undecided: 0, undecidedByCause: none },
    { rule: 'dp4/connection-per-call', broken: 0, kept: 3, undecided: 4, undecidedByCause: none },
  ]);

  it('are ten, with or without a rule', () => {
    expect(found.map(({ id }) => id)).toHaveLength(10);
    expect(found.find(({ id }) => id === 'WAF-PERF-030')).toEqual({ id: 'WAF-PERF-030', title: expect.any(String) as string, rules: [], broken: 0, kept: 0, undecided: 0 });
  });

  it('add up the subjects of their rules', () =>
    expect(found.find(({ id }) => id === 'WAF-PERF-040')).toEqual({
      id: 'WAF-PERF-040',
      title: expect.any(String) as string,
      rules: ['dp4/pool-size-not-set', 'dp4/connection-per-call'],
      broken: 1,
      kept: 5,
      undecided: 4,
    }));

  it('share a rule that evidences two', () => {
    for (const id of ['WAF-PERF-070', 'WAF-PERF-080']) expect(found.find((control) => control.id === id)?.rules).toEqual(['dp6/timeout-pyramid-inverted']);
  });
});
