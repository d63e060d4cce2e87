import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RecordedObjective, Recording } from '../index.ts';
import { publicAddress, readRecording, recordingJsonSchema, recordingText } from '../index.ts';

const objective: RecordedObjective = {
  service: 'quay',
  name: 'availability',
  target: 0.999,
  window: { kind: 'rolling', lengthMs: 2_592_000_000 },
  data: 'measured',
  basis: 'raw',
  bad: 12.5,
  total: 1e6,
  coverage: 0.75,
  sinceMs: 1_763_800_000_000,
  burn: [
    { windowMs: 3_600_000, errorRatio: 0.01, bad: 9 },
    { windowMs: 300_000, errorRatio: null, bad: null },
  ],
  history: [{ startMs: 1_763_800_000_000, endMs: 1_763_803_600_000, bad: 1, total: 5 }],
  notes: ['a note'],
};
const lost: RecordedObjective = {
  ...objective,
  window: { kind: 'calendar', unit: 'month', timeZone: 'Europe/Berlin' },
  target: NaN,
  data: 'lost',
  basis: 'none',
  bad: NaN,
  total: NaN,
  sinceMs: null,
  burn: [],
  history: [],
};
const recording: Recording = {
  schemaVersion: 1,
  tool: { name: 'plimsoll', version: '0.1.0' },
  at: '2026-11-23T12:00:00.000Z',
  source: { kind: 'prometheus', address: 'http://127.0.0.1:9090' },
  objectives: [objective, lost],
};
const text = recordingText(recording);
const accepts = new Ajv({ strict: false }).compile(recordingJsonSchema());
const problems = (changed: string): readonly string[] => {
  const result = readRecording(changed);
  return result.ok ? [] : result.problems;
};

describe('a recording', () => {
  it('is read as it was written, and written as it was read', () => {
    const result = readRecording(text);
    expect(result).toEqual({ ok: true, recording });
    expect(result.ok && recordingText(result.recording)).toBe(text);
  });
  it('has a published schema, from the same description', () => {
    expect(JSON.parse(readFileSync(new URL('../../schema/snapshot.schema.json', import.meta.url), 'utf8'))).toEqual(recordingJsonSchema());
    expect([accepts(JSON.parse(text)), accepts.errors]).toEqual([true, null]);
  });
  it.each<[string, string, string]>([
    ['"target":0.999', '"target":99.9', '`objectives[0].target`: 99.9 is not a share from 0 to 1'],
    ['"target":0.999', '"target":"0.999"', '`objectives[0].target` must be a share from 0 to 1, not a text'],
    ['"bad":12.5', '"bad":-1', '`objectives[0].bad`: -1 is not a number of events'],
    ['"bad":12.5', '"bad":null', '`objectives[0].bad` is null, and data is measured'],
    ['"bad":12.5,', '', '`objectives[0].bad` is missing'],
    ['"endMs":1763803600000', '"endMs":1763800000000', '`objectives[0].history[0].endMs` is not after its startMs'],
    ['"startMs":1763800000000,', '', '`objectives[0].history[0].startMs` is missing'],
    ['"windowMs":300000', '"windowMs":0', '`objectives[0].burn[1].windowMs`: 0 is not a length in milliseconds'],
    ['Europe/Berlin', 'Berlin', '`objectives[1].window.timeZone`: there is no time zone `Berlin`'],
    ['"kind":"rolling"', '"kind":"rollin"', '`objectives[0].window.kind`: `rollin` is no kind of window; did you mean `rolling`?'],
    ['"lost"', '"gone"', '`objectives[1].data`: `gone` is no state of the data'],
    ['"schemaVersion":1', '"schemaVersion":2', '`schemaVersion`: 2 is not 1, the only version there is'],
    ['T12:00:00.000Z', '', '`at`: `2026-11-23` is no moment; write 2026-11-23T12:00:00.000Z'],
    ['"notes"', '"note"', 'unknown key `note` in `objectives[0]`; did you mean `notes`?'],
    ['"objectives"', '"objetives"', 'unknown key `objetives`; did you mean `objectives`?'],
  ])('with %s as %j is refused with the path of the field', (from, to, message) => expect(problems(text.replace(from, to))).toContainEqual(expect.stringContaining(message)));
  it.each(['', '{', '[]', 'null', '"x"', '{}', '['.repeat(100_000)])('%.20s is none', (other) => expect(problems(other).length).toBeGreaterThan(0));
  it('with many faults names a few', () => expect(problems(JSON.stringify({ ...recording, objectives: Array.from({ length: 5000 }, () => ({})) })).length).toBeLessThanOrEqual(20));
  it('is not written where it could not be read', () => expect(() => recordingText({ ...recording, at: 'now' })).toThrow('the budgets cannot be recorded: `at`: `now` is no moment'));
  it('of a thousand objectives with hourly histories is read in seconds', () => {
    const history = Array.from({ length: 720 }, (_, hour) => ({ startMs: hour * 3_600_000, endMs: (hour + 1) * 3_600_000, bad: 1, total: 1000 }));
    const large = recordingText({ ...recording, objectives: Array.from({ length: 100 }, (_, index) => ({ ...objective, name: `o${index}`, history })) });
    const began = performance.now();
    expect(readRecording(large).ok).toBe(true);
    expect(performance.now() - began).toBeLessThan(5000);
  });
  it('is read or refused, whatever is changed in it, and never throws', () => {
    const places = [...text.matchAll(/(?<=[:[,])(?:"[^"]*"|-?[\d.]+|null)(?=[,\]}])/g)];
    let refused = 0;
    fc.assert(
      fc.property(fc.nat(places.length - 1), fc.oneof(fc.constantFrom('null', '-1', '0', '0.5', '""', 'true', '[]', '{}', '1e400', '"lost"'), fc.json()), (index, replacement) => {
        const place = places[index];
        if (!place) return;
        const changed = text.slice(0, place.index) + replacement + text.slice(place.index + place[0].length);
        const result = readRecording(changed);
        if (!result.ok) refused++;
        else expect(readRecording(recordingText(result.recording))).toEqual(result);
      }),
      { numRuns: 300 },
    );
    expect(refused).toBeGreaterThan(50);
  });
});

it.each([
  ['http://user:pass@host:9090/prometheus?token=x#y', 'http://host:9090/prometheus'],
  ['https://host/', 'https://host'],
  ['nowhere', null],
])('the address %s is shown as %s', (url, shown) => expect(publicAddress(url)).toBe(shown));
