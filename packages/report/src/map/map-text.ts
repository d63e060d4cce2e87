import type { System } from '@plimsoll/check';
import { show, styled } from '../terminal/span.ts';
import type { Line } from '../terminal/span.ts';
import { proseMax, wrap } from '../terminal/wrap.ts';
import { counted } from '../verdict/verdict.ts';
import { databaseLines } from './text-databases.ts';
import { networkLines, timeoutLines } from './text-networks.ts';
import { notJoinedLines, promiseLines } from './text-promises.ts';
import { codelessLines, infrastructureLines, workloadLines } from './text-workloads.ts';
import { environmentView } from './view.ts';
import type { EnvironmentView } from './view.ts';

const columnsMin = 60;

/** What was understood, for people: what there is, in numbers, and why it was joined. What is as in another environment is not repeated. */
export function mapText(systems: readonly System[], options: { readonly columns: number; readonly colour: boolean }): string {
  const columns = Math.min(Math.max(columnsMin, options.columns), proseMax);
  const seen = new Map<string, string>();
  return show(
    systems.flatMap((system, index) => [...(index > 0 ? [[]] : []), ...environmentLines(environmentView(system), columns, seen)]),
    options.colour,
  );
}

interface Section {
  readonly title: string;
  readonly lines: readonly Line[];
}

function environmentLines(view: EnvironmentView, columns: number, seen: Map<string, string>): readonly Line[] {
  const counts = [counted(view.workloads.length, 'workload'), counted(view.databases.length, 'database'), counted(view.networks.length, 'network')];
  const repeated = new Map<string, string[]>();
  const lines = sectionsOf(view, columns).flatMap((section): readonly Line[] => {
    if (section.lines.length === 0) return [];
    const key = show([[section.title], ...section.lines], false);
    const earlier = seen.get(key);
    if (earlier === undefined) {
      seen.set(key, view.environment);
      return [[], [styled('quiet', '── '), styled('strong', section.title)], ...section.lines];
    }
    repeated.set(earlier, [...(repeated.get(earlier) ?? []), section.title.toLowerCase()]);
    return [];
  });
  return [
    ...wrap([styled('strong', `Environment ${view.environment}`), `: ${counts.join(', ')}`], columns),
    ...lines,
    ...[...repeated].flatMap(([environment, titles]): readonly Line[] => [[], ...wrap([`As in ${environment}: ${titles.join('; ')}.`], columns, { first: ['  '], rest: '  ' })]),
  ];
}

function sectionsOf(view: EnvironmentView, columns: number): readonly Section[] {
  const codeless = view.workloads.filter((workload) => workload.codeRoots.length === 0 && workload.entryPoints.length === 0);
  const coded = view.workloads.filter((workload) => !codeless.includes(workload));
  return [
    { title: 'Workloads', lines: coded.flatMap((workload) => workloadLines(workload, columns)) },
    { title: 'Workloads whose code was not found', lines: codelessLines(codeless, columns) },
    { title: 'Databases', lines: view.databases.flatMap((database) => databaseLines(database, columns)) },
    { title: 'Also running', lines: infrastructureLines(view.infrastructure, columns) },
    { title: 'Networks', lines: view.networks.flatMap((network) => networkLines(network, columns)) },
    { title: 'Timeouts: what happens inside what', lines: timeoutLines(view.timeouts, columns) },
    { title: 'Promises', lines: promiseLines(view.promises, columns) },
    {
      title: 'Not joined',
      lines: notJoinedLines(
        view.notJoined.filter((entry) => entry.what !== 'unit'),
        columns,
      ),
    },
  ];
}
