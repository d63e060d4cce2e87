import { highestThatHolds } from '@plimsoll/contract';
import type { CurvePoint, Curves } from '@plimsoll/contract';
import type { Losses } from '../../examples/local/losses-file.ts';
import { origin } from './origin.ts';
import type { Provenance } from '../../examples/local/provenance.ts';

/** For bench/RESULTS.md: both at rising rates. */
export function curvesTable(curves: Curves): string {
  const { systems, load } = curves;
  const rates = [...new Set(systems.flatMap(({ points }) => points.map(({ arrivalsPerSecond }) => arrivalsPerSecond)))].toSorted((a, b) => a - b);
  const rows = rates.map((rate) => `| ${rate} | ${systems.map(({ points }) => cell(points.find(({ arrivalsPerSecond }) => arrivalsPerSecond === rate))).join(' | ')} |`);
  const highest = systems.map(({ points }) => highestThatHolds(points));
  const [before, after] = highest;
  const ratio = typeof before === 'number' && typeof after === 'number' ? `, ${(after / before).toFixed(1)} ×` : '';
  return `${madeBy(curves)}
${load.durationMs / 1000} s at each rate; P95 / P99, and what failed.

| ${load.arrivals}/s | ${systems.map(({ name }) => name).join(' | ')} |
| --: | ${systems.map(() => '--:').join(' | ')} |
${rows.join('\n')}
| **highest within the objectives** | ${highest.map((rate, index) => `**${rate ?? 'none'}**${index > 0 ? ratio : ''}`).join(' | ')} |`;
}

function cell(point: CurvePoint | undefined): string {
  if (!point) return '';
  const ms = (value: number | null): string => (value === null ? '–' : value.toFixed(0));
  const lost = point.failed + point.overload;
  return `${ms(point.p95Ms)} / ${ms(point.p99Ms)} ms${lost > 0 ? `, ${lost} of ${point.requests + point.overload} failed` : ''}${point.holds ? '' : ' ✗'}`;
}

/** For bench/RESULTS.md: two instances, with kills. */
export function lossesTable(losses: Losses): string {
  const rows = losses.systems.map(
    ({ name, operations, kills, lostSessions, sessions, movedTwice, payments, storedTwice, neverSettled, unanswered }) =>
      `| ${name} | ${operations} | ${kills} | ${lostSessions} of ${sessions} | ${movedTwice} of ${payments} | ${storedTwice} | ${neverSettled} | ${unanswered} |`,
  );
  return `${madeBy(losses)}

| | operations | kills | sessions lost | money moved twice | payments there twice | never settled | no answer |
| --- | --: | --: | --: | --: | --: | --: | --: |
${rows.join('\n')}`;
}

function madeBy(from: Provenance): string {
  return `\`${from.command ?? ''}\`: ${origin(from)}.\n${from.notes.map((note) => `\n- ${note}`).join('')}\n`;
}
