import { describe, expect, it } from 'vitest';
import { readers } from '../../packages/check/src/readers/registry.ts';
import { seeds } from './seeds.ts';
import { faultsOf, trialOf } from './trial.ts';

const all = seeds();

describe('spoiled files', () => {
  it('are of every format that a reader claims', async () => {
    const paths = all.flatMap((seed) => Object.entries(seed));
    for (const entry of readers) {
      const reader = 'load' in entry ? await entry.load() : entry;
      expect(
        paths.filter(([path, text]) => reader.claims(path, () => new TextEncoder().encode(text.slice(0, 4096)))),
        reader.name,
      ).not.toEqual([]);
    }
  });

  it('follow from their number', () => expect(trialOf(7, all).bytes).toEqual(trialOf(7, all).bytes));

  // A part of the million that `npm run bench -- fuzz` runs.
  it.each(Array.from({ length: 10 }, (_, part) => part))('break nothing: part %i', { timeout: 120_000 }, async (part) => {
    const broken: string[] = [];
    for (let number = part * 300; number < (part + 1) * 300; number++) {
      for (const fault of await faultsOf(trialOf(number, all))) broken.push(`${number}: ${fault}`);
    }
    expect(broken).toEqual([]);
  });
});
