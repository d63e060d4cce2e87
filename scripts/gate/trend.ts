// V7: change points against those that people marked, by the F1 of the Turing Change Point Dataset (van den Burg and Williams 2020): the
// start of a series counts as a change point, precision is against the marks of all, recall is the mean over people; margin 5.
import { changePoints, meanOf } from '@plimsoll/gate/statistics';
import { seriesOf } from './sap.ts';
import type { Labelled } from './sap.ts';

const margin = 5;

export function trend(directory: string): string {
  return scores(seriesOf(directory).filter((_, index) => index % 2 === 1));
}

function scores(series: readonly Labelled[]): string {
  const options = { pValueMax: 1e-4, magnitudeMin: Math.log(1.02), lengthMin: 3 };
  const found = series.map(({ values }) => changePoints(values.map(Math.log), options).map(({ index }) => index));
  const mean = (of: (one: Labelled, index: number) => number): string => meanOf(series.map(of)).toFixed(3);
  return [
    `| trend (${series.length} odd SAP series) | F1 |`,
    '| --- | ---: |',
    `| GATE-1: change points of the whole series | ${mean(({ marks }, index) => f1(marks, found[index] ?? []))} |`,
    `| "nothing ever changed" | ${mean(({ marks }) => f1(marks, []))} |`,
  ].join('\n');
}

function f1(marks: readonly (readonly number[])[], found: readonly number[]): number {
  const predicted = [...new Set([0, ...found])];
  const people = marks.map((own) => [...new Set([0, ...own])]);
  const precision = matched([...new Set(people.flat())], predicted) / predicted.length;
  const recall = meanOf(people.map((own) => matched(own, predicted) / own.length));
  return precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
}

/** How many true points have a predicted one of their own within the margin, the nearest first. */
function matched(truth: readonly number[], predicted: readonly number[]): number {
  const free = new Set(predicted);
  let count = 0;
  for (const point of truth.toSorted((a, b) => a - b)) {
    const [nearest] = [...free].filter((each) => Math.abs(each - point) <= margin).toSorted((a, b) => Math.abs(a - point) - Math.abs(b - point));
    if (nearest === undefined) continue;
    free.delete(nearest);
    count++;
  }
  return count;
}
