import { broken, keptBy, line } from '../../model/judgement.ts';
import { valueOf } from '../../model/known.ts';
import type { Rule } from '../../model/rule.ts';
import type { Process, System, Unit } from '../../model/system.ts';

export const oneMachineForEverything: Rule<Unit> = {
  id: 'dp1/one-machine-for-everything',
  severity: 'warning', // DP1 says SHOULD
  summary: 'More than one machine carries the load, each kind of load on its own.',
  controls: ['WAF-PERF-010', 'WAF-PERF-020'],
  needs: ['infrastructure', 'code'],
  practice: true,

  // Where groups, services or functions exist besides, a lone machine is a helper of theirs.
  subjects: (system) => (hasScalingCompute(system) ? [] : system.units.filter((unit) => unit.type === 'machine' && unit.infrastructure === null && valueOf(unit.instancesMax) !== 0)),

  judge(machine, system) {
    const machines = system.units.filter((unit) => unit.type === 'machine' && unit.infrastructure === null);
    if (machines.length > 1 || (valueOf(machine.instancesMax) ?? 1) > 1) return keptBy(machines.map((unit) => line(unit.source, unit.name)));
    const roles = rolesOf(system);
    return broken({
      at: machine.source,
      message: `everything runs on one machine, ${machine.name} (${machine.image ?? 'unknown type'})${roles.length > 1 ? `: ${roles.map(({ role }) => role).join(', ')}` : ''}; it can grow only by being replaced with a larger one`,
      help: 'Give each kind of load a group of its own: an API group that scales on request rate, and a worker group that scales on queue depth from zero.',
      evidence: roles.map(({ role, process }) => line(process.main, role)),
    });
  },
};

function hasScalingCompute(system: System): boolean {
  return system.units.some((unit) => !unit.local && unit.type !== 'machine' && unit.type !== 'compose-service' && unit.type !== 'process');
}

function rolesOf(system: System): readonly { readonly role: string; readonly process: Process }[] {
  const found = new Map<string, Process>();
  for (const workload of system.workloads) for (const process of workload.processes) for (const role of process.roles) if (!found.has(role)) found.set(role, process);
  return [...found].map(([role, process]) => ({ role, process }));
}
