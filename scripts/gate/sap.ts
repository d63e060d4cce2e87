// V3 and V4: series of SAP HANA (SAP/performance-regression-data-set, CC-BY-4.0), with change points that up to five people marked
// (mtucci/changepoint-performance-regression-study). A series is the mean of each version, ascending; `_split1` is its first 800
// values, `_split2` those from index 750 (found by comparing keys with series; see gates.md §2e). Settings were frozen beforehand; even
// series may be looked at, odd ones are published.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { meanOf, quantileOfSamples } from '@plimsoll/gate/statistics';
import { judgeHistory, judgeRatio, nightly } from '@plimsoll/gate/verdict';
import { ofQuantiles } from './measurement.ts';
import { effectName, rateTable } from './rates.ts';

const effects: readonly number[] = [0, 0.05, 0.1, 0.2];
const tolerance = 5; // versions within which marks of several people are one
const quietBefore = 12;

export interface Labelled {
  readonly key: string;
  readonly values: readonly number[];
  readonly marks: readonly (readonly number[])[]; // of each person
}

export function sap(directory: string): string {
  const series = seriesOf(directory);
  const part = (parity: number, which: readonly Labelled[]): string => {
    const table = rateTable();
    for (const each of which) check(each, table);
    return `${parity === 1 ? 'odd' : 'even'} series: ${which.length}, marked by five people each\n\n${table.markdown('rule (SAP HANA)')}`;
  };
  return [1, 0]
    .map((parity) =>
      part(
        parity,
        series.filter((_, index) => index % 2 === parity),
      ),
    )
    .join('\n\n');
}

function check(series: Labelled, table: ReturnType<typeof rateTable>): void {
  const { key, values, marks } = series;
  const all = marks.flat();
  for (let at = nightly.historyRuns.most; at < values.length; at++) {
    if (all.some((mark) => mark > at - quietBefore && mark <= at + tolerance)) continue;
    for (const effect of effects) {
      const now = (values[at] ?? 0) * (1 + effect);
      judge(values.slice(at - nightly.historyRuns.most, at), now, ([rule, slower]) => table.at(rule, effectName(effect)).add(key, slower));
    }
  }
  for (const { at, effect } of agreed(series)) {
    const column = effect < 0.1 ? 'marked 5–10 %' : effect < 0.2 ? 'marked 10–20 %' : 'marked > 20 %';
    const from = Math.max(nightly.historyRuns.most, at - 2);
    const before = values.slice(from - nightly.historyRuns.most, from);
    const found = new Map<string, boolean>();
    // People mark a version or two beside; the earlier runs stay those from before.
    for (const now of values.slice(from, at + 3)) judge(before, now, ([rule, slower]) => found.set(rule, slower || found.get(rule) === true));
    for (const [rule, slower] of found) table.at(rule, column).add(key, slower);
  }
}

function judge(before: readonly number[], now: number, tell: (outcome: readonly [rule: string, slower: boolean]) => void): void {
  const of = (value: number): ReturnType<typeof ofQuantiles> => ofQuantiles([{ quantile: 0.95, valueMs: value }], 1);
  tell(['naive: above 110 % of the last', judgeRatio(before.at(-1) ?? now, now, 1.1).answer === 'slower']);
  tell(['GATE-1: history of 10, 1 current', judgeHistory(before.map(of), [of(now)], nightly).some(({ answer }) => answer === 'slower')]);
}

/** Upward shifts of at least 5 % that three of five marked. */
function agreed({ values, marks }: Labelled): readonly { readonly at: number; readonly effect: number }[] {
  const sorted = marks.flat().toSorted((a, b) => a - b);
  const groups: number[][] = [];
  for (const mark of sorted) {
    const last = groups.at(-1);
    if (last && mark - (last[0] ?? 0) <= tolerance) last.push(mark);
    else groups.push([mark]);
  }
  return groups.flatMap((group) => {
    const people = marks.filter((own) => own.some((mark) => group.includes(mark))).length;
    const at = Math.round(quantileOfSamples(group, 0.5));
    const [before, after] = [values.slice(Math.max(0, at - 10), at), values.slice(at, at + 10)];
    if (people < 3 || before.length < nightly.historyRuns.most || after.length < 3) return [];
    const effect = meanOf(after) / meanOf(before) - 1;
    return effect >= 0.05 ? [{ at, effect }] : [];
  });
}

export function seriesOf(directory: string): readonly Labelled[] {
  const annotations = JSON.parse(readFileSync(join(directory, 'annotations.json'), 'utf8')) as Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
  const files = new Map(readdirSync(directory).flatMap((name) => (/^\d+__.*\.csv$/.test(name) ? [[Number.parseInt(name, 10), name] as const] : [])));
  return Object.keys(annotations)
    .toSorted()
    .flatMap((key) => {
      const [, id, split] = /^sap_(\d+)(?:_split([12]))?$/.exec(key) ?? [];
      const file = files.get(Number(id));
      const marks = Object.values(annotations[key] ?? {});
      if (file === undefined || marks.length !== 5) return [];
      const whole = meansOfVersions(readFileSync(join(directory, file), 'utf8'));
      const values = split === '1' ? whole.slice(0, 800) : split === '2' ? whole.slice(750) : whole;
      // By one factor to about 100 ms: the floor in milliseconds is of web requests, and no ratio changes.
      const scale = 100 / quantileOfSamples(values.length > 0 ? values : [1], 0.5);
      return Number.isFinite(scale) && values.every((value) => value > 0) ? [{ key, values: values.map((value) => value * scale), marks }] : [];
    });
}

function meansOfVersions(csv: string): readonly number[] {
  const versions = new Map<number, number[]>();
  for (const line of csv.split('\n').slice(1)) {
    const [, , version, value] = line.split(',').map(Number);
    if (version === undefined || value === undefined || !Number.isFinite(value)) continue;
    const own = versions.get(version) ?? [];
    own.push(value);
    versions.set(version, own);
  }
  return [...versions].toSorted(([a], [b]) => a - b).map(([, values]) => meanOf(values));
}
