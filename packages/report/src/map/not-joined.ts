import type { System } from '@plimsoll/check';
import type { Source } from '@plimsoll/contract';
import { sourceJson } from '../json/parts.ts';

/** Something whose other half was not found; rules about it stay silent or undecided. */
export interface NotJoined {
  readonly what: string;
  readonly name: string;
  readonly why: string;
  readonly source: Source;
}

export function notJoined(system: System): readonly NotJoined[] {
  const withCode = system.workloads.filter((workload) => workload.codeRoots.length > 0);
  return [
    ...withCode.filter((workload) => workload.units.length === 0).map((workload) => entry('code', workload.codeRoots.join(', '), 'nothing here says how it runs', workload.source)),
    ...system.workloads.filter((workload) => workload.codeRoots.length === 0).map((workload) => entry('unit', workload.name, 'its code was not found in this repository', workload.source)),
    ...system.autoscalers.flatMap((autoscaler) => (autoscaler.binding.bound === 'yes' ? [] : [entry('autoscaler', autoscaler.targets, autoscaler.binding.why, autoscaler.source)])),
    ...system.pools.flatMap((pool) => {
      const unknowns = [...(pool.owner ? [] : ['which workload opens it']), ...(pool.database ? [] : ['which database it connects to'])];
      return unknowns.length === 0 ? [] : [entry('pool', pool.use.library, `${unknowns.join(' and ')} is not known`, pool.use.site.source)];
    }),
    ...system.databases.filter((database) => database.pools.length === 0).map((database) => entry('database', database.name, 'no pool here is known to connect to it', database.source)),
    ...system.slos.filter((slo) => !slo.workload).map(({ slo }) => entry('slo', slo.service?.value ?? slo.file, 'its service is no workload here', slo.source)),
    ...system.loadTests.filter((test) => test.runs.length === 0).map(({ test }) => entry('load test', test.file, 'no workflow runs it', test.source)),
  ];
}

function entry(what: string, name: string, why: string, source: Source): NotJoined {
  return { what, name, why, source: sourceJson(source) };
}
