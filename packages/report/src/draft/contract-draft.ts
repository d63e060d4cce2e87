import type { Database, System } from '@plimsoll/check';
import { folderOf } from '@plimsoll/contract';
import { counted } from '../verdict/verdict.ts';
import { agreed, placeOf, wholeNumber } from './agreed.ts';
import { countOf, left, scalar, section, textOf, value } from './lines.ts';
import type { Entry, Section } from './lines.ts';
import { workloadDraft } from './workload.ts';
import type { Everywhere } from './workload.ts';

export interface ContractDraft {
  readonly text: string;
  readonly stated: number; // values with the line that says them
  readonly left: number; // values that are left to a person
}

const head = [
  '# yaml-language-server: $schema=./node_modules/plimsoll/schema/plimsoll.schema.json',
  '#',
  '# What this system promises about its performance, drafted by `plimsoll init` from what the repository says. Every key is optional.',
  '# What is stated here wins over what is found, and `plimsoll check` holds code and infrastructure against it: take out what is no',
  '# promise, and state what is commented out where you know better.',
];

/** A `plimsoll.yml` from the model of each environment, production first; every value says where it comes from. */
export function contractDraft(found: readonly System[], name: string): ContractDraft {
  const systems = found.toSorted((a, b) => Number(b.environment === 'prod') - Number(a.environment === 'prod'));
  const parts: readonly (readonly Entry[])[] = [[value('system', scalar(name), 'the name of the folder')], workloads(systems), dependencies(systems), [gate(systems)], [decisions(systems)]];
  const entries = parts.flat();
  const text = parts.filter((part) => part.length > 0).map((part) => textOf(part).join('\n'));
  return { text: `${head.join('\n')}\n\n${text.join('\n\n')}\n`, stated: countOf(entries, 'value'), left: countOf(entries, 'left') };
}

/** A name means one workload: of two that share it, the contract can state the first only. */
function workloads(systems: readonly System[]): readonly Entry[] {
  const byName = new Map<string, { id: string; in: Everywhere['in'][number][] }>();
  for (const system of systems) {
    for (const workload of system.workloads) {
      const isDeployed = workload.units.some((unit) => !unit.local);
      if (!isDeployed && workload.entryPoints.length === 0) continue;
      const known = byName.get(workload.name);
      if (!known) byName.set(workload.name, { id: workload.id, in: [{ system, workload }] });
      else if (known.id === workload.id) known.in.push({ system, workload });
    }
  }
  if (byName.size === 0) return [left('workloads', '{}', 'nothing that serves load was found')];
  return [
    section(
      'workloads',
      [...byName].map(([name, { in: all }]) => workloadDraft({ name, in: all })),
    ),
  ];
}

function dependencies(systems: readonly System[]): readonly Entry[] {
  const names = [...new Set(systems.flatMap((system) => system.databases.filter((database) => !database.local).map((database) => database.name)))];
  if (names.length === 0) return [];
  return [
    section(
      'dependencies',
      names.map((name) =>
        dependency(
          name,
          systems.flatMap((system) => system.databases.filter((database) => database.name === name).map((database) => ({ environment: system.environment, database }))),
        ),
      ),
    ),
  ];
}

function dependency(name: string, all: readonly { readonly environment: string; readonly database: Database }[]): Section {
  const first = all[0]?.database;
  const kind = first && first.engine !== 'unknown' ? value('kind', first.engine, placeOf(first.source)) : left('kind', 'postgres', 'its engine is not known');
  const limit = agreed(
    'max_connections',
    all.map(({ environment, database }) => ({ environment, known: database.connectionsFound })),
    wholeNumber,
    '200',
  );
  return section(name, [kind, limit, left('cores', '4', 'processors of the server; the size of pools follows from them')]);
}

function gate(systems: readonly System[]): Entry {
  const tests = [...new Map(systems.flatMap((system) => system.loadTests).map((joined) => [joined.test.file, joined.test])).values()].filter((test) => test.purpose === 'load-test');
  const [only, ...others] = tests;
  if (!only) return section('gate', [left('scenario', 'tests/performance/load.js', 'no load test was found')]);
  const scenario =
    others.length > 0
      ? left('scenario', scalar(only.file), `there are ${tests.length} load tests; one is the gate`)
      : value('scenario', scalar(only.file), `${only.tool} load test, ${placeOf(only.source)}`);
  return section('gate', [scenario, left('environment', 'stage', 'the environment that the gate runs against')]);
}

function decisions(systems: readonly System[]): Entry {
  const records = systems.flatMap((system) => system.decisions.map((joined) => joined.decision));
  const folders = [...new Set(records.map((record) => folderOf(record.file)))];
  const registers = [...new Set(systems.flatMap((system) => system.debtRegisters))];
  const adr =
    folders[0] !== undefined && folders[0] !== '' && folders.length === 1
      ? value('adr', scalar(folders[0]), counted(new Set(records.map((record) => record.file)).size, 'record'))
      : left('adr', 'docs/adr', folders.length > 1 ? `records stand in ${folders.join(' and ')}` : 'no decision records were found');
  const debt =
    registers[0] !== undefined && registers.length === 1
      ? value('debt', scalar(registers[0]), 'a register of performance debt')
      : left('debt', 'docs/performance-debt.yml', registers.length > 1 ? `there are ${registers.length} registers` : 'no register of performance debt was found');
  return section('decisions', [adr, debt]);
}
