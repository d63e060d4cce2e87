import type { Source } from '@plimsoll/contract';
import { field } from '../terminal/field.ts';
import { styled } from '../terminal/span.ts';
import type { Line } from '../terminal/span.ts';
import { wrap } from '../terminal/wrap.ts';
import { likeJoins, sayJoins } from '../text/joins.ts';
import { sayInstances, sayView } from './say.ts';
import type { EntryPointView, UnitView, WorkloadView } from './view.ts';

const shownEach = 6;
const codelessMax = 6;

export function at(source: Source): Line[number] {
  return styled('path', `${source.file}:${source.line}`);
}

export function workloadLines(workload: WorkloadView, columns: number): readonly Line[] {
  const traits = [workload.profiles.join(' and ') || 'no profile known', ...(workload.language === null ? [] : [workload.language])];
  return [
    [],
    ...wrap([styled('strong', workload.name), ` ${traits.join(', ')}`], columns, { first: [], rest: '  ' }),
    ...(workload.codeRoots.length === 0 ? [] : field('code', [workload.codeRoots.map((root) => (root === '' ? '.' : root)).join(', ')], columns)),
    ...entryLines(workload.entryPoints, columns),
    ...unitLines(workload.units, columns),
    ...some(likeJoins(workload.joins), (joins, first) => field(first ? 'joined' : '', [sayJoins(joins, false)], columns), columns),
  ];
}

function entryLines(entries: readonly EntryPointView[], columns: number): readonly Line[] {
  const groups = [...Map.groupBy(entries, (entry) => `${entry.framework} ${entry.role}`)];
  return some(groups, ([name, group], first) => field(first ? 'entry' : '', [...describeEntries(name, group)], columns), columns);
}

function describeEntries(name: string, group: readonly EntryPointView[]): Line {
  const queues = [...new Set(group.flatMap((entry) => (typeof entry.queue?.value === 'string' ? [entry.queue.value] : [])))];
  const [first] = group;
  const of = queues.length === 0 ? '' : ` of ${queues.slice(0, shownEach).join(', ')}${queues.length > shownEach ? ', …' : ''}`;
  const guard = group.find((entry) => entry.guard !== null)?.guard ?? null;
  return [`${name}${of}${group.length > 1 ? ` × ${group.length}` : ''}${guard === null ? '' : ` (one at a time: ${guard})`} `, ...(first ? [at(first.source)] : [])];
}

/** Units that read the same (modules used several times, copies of a manifest) stand in one line. */
function unitLines(units: readonly UnitView[], columns: number): readonly Line[] {
  const groups = [...Map.groupBy(units, describeUnit)];
  return some(
    groups,
    ([text, group], first) => field(first ? 'runs as' : '', [`${text}${group.length > 1 ? ` × ${group.length}` : ''} `, ...(group[0] ? [at(group[0].source)] : [])], columns),
    columns,
  );
}

function describeUnit(unit: UnitView): string {
  const scaled = unit.autoscaler
    ? `, scaled on ${
        unit.autoscaler.signals
          .map((signal) => signal.signal)
          .filter((signal, index, all) => all.indexOf(signal) === index)
          .join(' and ') || 'a signal that is not known'
      }`
    : '';
  const schedule = unit.schedule ? `, at ${sayView(unit.schedule)}` : '';
  const instances = unit.schedule ? '' : `, ${sayInstances(unit.instancesMin, unit.instancesMax)}`;
  return `${unit.type.replaceAll('-', ' ')} ${unit.name}${instances}${scaled}${schedule}${unit.takesTraffic ? ', takes traffic' : ''}${unit.local ? ', for development only' : ''}`;
}

/** Units whose code was not found, those that run alike in one line. */
export function codelessLines(workloads: readonly WorkloadView[], columns: number): readonly Line[] {
  const units = workloads.flatMap((workload) => workload.units);
  return [...Map.groupBy(units, (unit) => describeUnit({ ...unit, name: '' }).replace(' ,', ','))].flatMap(([text, group]) => {
    const names = [...new Set(group.map((unit) => unit.name))];
    return wrap([`${text.trim()}: `, names.join(', ')], columns, { first: ['  '], rest: '      ' }, codelessMax);
  });
}

export function infrastructureLines(units: readonly UnitView[], columns: number): readonly Line[] {
  const groups = [...Map.groupBy(units, (unit) => unit.infrastructure ?? 'other')].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return groups.flatMap(([kind, group]) => field(kind, [[...new Set(group.map((unit) => unit.name))].join(', ')], columns, 15));
}

/** The first few, then how many more there are. */
export function some<T>(entries: readonly T[], linesOf: (entry: T, first: boolean) => readonly Line[], columns: number, indent: number = 11): readonly Line[] {
  const rest = entries.length - shownEach;
  return [...entries.slice(0, shownEach).flatMap((entry, index) => linesOf(entry, index === 0)), ...(rest > 0 ? field('', [styled('quiet', `and ${rest} more`)], columns, indent - 2) : [])];
}
