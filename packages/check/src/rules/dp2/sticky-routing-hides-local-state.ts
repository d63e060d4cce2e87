import type { Source } from '@plimsoll/contract';
import { broken, keptBy, line } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import { say } from '../../model/say.ts';
import type { System, Workload } from '../../model/system.ts';

interface Sticky {
  readonly id: string;
  readonly source: Source;
  readonly says: string;
  readonly workload: Workload;
}

export const stickyRoutingHidesLocalState: Rule<Sticky> = {
  id: 'dp2/sticky-routing-hides-local-state',
  severity: 'warning', // a symptom of what DP2 forbids: it works until the instance goes
  summary: 'Any instance can answer any request.',
  controls: ['WAF-PERF-020'],
  needs: ['infrastructure', 'code'],

  subjects: (system) => stickies(system),

  judge({ source, says, workload }, system) {
    const { multiplied } = workload;
    // A balancer does not see the processes behind one address.
    if (multiplied.answer === 'no' || (multiplied.answer === 'yes' && multiplied.of === 'processes')) return keptBy([line(source, `${says}, one instance`)]);
    const local = system.states.find(({ use, owners }) => use.store.where === 'process' && use.state !== 'lock' && use.state !== 'buffer' && owners.includes(workload));
    return broken({
      at: source,
      severity: local ? 'warning' : 'info',
      message: `${says} sends each client of ${workload.name} to the instance it met before${local ? `, where ${local.use.library} keeps ${local.use.purpose}` : ''}: load spreads unevenly, new instances get only new clients, and what an instance knows is lost with it`,
      help: local ? `Move ${local.use.purpose} to a shared store, then switch stickiness off.` : 'Switch it off; if something then breaks, that is state which belongs in a shared store.',
      because: multiplied.answer === 'yes' ? [multiplied.because] : [],
      evidence: [
        ...(local ? [line(local.use.site.source, local.use.library)] : []),
        ...(multiplied.answer === 'yes' ? [line(multiplied.unit.source, `${say(multiplied.because)} ${multiplied.of}`)] : []),
      ],
      joins: workload.joins,
    });
  },
};

/** Clients of WebSockets with long polling must come back to the same instance; that is how their protocol works. */
function stickies(system: System): readonly Sticky[] {
  const owners = new Map(system.workloads.flatMap((workload) => workload.units.map((unit) => [unit.id, workload] as const)));
  const found = [
    ...system.stickyRoutes.flatMap((route) => {
      const workload = owners.get(route.unit ?? '');
      return workload ? [{ id: route.id, source: route.source, says: route.says, workload }] : [];
    }),
    ...system.services.flatMap(({ id, service, ingresses, workload }) => [
      ...(service.sticky ? [{ id: `sticky:${id}`, source: service.sticky, says: 'sessionAffinity: ClientIP', workload }] : []),
      ...ingresses.flatMap((ingress) => (ingress.sticky ? [{ id: `sticky:${id}:${ingress.name}`, source: ingress.sticky, says: `cookie affinity of ingress ${ingress.name}`, workload }] : [])),
    ]),
  ];
  return found.filter(({ workload }) => !system.states.some(({ use, owners: own }) => use.state === 'connection-registry' && /socket\.io/.test(use.library) && own.includes(workload)));
}
