import type { Line, Style } from '../terminal/span.ts';
import { show, styled } from '../terminal/span.ts';
import { padEnd, widthOf } from '../terminal/width.ts';
import { proseMax, wrap } from '../terminal/wrap.ts';
import { counted } from '../verdict/verdict.ts';
import type { Diagnosis } from './diagnosis.ts';

export interface DoctorOptions {
  readonly columns: number;
  readonly colour: boolean;
}

const marks: Readonly<Record<Diagnosis['state'], readonly [symbol: string, style: Style]>> = { ok: ['✓', 'kept'], warn: ['!', 'warning'], fail: ['✗', 'error'] };
const titles: Readonly<Record<Diagnosis['about'], string>> = { machine: 'This machine', files: 'Files', system: 'What was understood', settings: 'Settings' };

/** What Plimsoll sees and cannot, a line each, with what to do. */
export function doctorText(diagnoses: readonly Diagnosis[], options: DoctorOptions): string {
  const columns = Math.min(Math.max(60, options.columns), proseMax);
  const nameColumns = Math.max(0, ...diagnoses.map((entry) => widthOf(entry.name))) + 2;
  const groups = [...Map.groupBy(diagnoses, (entry) => entry.about)];
  const lines: readonly Line[] = [
    ...groups.flatMap(([about, own]): readonly Line[] => [[styled('strong', titles[about])], ...own.flatMap((entry) => entryLines(entry, nameColumns, columns)), []]),
    ...wrap([outcome(diagnoses)], columns),
  ];
  return show(lines, options.colour);
}

function entryLines({ state, name, says, details, help }: Diagnosis, nameColumns: number, columns: number): readonly Line[] {
  const [symbol, style] = marks[state];
  const rest = ' '.repeat(2 + nameColumns);
  return [
    ...wrap([says], columns, { first: [styled(style, symbol), ' ', padEnd(name, nameColumns)], rest }),
    ...details.flatMap((detail) => wrap([styled('quiet', detail)], columns, { rest: `${rest}  `, first: [rest] })),
    ...(help === null ? [] : wrap([styled('quiet', '→'), ` ${help}`], columns, { first: [rest], rest: `${rest}  ` })),
  ];
}

function outcome(diagnoses: readonly Diagnosis[]): string {
  const fails = diagnoses.filter((entry) => entry.state === 'fail').length;
  const warnings = diagnoses.filter((entry) => entry.state === 'warn').length;
  if (fails > 0) return `${counted(fails, 'thing is', 'things are')} broken.`;
  return warnings > 0 ? `Nothing is broken; ${counted(warnings, 'thing')} to look at.` : 'All is well.';
}
