import { principleIds, principles } from '@plimsoll/contract';
import type { CheckReport, Finding } from '@plimsoll/contract';
import type { FindingData, PageData } from '@plimsoll/page';
import type { LineOf } from '../frame/lines.ts';
import { bySeverity } from '../verdict/verdict.ts';
import { findingData } from './finding-data.ts';
import type { SystemMap } from './system-map.ts';

export interface Bounds {
  readonly findings: number;
  readonly bytes: number; // of the data as JSON
}

/** So that the whole page, with its map and tables, stays below 1.5 MB and opens within a second. */
export const bounds: Bounds = { findings: 3000, bytes: 900_000 };

export interface Carried {
  readonly data: PageData;
  readonly leftOut: number; // findings
}

/** What fits: first the findings of which the most depends, then their lines of code. */
export function pageData(report: CheckReport, map: SystemMap, lineOf: LineOf, { findings: most, bytes: bytesMost }: Bounds = bounds): Carried {
  const order = report.findings.toSorted((a, b) => rank(a) - rank(b) || bySeverity(a, b));
  const carried: FindingData[] = [];
  let bytes = 0;
  for (const finding of order.slice(0, most)) {
    const whole = findingData(finding, report, map.partsOf(finding), lineOf);
    const bare = { ...whole, frames: [], framesLeftOut: whole.frames.length > 0 };
    // Half of the room is for what is said, whatever code it is said of.
    const entry = bytes + sizeOf(whole) <= bytesMost / 2 ? whole : bare;
    if (bytes + sizeOf(entry) > bytesMost) break;
    bytes += sizeOf(entry);
    carried.push(entry);
  }
  const shown = [null, ...principleIds].flatMap((id) => carried.filter(({ principle }) => principle === id));
  const parts = new Set(shown.flatMap((entry) => entry.parts));
  return {
    data: {
      findings: shown,
      principles: principleIds.filter((id) => shown.some(({ principle }) => principle === id)).map((id) => ({ id, title: principles[id] })),
      parts: map.cards.filter(({ id }) => parts.has(id)).map(({ id, kind, name }) => ({ key: id, name: `${kind} ${name}` })),
    },
    leftOut: report.findings.length - carried.length,
  };
}

function rank({ state, suppressed }: Finding): number {
  return suppressed ? 2 : state === 'undecided' ? 1 : 0;
}

function sizeOf(value: unknown): number {
  return JSON.stringify(value).length;
}

/** JSON that can stand in a script element: nothing in it ends the element or begins a comment. */
export function embedded(data: PageData): string {
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}
