import { describe, expect, it } from 'vitest';
import type { Source } from '@plimsoll/contract';
import { broken, kept, keptBy, line, lower, undecided } from './judgement.ts';
import { stated, unknown } from './known.ts';

const at = (number: number, column = 1): Source => ({ file: 'compose.yaml', line: number, column, endLine: number, endColumn: column + 2 });
const words = { message: 'orders-db serves 97 connections, but its pools can open 150', help: 'Lower the pools by 53.' };

describe('judgements', () => {
  it('show the lines of the values that led there before further lines, each place once', () => {
    const judgement = broken({
      at: at(5),
      ...words,
      because: [stated(25, at(5), 'DB_POOL_MAX: 25'), null],
      evidence: [line(at(5), 'the same place'), line(at(5, 20), 'another column'), line(at(9), 'replicas: 6')],
    });
    expect(judgement.evidence.map((entry) => `${entry.line}:${entry.column} ${entry.says}`)).toEqual(['5:1 DB_POOL_MAX: 25', '5:20 another column', '9:1 replicas: 6']);
  });

  it('leave out what a rule did not say', () => {
    expect(broken({ at: null, ...words })).toEqual({ state: 'broken', at: null, ...words, evidence: [], joins: [] });
    expect(undecided({ at: null, ...words })).toEqual({ state: 'undecided', at: null, ...words, undecidedBy: [], evidence: [], joins: [] });
  });

  it('carry severity, places and the key of what is said once', () => {
    const together = { key: 'no slo', name: 'orders', many: 'services have no SLO' };
    expect(broken({ at: at(1), ...words, severity: 'info', places: [at(2)], together })).toMatchObject({ severity: 'info', places: [at(2)], together });
  });

  it('name what would decide them, from values and in words', () => {
    const open = unknown('max_connections is not stated', { cause: 'no-value-given', what: 'max_connections' });
    const given = { cause: 'outside-the-repository' as const, missing: 'the live value', breaksWhen: null };
    expect(undecided({ at: at(1), ...words, unknowns: [open], missing: [given], breaksWhen: 'it is below 150' }).undecidedBy).toEqual([
      { cause: 'no-value-given', missing: 'max_connections (max_connections is not stated)', breaksWhen: 'it is below 150' },
      given,
    ]);
  });

  it('kept shows its facts', () => {
    expect(kept(stated(5, at(3), 'max: 5'), undefined)).toEqual({ state: 'kept', evidence: [{ ...at(3), says: 'max: 5' }] });
    expect(keptBy([line(at(3), 'store: redis')])).toEqual({ state: 'kept', evidence: [{ ...at(3), says: 'store: redis' }] });
  });
});

describe('lower', () => {
  it('goes down step by step and ends at info', () => {
    expect(lower('error', 0)).toBe('error');
    expect(lower('error', 1)).toBe('warning');
    expect(lower('warning', 1)).toBe('info');
    expect(lower('error', 9)).toBe('info');
  });
});
