import type { Evidence, ScalingSignal } from '@plimsoll/contract';
import { broken, keptBy, line } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import type { Autoscaler, System, Workload } from '../../model/system.ts';

interface ScaledApi {
  readonly id: string;
  readonly workload: Workload;
  readonly autoscaler: Autoscaler;
}

/** Signals that rise with the load before the machine does. */
const ofRequests: ReadonlySet<ScalingSignal> = new Set(['request-rate', 'concurrency', 'latency']);

export const apiScaledWithoutRequestSignal: Rule<ScaledApi> = {
  id: 'dp1/api-scaled-without-request-signal',
  severity: 'info', // DP1 names request rate for API servers; CPU follows it where requests compute
  summary: 'A service that answers requests scales on the requests it gets.',
  controls: ['WAF-PERF-020'],
  needs: ['code', 'infrastructure'],
  practice: true,

  subjects: (system) => scaledApis(system),

  judge({ workload, autoscaler }, system) {
    const fitting = autoscaler.signals.find(({ signal }) => !onlyMachine(signal));
    if (fitting) return keptBy([line(fitting.source, fitting.says)]);
    const [computing] = computesIn(workload, system);
    if (computing && autoscaler.signals.some(({ signal }) => signal === 'cpu')) return keptBy([computing]);
    const says = [...new Set(autoscaler.signals.map(({ signal }) => signal))].join(' and ');
    return broken({
      at: autoscaler.signals[0]?.source ?? autoscaler.source,
      message: `${workload.name} answers requests but scales on ${says} alone: requests that wait for a database or another service use little of it, and pile up while it stays small`,
      help: `Add request rate (ALBRequestCountPerTarget, requests per second and pod) or concurrency to what ${workload.name} scales on; keep ${says} as a second limit.`,
      evidence: [
        ...autoscaler.signals.map((signal) => line(signal.source, signal.says)),
        ...workload.entryPoints
          .filter((entry) => entry.role === 'server')
          .slice(0, 1)
          .map((entry) => line(entry.source, `${entry.framework} server`)),
        ...waitsOf(workload, system).slice(0, 1),
      ],
      joins: workload.joins,
    });
  },
};

/** What its requests wait for while the machine has nothing to do; where they only compute, CPU is the right signal. */
function waitsOf(workload: Workload, system: System): readonly Evidence[] {
  return [
    ...system.pools.filter((pool) => pool.owner?.id === workload.id).map(({ use }) => line(use.site.source, `${use.library}: requests wait for a database`)),
    ...system.clients.filter(({ owners }) => owners.some((owner) => owner.id === workload.id)).map(({ use }) => line(use.site.source, `${use.callee}: requests wait for another service`)),
  ];
}

/** What its requests compute for long: CPU rises with them then, and is the right signal. */
function computesIn(workload: Workload, system: System): readonly Evidence[] {
  return system.blockings
    .filter(({ use, reach, owners }) => (use.what === 'crypto' || use.what === 'compression') && reach.path === 'request' && owners.some((owner) => owner.id === workload.id))
    .map(({ use }) => line(use.site.source, `${use.callee}: requests compute`));
}

/** Of a metric whose name says nothing, nothing is said. */
function onlyMachine(signal: ScalingSignal): boolean {
  return !ofRequests.has(signal) && (signal === 'cpu' || signal === 'memory');
}

function scaledApis(system: System): readonly ScaledApi[] {
  return system.workloads
    .filter((workload) => workload.profiles.includes('sync-api') && (workload.codeRoots.length === 0 || waitsOf(workload, system).length > 0))
    .flatMap((workload) =>
      workload.units.flatMap((unit) => {
        // One that means this unit and misses it (dp1/scaling-target-does-not-exist) is judged by what it would scale on.
        const scaler = unit.autoscaler ?? system.autoscalers.find(({ binding }) => binding.bound === 'no' && binding.nearest === unit.source) ?? null;
        return scaler && scaler.signalsComplete && scaler.signals.length > 0 ? [{ id: `${workload.id}/${scaler.id}`, workload, autoscaler: scaler }] : [];
      }),
    );
}
