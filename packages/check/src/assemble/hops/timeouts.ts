import type { Contract } from '@plimsoll/contract/file';
import type { ClientUse, CodeFact, DeadlineUse, KubernetesFact, Site, TerraformResource, TerraformRoot } from '../../facts/index.ts';
import { product } from '../../model/arithmetic.ts';
import { isKnown, stated, valueOf } from '../../model/known.ts';
import type { RequestLimit } from '../../model/calls.ts';
import type { Reach, TimeoutPair, Used, Workload } from '../../model/system.ts';
import { sayDurationMs } from '../../model/say.ts';
import { unitId } from '../units/terraform-index.ts';
import { gatewayTimeouts } from './api-gateway.ts';
import { lambdaTimeoutMs } from './lambda-timeout.ts';
import { isMeant } from '../workloads/declared.ts';

export interface TimeoutParts {
  readonly workloads: readonly Workload[];
  readonly clients: readonly Used<ClientUse>[];
  readonly code: readonly CodeFact[];
  readonly kubernetes: readonly KubernetesFact[];
  readonly terraform: readonly TerraformRoot[];
  readonly contract: Contract | null;
  readonly reachOf: (site: Site) => Reach;
  readonly owners: (site: Site, reach: Reach) => readonly Workload[];
}

type Outer = Omit<RequestLimit, 'id'>;

/** Everything that ends a request of a workload while its code still works on it. What bounds something else (idle time, receiving a request) is none. */
export function requestLimits(parts: TimeoutParts): readonly RequestLimit[] {
  const outers = [...contractDeadlines(parts), ...handlerDeadlines(parts), ...ingressTimeouts(parts), ...lambdaTimeouts(parts)];
  return outers.map((outer) => ({ ...outer, id: `limit:${outer.name}@${outer.source.file}:${outer.source.line}` }));
}

/** Pairs of timeouts of which the first surrounds the second. */
export function timeoutPairs(parts: TimeoutParts, limits: readonly RequestLimit[]): readonly TimeoutPair[] {
  return [...gatewayTimeouts(parts.terraform), ...contractCalls(parts.contract), ...limits.flatMap((outer) => aroundCalls(outer, parts.clients))];
}

/** Every outgoing call that the workload makes while a request waits happens inside each of its outer timeouts. */
function aroundCalls(outer: Outer, clients: readonly Used<ClientUse>[]): readonly TimeoutPair[] {
  return clients.flatMap((client): readonly TimeoutPair[] => {
    const timeout = client.use.timeoutMs.value;
    if (client.reach.path !== 'request' && outer.workload.units.every((unit) => unit.type !== 'lambda')) return [];
    if (!client.owners.includes(outer.workload) || valueOf(timeout) === Infinity || client.use.protocol === 'sdk') return [];
    const tries = client.use.tries?.value ?? null;
    const total = tries ? product(timeout, tries) : timeout;
    const { site } = client.use;
    return [
      {
        id: `timeout:${outer.name} > ${site.source.file}:${site.source.line}`,
        outer,
        inner: { name: client.use.callee, timeoutMs: total, tryMs: timeout, source: isKnown(timeout) && timeout.source.file === site.source.file ? timeout.source : site.source, tries },
        joins: outer.workload.joins,
        help: `Give ${client.use.callee} less time than ${outer.name} leaves, tries and all.`,
      },
    ];
  });
}

function contractDeadlines(parts: TimeoutParts): readonly Outer[] {
  return (parts.contract?.workloads ?? []).flatMap((declared) => {
    const workload = parts.workloads.find((candidate) => isMeant(declared, candidate));
    const deadline = declared.deadlineMs;
    if (!workload || !deadline) return [];
    return [{ name: `the deadline of ${workload.name}`, timeoutMs: stated(deadline.value, deadline.source, `deadline: ${sayDurationMs(deadline.value)}`), source: deadline.source, workload }];
  });
}

/** Inside the contract itself: a call's timeout must fit within its workload's deadline. */
function contractCalls(contract: Contract | null): readonly TimeoutPair[] {
  return (contract?.workloads ?? []).flatMap((workload) => {
    const deadline = workload.deadlineMs;
    if (!deadline) return [];
    return (workload.calls ?? []).flatMap((call): readonly TimeoutPair[] => {
      const timeout = call.timeoutMs;
      if (!timeout) return [];
      return [
        {
          id: `timeout:${workload.name.value} > ${call.name.value}`,
          outer: { name: `the deadline of ${workload.name.value}`, timeoutMs: stated(deadline.value, deadline.source, `deadline: ${sayDurationMs(deadline.value)}`), source: deadline.source },
          inner: {
            name: `the call to ${call.name.value}`,
            timeoutMs: stated(timeout.value, timeout.source, `timeout: ${sayDurationMs(timeout.value)}`),
            tryMs: null,
            source: timeout.source,
            tries: null,
          },
          joins: [],
          help: `Lower the timeout of ${call.name.value} below ${sayDurationMs(deadline.value)}, or raise the deadline of ${workload.name.value}.`,
        },
      ];
    });
  });
}

function handlerDeadlines(parts: TimeoutParts): readonly Outer[] {
  const deadlines = parts.code.filter((fact): fact is DeadlineUse => fact.kind === 'deadline' && fact.what === 'handler');
  return deadlines.flatMap((deadline) =>
    parts.owners(deadline.site, parts.reachOf(deadline.site)).map((workload) => ({
      name: `the ${deadline.library} deadline of ${workload.name}`,
      timeoutMs: deadline.timeoutMs.value,
      source: deadline.site.source,
      workload,
    })),
  );
}

/** Only stated values: which controller serves an ingress, and so its default, is not in the manifest. */
function ingressTimeouts(parts: TimeoutParts): readonly Outer[] {
  const services = parts.kubernetes.filter((fact) => fact.kind === 'kubernetes-service');
  return parts.kubernetes
    .filter((fact) => fact.kind === 'kubernetes-ingress')
    .flatMap((ingress) => {
      const read = ingress.timeouts.find((timeout) => timeout.what === 'proxy-read' || timeout.what === 'route');
      if (!read || !isKnown(read.timeoutMs)) return [];
      const { timeoutMs } = read;
      return ingress.backends.flatMap((backend) => {
        const service = services.find((candidate) => candidate.name === backend.service && candidate.variant === ingress.variant) ?? services.find((candidate) => candidate.name === backend.service);
        const workload = parts.workloads.find((candidate) => candidate.units.some((unit) => unit.takesTraffic !== null && unit.takesTraffic === service?.source));
        return workload ? [{ name: `the ${read.what} timeout of ingress ${ingress.name}`, timeoutMs, source: timeoutMs.source, workload }] : [];
      });
    });
}

function lambdaTimeouts(parts: TimeoutParts): readonly Outer[] {
  const resources = new Map<string, TerraformResource>(
    parts.terraform.flatMap((root) => root.resources.filter((resource) => resource.type === 'aws_lambda_function').map((resource) => [unitId(resource), resource] as const)),
  );
  return parts.workloads.flatMap((workload) =>
    workload.units.flatMap((unit) => {
      const resource = unit.type === 'lambda' ? resources.get(unit.id) : undefined;
      if (!resource) return [];
      return [{ name: `the timeout of function ${unit.name}`, timeoutMs: lambdaTimeoutMs(resource), source: resource.sourceOf('timeout') ?? resource.source, workload }];
    }),
  );
}
