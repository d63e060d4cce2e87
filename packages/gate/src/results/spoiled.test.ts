import { readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readResults, recognise } from './index.ts';

const folder = new URL('fixtures/', import.meta.url);
const files = readdirSync(folder);

test.each(files)('%s, spoiled: never throws, and what comes out is sound', async (file) => {
  const whole = readFileSync(new URL(file, folder));
  expect(recognise(file, whole)).not.toBeNull();
  await fc.assert(
    fc.asyncProperty(
      fc.nat(whole.length),
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.constantFrom('"', '-', '{', '}', ',', '\n', '\t', '9', 'e', '\0')), { maxLength: 6 }),
      async (length, changes) => {
        const spoiled = Buffer.from(whole.subarray(0, length));
        for (const [at, character] of changes) if (at < length) spoiled.write(character, at, 'latin1');
        const { measurement, unread } = await readResults(file, [spoiled]);
        if (!measurement) expect(unread.length).toBeGreaterThan(0);
        for (const { latency, failed, succeeded, errors } of measurement?.slices ?? []) {
          expect(latency.buckets.reduce((sum, [, count]) => sum + count, latency.zeros)).toBe(latency.count);
          expect(failed.count).toBeLessThanOrEqual(latency.count);
          expect(succeeded).toBe(latency.count - failed.count);
          expect(Object.values(errors).every((count) => count > 0)).toBe(true);
        }
        for (const { percentiles, count } of measurement?.summaries ?? []) {
          expect(count).toBeGreaterThan(0);
          expect(percentiles.every(({ quantile, valueMs }) => quantile >= 0 && quantile <= 1 && Number.isFinite(valueMs) && valueMs >= 0)).toBe(true);
        }
      },
    ),
    { numRuns: 150 },
  );
});

test('a percentile beyond 100 is said and left out, the others are kept', async () => {
  const text = readFileSync(new URL('wrk.out', folder), 'utf8').replace('75%    4.83ms', '950%   4.83ms');
  const { measurement, unread } = await readResults('wrk.out', [Buffer.from(text)]);
  expect(measurement?.summaries[0]?.percentiles.map(({ quantile }) => quantile)).toEqual([0.5, 0.9, 0.99]);
  expect(unread.map(({ message }) => message)).toEqual(['names a percentile of 950 %: from 0 to 100 would be right']);
});
