import type { BudgetReport } from '@plimsoll/slo';
import { field } from '../terminal/field.ts';
import { show, styled } from '../terminal/span.ts';
import type { Line, Span } from '../terminal/span.ts';
import { fit, padEnd, padStart, widthOf } from '../terminal/width.ts';
import { proseMax, wrap } from '../terminal/wrap.ts';
import { bar } from './bar.ts';
import { budgetView, verdictMarks } from './view.ts';
import type { ObjectiveView, ServiceView } from './view.ts';

export interface BudgetTextOptions {
  readonly columns: number;
  readonly colour: boolean;
}

const columnsMin = 40;
const barMax = 32;
const nameMax = 28;

/** Budgets, and what was decided about them, for people at a terminal. */
export function budgetText(report: BudgetReport, { columns, colour }: BudgetTextOptions): string {
  const width = Math.min(Math.max(columnsMin, columns), proseMax);
  const view = budgetView(report);
  const [symbol, style] = verdictMarks[view.verdict];
  const layout = layoutOf(
    view.services.flatMap(({ objectives }) => objectives),
    width,
  );
  const lines: readonly Line[] = [
    [],
    ...wrap([styled(style, view.headline)], width, { first: [styled(style, symbol), ' '], rest: '  ' }),
    ...wrap([styled('quiet', view.read)], width, { rest: '  ' }),
    ...view.services.flatMap((service) => [[], ...serviceLines(service, layout, width)]),
    [],
    ...view.facts.flatMap(([name, text]) => field(name, [text], width)),
    ...view.notes.flatMap((note) => field('note', [note], width)),
  ];
  return show(lines, colour);
}

interface Layout {
  readonly name: number;
  readonly promise: number; // 0: it stands below
  readonly bar: number; // 0: there is no room
  readonly left: number;
}

/** What a line has room for: first the promise moves down, then the bar shrinks and goes. */
function layoutOf(objectives: readonly ObjectiveView[], width: number): Layout {
  const widest = (of: (objective: ObjectiveView) => string): number => Math.max(0, ...objectives.map((each) => widthOf(of(each))));
  const [name, promise, left, why] = [
    Math.min(
      nameMax,
      widest((each) => each.name),
    ),
    widest((each) => each.promise),
    widest((each) => each.left),
    widest(({ why: says }) => says),
  ];
  const rest = width - (4 + name + 2 + 2 + left + 2 + why);
  const withPromise = rest - promise - 2;
  if (withPromise >= 10) return { name, promise, bar: Math.min(barMax, withPromise), left };
  return { name, promise: 0, bar: rest >= 6 ? Math.min(barMax, rest) : 0, left };
}

function serviceLines({ name, objectives, notes }: ServiceView, layout: Layout, width: number): readonly Line[] {
  return [[styled('strong', name)], ...objectives.flatMap((objective) => objectiveLines(objective, layout, width)), ...notes.flatMap((note) => wrap([note], width, { first: ['  '], rest: '    ' }))];
}

function objectiveLines(objective: ObjectiveView, layout: Layout, width: number): readonly Line[] {
  const [symbol, style] = verdictMarks[objective.decision.verdict];
  const { full, rest } = bar(objective.remaining, layout.bar);
  const drawn: readonly Span[] = layout.bar === 0 ? [] : [styled(style, full), styled('quiet', rest), '  '];
  const promise: readonly Span[] = layout.promise === 0 ? [] : [styled('quiet', padEnd(objective.promise, layout.promise)), '  '];
  const below = (content: Line): readonly Line[] => wrap(content, width, { first: ['    '], rest: '      ' });
  return [
    ['  ', styled(style, symbol), ' ', padEnd(fit(objective.name, layout.name), layout.name), '  ', ...promise, ...drawn, padStart(objective.left, layout.left), '  ', styled(style, objective.why)],
    ...(layout.promise === 0 ? below([styled('quiet', objective.promise)]) : []),
    ...(objective.spent === null ? [] : below([objective.spent])),
    ...(objective.burn.length === 0 ? [] : below([styled('quiet', 'burn rate'), ' ', objective.burn.map(({ window, rate }) => `${rate} over ${window}`).join(' · ')])),
    ...(objective.forecast === null ? [] : below([objective.forecast])),
    ...objective.asides.flatMap((aside) => below([styled('quiet', aside)])),
  ];
}
