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
    ...(workloads.length === 0 ? [] : [code(workloads, systems), deployment(workloads, systems)]),
    ...(databases.length > 0 ? [ok('system', 'databases', list(databases))] : []),
    assumed.length === 0
      ? ok('system', 'joins', 'code, infrastructure and databases are joined for reasons that are certain or likely')
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

/** Without code a workload is judged by its infrastructure only. */
function code(workloads: readonly string[], systems: readonly System[]): Diagnosis {
  const without = workloads.filter((name) => systems.every((system) => system.workloads.every((workload) => workload.name !== name || workload.codeRoots.length === 0)));
  if (without.length === 0) return ok('system', 'code', 'every workload has its code here');
  if (without.length === workloads.length)
    return warn('system', 'code', 'no workload has its code here, so that only infrastructure is judged', 'check the repository that has the code, or state code: for the workload in plimsoll.yml');
  return ok('system', 'code', `not here for ${list(without)}, of which only the infrastructure is judged`);
}

/** Without infrastructure a workload's instances, and all sums over them, are unknown. */
function deployment(workloads: readonly string[], systems: readonly System[]): Diagnosis {
  const without = workloads.filter((name) => systems.every((system) => system.workloads.every((workload) => workload.name !== name || workload.units.every(({ local }) => local))));
  if (without.length === 0) return ok('system', 'deployment', 'every workload is deployed by what stands here');
  return ok('system', 'deployment', `not here for ${list(without)}, whose instances are unknown unless plimsoll.yml states scale:`);
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
