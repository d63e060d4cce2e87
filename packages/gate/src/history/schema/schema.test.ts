import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import type { Run } from '@plimsoll/contract';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseAcceptance, parseRun, runSchema, runText } from '../index.ts';
import { exampleAcceptance, exampleRun, exampleSlice } from '../testing/runs.ts';

const published: unknown = JSON.parse(readFileSync(new URL('../../../schema/run.schema.json', import.meta.url), 'utf8'));
const accepts = new Ajv({ allErrors: false, strict: false, validateSchema: true }).compile(published as object);

test('the published schema is the one that files are read with', () => {
  expect(published).toEqual(runSchema);
});

test('a whole run passes, with what a later version may add', () => {
  const run = exampleRun('20261101T000000Z-aaaaaa');
  expect(JSON.parse(runText(run))).toEqual(run);
  expect(accepts(run)).toBe(true);
  expect(parseRun(JSON.stringify({ ...run, addedLater: 1 })).ok).toBe(true);
});

test.each([
  [{ schemaVersion: 2 }, 'schemaVersion: 2 is not 1'],
  [{ id: 'latest' }, 'id: "latest" does not match'],
  [{ verdict: 'ok' }, 'verdict: "ok" is none of "pass", "fail", "inconclusive", "invalid", null'],
  [{ git: { commit: 'HEAD', branch: null, mergeBase: null, dirty: false } }, 'git.commit: "HEAD" does not match'],
  [{ service: 3 }, 'service: 3 is not a string or null'],
  [{ fingerprint: null }, 'fingerprint: null is not an object'],
])('%j is refused with the path of the field', (changes, message) => {
  const parsed = parseRun(JSON.stringify({ ...exampleRun('20261101T000000Z-aaaaaa'), ...changes }));
  expect(parsed).toEqual({ ok: false, message: expect.stringContaining(message) });
});

test('so are fields deep inside, missing fields and other files', () => {
  const text = runText(exampleRun('20261101T000000Z-aaaaaa'));
  const message = (changed: string): string => {
    const parsed = parseRun(changed);
    return parsed.ok ? 'passes' : parsed.message;
  };
  expect(message(text.replace(/"buckets":\[\[\d+,1\]/, '"buckets":[[1]'))).toBe('measurement.slices[0].latency.buckets[0]: has 1 items, not at least 2');
  expect(message(text.replace('"overload":0', '"overload":0.5'))).toBe('measurement.slices[0].overload: 0.5 is not an integer');
  expect(message(text.replace('"phase":"measured",', ''))).toBe('measurement.slices[0].phase: is missing');
  expect(message('[]')).toBe('the file: [] is not an object');
  expect(message('')).toContain('is not JSON');
  expect(parseAcceptance(JSON.stringify(exampleAcceptance({ until: '23.11.2026' })))).toEqual({ ok: false, message: expect.stringContaining('until: "23.11.2026" does not match') });
});

test('answers as ajv does, whatever was changed', () => {
  const text = runText(exampleRun('20261101T000000Z-aaaaaa'));
  const places = [...text.matchAll(/(?<=[:[,])(?:"[^"]*"|-?[\d.]+|null|true|false)(?=[,\]}])/g)];
  const value = fc.oneof(fc.constantFrom('null', '-1', '0', '0.5', '"pass"', '""', 'true', '[]', '{}', '1e300'), fc.json());
  let refused = 0;
  fc.assert(
    fc.property(fc.nat(places.length - 1), value, (index, replacement) => {
      const place = places[index];
      if (!place) return;
      const changed = text.slice(0, place.index) + replacement + text.slice(place.index + place[0].length);
      const { ok } = parseRun(changed);
      if (!ok) refused++;
      expect(ok, changed).toBe(accepts(JSON.parse(changed)));
    }),
    { numRuns: 400 },
  );
  expect(refused).toBeGreaterThan(50);
});

test('the file of a quick comparison stays small', () => {
  const { run, requests } = comparison({ blocks: 4, slices: 12, perSlice: 1000, endpoints: 1 });
  const text = runText(run);
  expect(requests).toBe(48_000);
  expect(text.length).toBeLessThan(250_000);
  expect(deflateSync(text).length).toBeLessThan(60_000);
});

/** Log-normal latencies around 20 ms with a spread of 0.5, as gates.md has them, by a generator of its own. */
function comparison({ blocks, slices, perSlice, endpoints }: { readonly blocks: number; readonly slices: number; readonly perSlice: number; readonly endpoints: number }): {
  readonly run: Run;
  readonly requests: number;
} {
  let state = 1;
  const uniform = (): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  const latency = (): number => 20 * Math.exp(0.5 * Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()));
  const all = Array.from({ length: blocks * slices * endpoints }, (_, index) =>
    exampleSlice({
      latencies: Array.from({ length: perSlice }, latency),
      arm: index % 2 === 0 ? 'base' : 'head',
      block: Math.floor(index / slices),
      startMs: index * 5000,
      endpoint: `GET /${index % endpoints}`,
    }),
  );
  const run = exampleRun('20261101T000000Z-aaaaaa');
  return { run: { ...run, measurement: { ...run.measurement, slices: all } }, requests: all.length * perSlice };
}
