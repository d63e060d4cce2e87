import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FindingData } from '../data.ts';
import { everythingBroken, filtered, levels, states, toggled } from './filter.ts';
import type { Filter } from './filter.ts';
import { filterIn, findingIn, linkOf } from './link.ts';

function finding(part: Partial<FindingData>): FindingData {
  return {
    id: '0123456789abcdef',
    rule: 'dp4/pool-size-not-set',
    principle: 'DP4',
    level: 'error',
    state: 'broken',
    message: 'this pool takes the default of its library',
    where: 'src/db.ts:3:8',
    environments: '',
    parts: ['part-workload-api'],
    help: 'Set max.',
    also: [],
    suppressed: '',
    missing: [],
    joins: [],
    places: [],
    morePlaces: 0,
    frames: [],
    framesLeftOut: false,
    ...part,
  };
}

const broken = finding({});
const info = finding({ id: 'b', level: 'info', principle: 'DP1', rule: 'dp1/some', parts: [] });
const undecided = finding({ id: 'c', state: 'undecided', missing: ['a value for DB_POOL_MAX'] });
const left = finding({ id: 'd', state: 'suppressed' });
const ofContract = finding({ id: 'e', principle: null, rule: 'contract/some' });
const all = [broken, info, undecided, left, ofContract];
const shown = (change: Partial<Filter>): readonly string[] => filtered(all, { ...everythingBroken, ...change }).map(({ id }) => id);

describe('the filter of findings', () => {
  it('shows what is broken when nothing is chosen', () => {
    expect(shown({})).toEqual([broken.id, 'b', 'e']);
    expect(shown({ states: [] })).toHaveLength(all.length);
  });

  it('takes states, levels, principles and a part', () => {
    expect(shown({ states: ['undecided'] })).toEqual(['c']);
    expect(shown({ states: ['suppressed'] })).toEqual(['d']);
    expect(shown({ levels: ['info'] })).toEqual(['b']);
    expect(shown({ principles: ['DP1', 'contract'] })).toEqual(['b', 'e']);
    expect(shown({ part: 'part-workload-api' })).toEqual([broken.id, 'e']);
    expect(shown({ part: 'part-nothing' })).toEqual([]);
  });

  it('asks no severity of what is undecided', () => {
    expect(shown({ states: ['undecided'], levels: ['warning'] })).toEqual(['c']);
  });

  it('wants every word, in any case, also of what is missing', () => {
    expect(shown({ words: 'LIBRARY dp4' })).toEqual([broken.id]);
    expect(shown({ words: 'library harbour' })).toEqual([]);
    expect(shown({ states: [], words: 'db_pool_max' })).toEqual(['c']);
  });

  it('toggles a choice', () => {
    expect(toggled(['a'], 'b')).toEqual(['a', 'b']);
    expect(toggled(['a', 'b'], 'a')).toEqual(['b']);
  });
});

describe('the address of a filter', () => {
  it('leaves out what is usual', () => {
    expect(linkOf(everythingBroken)).toBe('#findings');
    expect(linkOf({ ...everythingBroken, words: 'a&b', principles: ['DP4'] })).toBe('#findings?q=a%26b&principle=DP4');
  });

  it('leads back to the same filter', () => {
    const word = fc.string({ unit: 'binary', maxLength: 20 }).filter((text) => text.isWellFormed());
    const filters = fc.record({
      words: word,
      states: fc.subarray([...states]),
      levels: fc.subarray([...levels]),
      principles: fc.subarray(['DP1', 'DP4', 'contract']),
      part: fc.option(word),
    });
    fc.assert(
      fc.property(filters, (filter) => {
        expect(filterIn(linkOf(filter))).toEqual(filter);
      }),
    );
  });

  it('passes by what does not exist, and what is about something else', () => {
    expect(filterIn('#findings?state=sunk,undecided&level=loud')).toEqual({ ...everythingBroken, states: ['undecided'] });
    expect(filterIn('#findings-list')).toBeNull();
    expect(filterIn('#map')).toBeNull();
    expect(filterIn('')).toBeNull();
  });

  it('names one finding', () => {
    expect(findingIn('#f-0123456789abcdef')).toBe('0123456789abcdef');
    expect(findingIn('#f-"><script>')).toBeNull();
    expect(findingIn('#findings')).toBeNull();
  });
});
