import type { System } from '@plimsoll/check';
import { show, styled } from '../terminal/span.ts';
import type { Line } from '../terminal/span.ts';
import { proseMax, wrap } from '../terminal/wrap.ts';
import { counted } from '../text/page.ts';
import { databaseLines } from './text-databases.ts';
import { networkLines, timeoutLines } from './text-networks.ts';
import { notJoinedLines, promiseLines } from './text-promises.ts';
import { infrastructureLines, workloadLines } from './text-workloads.ts';
import { environmentView } from './view.ts';
import type { EnvironmentView } from './view.ts';

const columnsMin = 40;

/** What was understood, for people: what there is, in numbers, and why it was joined. */
export function mapText(systems: readonly System[], options: { readonly columns: number; readonly colour: boolean }): string {
  const columns = Math.min(Math.max(columnsMin, options.columns), proseMax);
  return show(
    systems.flatMap((system, index) => [...(index > 0 ? [[]] : []), ...environmentLines(environmentView(system), columns)]),
    options.colour,
  );
}

function environmentLines(view: EnvironmentView, columns: number): readonly Line[] {
  const counts = [counted(view.workloads.length, 'workload'), counted(view.databases.length, 'database'), counted(view.networks.length, 'network')];
  return [
    ...wrap([styled('strong', `Environment ${view.environment}`), `: ${counts.join(', ')}`], columns),
    ...section('Workloads', view.workloads.flatMap((workload) => workloadLines(workload, columns))),
    ...section('Databases', view.databases.flatMap((database) => databaseLines(database, columns))),
    ...section('Also running', infrastructureLines(view.infrastructure, columns)),
    ...section('Networks', view.networks.flatMap((network) => networkLines(network, columns))),
    ...section('Timeouts, the outer before the inner', timeoutLines(view.timeouts, columns)),
    ...section('Promises', promiseLines(view.promises, columns)),
    ...section('Not joined', notJoinedLines(view.notJoined, columns)),
  ];
}

function section(title: string, lines: readonly Line[]): readonly Line[] {
  return lines.length === 0 ? [] : [[], [styled('quiet', '── '), styled('strong', title)], ...lines];
}
