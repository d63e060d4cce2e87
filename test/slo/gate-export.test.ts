import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plimsoll, repository } from '../cli/session.ts';
import { slo } from './gate-recording.ts';

let home = repository({});
beforeAll(() => {
  home = repository({ 'docs/slo.yml': `${slo}review_by: 2027-01-01\n`, 'empty/notes.yml': 'a: 1\n' });
});
afterAll(() => home.remove());

describe('plimsoll slo export', () => {
  it.each([
    ['openslo', 'apiVersion: openslo/v1\n'],
    ['sloth', 'version: prometheus/v1\n'],
    ['waf++', 'version: "1.0"\n'],
  ])('writes %s, and says what it has no place for', async (shape, begins) => {
    const { code, out, err } = await plimsoll(['slo', 'export', '--to', shape, 'docs'], home.folder);
    expect([code, out.startsWith(begins), err]).toEqual([0, true, expect.stringContaining('slo.yml:5: `review_by` has no place there\n')]);
    expect((await plimsoll(['slo', 'export', '--to', shape, 'docs', '--out', 'other.yml'], home.folder)).out).toBe('');
    expect(readFileSync(join(home.folder, 'other.yml'), 'utf8')).toBe(out);
  });
  it.each([
    [['docs'], 2, 'name the shape: --to openslo, sloth or waf++'],
    [['--to', 'nobl9', 'docs'], 2, '--to nobl9: choose openslo, sloth, waf++'],
    [['--to', 'sloth', '--metrics', 'statsd', 'docs'], 2, 'choose otel or prometheus'],
    [['--to', 'sloth', 'empty'], 3, 'there is no SLO file in empty'],
  ])('%j ends with %d', async (args, code, message) => {
    const session = await plimsoll(['slo', 'export', ...args], home.folder);
    expect([session.code, session.err]).toEqual([code, expect.stringContaining(message)]);
  });
});
