import type { Analysis, System } from '@plimsoll/check';
import { sayCount } from '@plimsoll/contract';
import type { JoinNote } from '@plimsoll/contract';
import { fail, ok, warn } from '@plimsoll/report';
import type { Diagnosis } from '@plimsoll/report';

const shown = 5;

/** What became of the files: environments, workloads and databases, and how surely they were joined. */
export function systemDiagnoses({ systems, internalErrors }: Analysis): readonly Diagnosis[] {
  const names = (of: (system: System) => readonly { readonly name: string }[]): readonly string[] => [...new Set(systems.flatMap((system) => of(system).map((entry) => entry.name)))];
  const workloads = names((system) => system.workloads);
  const databases = names((system) => system.databases);
  const assumed = [
    ...new Set(
      systems
        .flatMap(joinsOf)
        .filter((join) => join.sure === 'assumed')
        .map((join) => `${join.from === '' ? 'this repository' : join.from} → ${join.to} by ${join.why}`),
    ),
  ];
  return [
    ok('system', 'environments', systems.map((system) => system.environment).join(', ')),
    workloads.length === 0
      ? warn('system', 'workloads', 'none was found', 'plimsoll map shows what was read; state workloads in plimsoll.yml where the repository does not say them')
      : ok('system', 'workloads', list(workloads)),
    ...(databases.length > 0 ? [ok('system', 'databases', list(databases))] : []),
    assumed.length === 0
      ? ok('system', 'joins', 'each has a reason that is certain or likely')
      : warn(
          'system',
          'joins',
          `${sayCount(assumed.length)} ${assumed.length === 1 ? 'is' : 'are'} only assumed`,
          'state code: for the workload in plimsoll.yml, so that nothing has to be assumed',
          more(assumed),
        ),
    ...internalErrors.map((error) => fail('system', 'bug', error.split('\n')[0] ?? '', 'please report it; plimsoll check shows all of it')),
  ];
}

function joinsOf(system: System): readonly JoinNote[] {
  return [
    ...system.workloads.flatMap((workload) => workload.joins),
    ...system.databases.flatMap((database) => database.joins),
    ...system.pools.flatMap((pool) =>
      pool.database ? [{ from: `${pool.use.site.source.file}:${pool.use.site.source.line}`, to: pool.database.id, why: pool.database.why, sure: pool.database.sure }] : [],
    ),
    ...system.slos.flatMap((slo) => slo.joins),
  ];
}

function list(names: readonly string[]): string {
  return names.length <= shown * 4 ? names.join(', ') : `${names.slice(0, shown * 4).join(', ')} and ${sayCount(names.length - shown * 4)} more`;
}

function more(lines: readonly string[]): readonly string[] {
  return lines.length <= shown ? lines : [...lines.slice(0, shown), `and ${sayCount(lines.length - shown)} more`];
}
