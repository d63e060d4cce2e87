import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isRunId, newRunId, timeOfRunId } from '../index.ts';

test('an id says its second and sorts by it', () => {
  const bytes = (count: number): Uint8Array => new Uint8Array(count).fill(0x0f);
  expect(newRunId(new Date('2026-11-23T10:15:00.999Z'), bytes)).toBe('20261123T101500Z-0f0f0f');
  const time = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(time, time, (a, b) => {
      const [first, second] = [newRunId(a, bytes), newRunId(b, bytes)];
      expect(isRunId(first)).toBe(true);
      expect(Date.parse(timeOfRunId(first) ?? '')).toBe(Math.floor(a.getTime() / 1000) * 1000);
      if (Math.floor(a.getTime() / 1000) < Math.floor(b.getTime() / 1000)) expect(first < second).toBe(true);
    }),
  );
});

test.each(['', '20261123T101500Z', '20261123T101500Z-3F9A2C', '../20261123T101500Z-3f9a2c', '20261123T101500Z-3f9a2c.json'])('%j is no id', (text) => {
  expect(isRunId(text)).toBe(false);
  expect(timeOfRunId(text)).toBeNull();
});
