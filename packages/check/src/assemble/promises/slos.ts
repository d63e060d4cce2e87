import type { Contract } from '@plimsoll/contract/file';
import type { ServiceLevelObjectives } from '@plimsoll/slo';
import type { JoinedSlo, Workload } from '../../model/system.ts';
import { normalName } from '../path.ts';
import { isMeant } from '../workloads/declared.ts';

/** Joins SLO files to workloads: by the contract, by name, and where one service faces one file. */
export function joinSlos(slos: readonly ServiceLevelObjectives[], workloads: readonly Workload[], contract: Contract | null): readonly JoinedSlo[] {
  const serving = workloads.filter((workload) => workload.profiles.includes('sync-api'));
  return slos.map((slo) => {
    const id = `slo:${slo.file}${slo.service ? `#${slo.service.value}` : ''}`;
    const declared = contract?.workloads.find((workload) => workload.slo?.value === slo.file);
    const byContract = declared ? workloads.find((workload) => isMeant(declared, workload)) : undefined;
    if (byContract) return joined(id, slo, byContract, 'plimsoll.yml names the file', 'certain');
    const name = normalName(slo.service?.value ?? '');
    const byName = name === '' ? undefined : serving.find((workload) => namesOf(workload).includes(name));
    if (byName) return joined(id, slo, byName, `the service name ${slo.service?.value}`, 'likely');
    const byPart = name === '' ? [] : serving.filter((workload) => namesOf(workload).some((own) => name.endsWith(`-${own}`) || own.endsWith(`-${name}`)));
    const part = byPart[0];
    if (byPart.length === 1 && part) return joined(id, slo, part, `the service name ${slo.service?.value} contains ${part.name}`, 'likely');
    const only = serving[0];
    if (serving.length === 1 && slos.length === 1 && only) return joined(id, slo, only, 'the only service and the only SLO file', 'assumed');
    return { id, slo, workload: null, joins: [] };
  });
}

function namesOf(workload: Workload): readonly string[] {
  return [workload.name, ...workload.units.map((unit) => unit.name), ...workload.codeRoots.map((root) => root.split('/').at(-1) ?? '')].map(normalName).filter((name) => name !== '');
}

function joined(id: string, slo: ServiceLevelObjectives, workload: Workload, why: string, sure: 'certain' | 'likely' | 'assumed'): JoinedSlo {
  return { id, slo, workload, joins: [{ from: slo.file, to: workload.name, why, sure }] };
}
