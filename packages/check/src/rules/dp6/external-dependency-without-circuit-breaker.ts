import type { ClientUse } from '../../facts/index.ts';
import { broken, keptBy, line } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import type { System, Used, Workload } from '../../model/system.ts';

interface Outside {
  readonly id: string;
  readonly workload: Workload;
  readonly calls: readonly Used<ClientUse>[]; // to hosts outside, on the path of requests
}

export const externalDependencyWithoutCircuitBreaker: Rule<Outside> = {
  id: 'dp6/external-dependency-without-circuit-breaker',
  severity: 'info', // one of DP6's patterns; a warning once the repository has a breaker somewhere
  summary: 'Requests that wait for a service of somebody else stop asking it while it is down.',
  controls: ['WAF-PERF-070'],
  needs: ['code', 'infrastructure'],
  practice: true,

  subjects: (system) => outsides(system),

  judge({ workload, calls }, system) {
    const breaker = system.breakers.find(({ owners }) => owners.includes(workload));
    if (breaker) return keptBy([line(breaker.use.site.source, breaker.use.library)]);
    const mesh = system.meshPolicies.find(({ outlierDetection }) => outlierDetection !== null);
    if (mesh?.outlierDetection) return keptBy([line(mesh.outlierDetection, 'outlier detection of the mesh')]);
    const [first, ...rest] = calls;
    if (!first) throw new Error('subjects call somebody');
    const adopted = system.breakers[0];
    return broken({
      at: first.use.site.source,
      severity: adopted ? 'warning' : 'info',
      message: `requests of ${workload.name} wait for a service outside (${first.use.callee}) with nothing that stops them while it is down: each of them waits until it gives up, and holds what it holds`,
      help: `Put a circuit breaker around the calls (${breakersOf(workload.language)}): open after half of 20 calls failed, probe after 10 s, answer from a cache or with an error meanwhile.`,
      places: rest.map(({ use }) => use.site.source),
      evidence: [...(first.reach.entry ? [line(first.reach.entry, first.reach.why)] : []), ...(adopted ? [line(adopted.use.site.source, `${adopted.use.library} elsewhere in this repository`)] : [])],
      joins: workload.joins,
    });
  },
};

/** Calls whose host is written out and lies outside; what is called by a name from configuration may be a neighbour. */
function outsides(system: System): readonly Outside[] {
  const inside = new Set(system.internalCalls.map(({ client }) => client));
  return system.workloads
    .map((workload) => ({
      id: `outside:${workload.id}`,
      workload,
      calls: system.clients.filter(
        (client) =>
          client.use.protocol === 'http' && client.use.act === 'call' && client.reach.path === 'request' && client.owners.includes(workload) && !inside.has(client) && isPublic(client, system),
      ),
    }))
    .filter(({ calls }) => calls.length > 0);
}

function isPublic({ use }: Used<ClientUse>, system: System): boolean {
  const target = use.target?.value;
  const text = target && 'value' in target ? target.value : '';
  const host = /^https:\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)+)/i.exec(text)?.[1]?.toLowerCase();
  return host !== undefined && !/\.(?:local|internal|svc|cluster|localhost)$|\.svc\./.test(host) && !system.publicHosts.some(({ host: own }) => 'value' in own && own.value === host);
}

function breakersOf(language: string | null): string {
  if (language === 'java') return 'resilience4j';
  if (language === 'python') return 'pybreaker, or aiobreaker in async code';
  if (language === 'go') return 'sony/gobreaker';
  return '@plimsoll/runtime guard, opossum, cockatiel';
}
