import { expect, test } from 'vitest';
import { simulation } from './simulation.ts';

test('a seeded tenth of the simulation: the naive rule alarms on a clean change, the gate does not and sees a slowdown', () => {
  const rate = ratesOf(simulation(0.1));
  const naive = rate('naive, p95, machine CV 10 %', 'unchanged');
  expect(naive).toBeGreaterThan(20);
  expect(naive).toBeLessThan(40);
  expect(rate('GATE-1 paired, any of the three (the product)', 'unchanged')).toBe(0);
  expect(rate('GATE-1 paired, p95', '+10 %')).toBeGreaterThanOrEqual(75);
  expect(rate('GATE-1 paired, p95', '+20 %')).toBeGreaterThanOrEqual(97);
  expect(rate('GATE-1 paired, p99', '+10 %')).toBeGreaterThanOrEqual(50);
});

function ratesOf(markdown: string): (row: string, column: string) => number {
  const [head = [], , ...rows] = markdown
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  return (name, column) => Number.parseFloat(rows.find(([, first]) => first === name)?.[head.indexOf(column)] ?? '');
}
