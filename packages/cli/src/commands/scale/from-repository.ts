import { isKnown } from '@plimsoll/check';
import type { Known, System, Unit, Workload } from '@plimsoll/check';
import type { Contract } from '@plimsoll/contract/file';
import type { QueueKind, Stated } from './options.ts';
import { isPlain } from './options.ts';
import type { Note, RunsOn, ScalePlan, SignalSource } from './plan.ts';

type WorkloadContract = Contract['workloads'][number];

/** After this SQS hands a message to another whatever is done (API_ChangeMessageVisibility). */
const sqsHoldMs = 12 * 3_600_000;

const sqsAddress = /QUEUE_?URL|SQS/i;

/** By the library that takes the work; the names are those of the readers. */
const kinds: readonly { readonly kind: QueueKind; readonly of: RegExp }[] = [
  { kind: 'sqs', of: /sqs/ },
  { kind: 'bullmq', of: /^(?:bullmq|bull)$/ },
  { kind: 'pg-boss', of: /^pg-boss$/ },
  { kind: 'kafka', of: /kafka|sarama|franz/ },
];

/** Plans for the workloads of one environment. What is stated wins over the contract, and that over what was found. */
export function plansOf(system: System, stated: Stated, only: readonly string[]): { readonly plans: readonly ScalePlan[]; readonly notes: readonly Note[] } {
  const plans: ScalePlan[] = [];
  const notes: Note[] = [];
  const isDeployed = system.workloads.some(({ units }) => units.some(isReal));
  for (const workload of system.workloads) {
    if (only.length > 0 && !only.includes(workload.name)) continue;
    if (only.length === 0 && isDeployed && workload.units.length > 0 && !workload.units.some(isReal)) continue; // of a developer's machine, beside what is deployed
    const contract = system.contract?.workloads.find(({ name }) => name.value === workload.name) ?? null;
    const plan = planOf(workload, contract, stated, only.length > 0);
    if (plan === null) continue;
    if (typeof plan === 'string') notes.push({ workload: workload.name, says: plan, leftOut: true });
    else plans.push(plan);
  }
  return { plans, notes };
}

function isReal({ local, infrastructure }: Unit): boolean {
  return !local && infrastructure === null;
}

/** The plan, what is missing, or null for what is not scaled and was not asked for. */
function planOf(workload: Workload, contract: WorkloadContract | null, stated: Stated, asked: boolean): ScalePlan | string | null {
  const profiles = contract?.profile ? [contract.profile.value] : workload.profiles;
  const [profile] = profiles;
  if (profile === undefined) return asked ? 'what it does is not known; give it a profile in plimsoll.yml' : null;
  if (profiles.length > 1) return `it is ${profiles.join(' and ')} at once: give each a process of its own first (dp1/mixed-load-profiles-in-one-process)`;
  if (profile === 'batch') return asked ? 'batch work runs on a schedule and is not scaled' : null;
  const real = workload.units.filter(isReal);
  if (real.length > 0 && real.every(({ type }) => type === 'lambda')) return asked ? 'functions are scaled by their platform' : null;
  if (!isPlain(workload.name)) return 'its name has characters that a manifest cannot hold; give it one in plimsoll.yml';
  const source = profile === 'sync-api' ? ({ kind: 'requests' } as const) : queueOf(workload, contract, stated);
  if (typeof source === 'string') return source;
  const target = profile === 'sync-api' ? stated.rateTarget : stated.backlogTarget;
  if (target === null)
    return profile === 'sync-api'
      ? 'how many requests one instance serves is not known; give --rate, such as --rate 50/s'
      : 'how many messages one instance may have is not known; give --target, or --promise and --service-time';
  const range = rangeOf(workload, contract, stated);
  if (typeof range === 'string') return range;
  const deadlineMs = contract?.deadlineMs?.value ?? null;
  if (source.kind === 'sqs' && deadlineMs !== null && deadlineMs >= sqsHoldMs)
    return `its deadline of ${deadlineMs / 3_600_000} h cannot be kept on SQS, which hands a message to another after 12 h: cut the work into smaller pieces`;
  return { workload: workload.name, profile, ...range, target, activation: stated.activation, source, runsOn: runsOn(workload.units), deadlineMs };
}

function queueOf(workload: Workload, contract: WorkloadContract | null, stated: Stated): SignalSource | string {
  const entry = workload.entryPoints.find(({ role }) => role === 'consumer' || role === 'stream');
  const variables = workload.units.flatMap(({ environment }) => environment);
  // A consumer of our own takes any queue; the address that its unit is given tells which.
  const kind = stated.queueKind ?? kinds.find(({ of }) => of.test(entry?.framework ?? ''))?.kind ?? (variables.some(({ name }) => sqsAddress.test(name)) ? 'sqs' : undefined);
  if (kind === undefined) return `its queue is ${entry ? `that of ${entry.framework}` : 'not known'}; give --queue sqs, bullmq, pg-boss or kafka`;
  const queue = stated.queueName ?? contract?.queue?.value ?? contract?.stream?.value ?? literal(entry?.queue ?? null);
  if (queue === null) return 'the name of its queue is not known; name it in plimsoll.yml (queue: …) or with --queue KIND:NAME';
  const variable = variables.find(({ name }) => (kind === 'sqs' ? sqsAddress.test(name) : kind === 'pg-boss' ? /^DATABASE_URL$|POSTGRES.*URL/i.test(name) : false));
  if (!isPlain(queue)) return `the name of its queue, ${JSON.stringify(queue.slice(0, 60))}, has characters that a manifest cannot hold; name it with --queue KIND:NAME`;
  return { kind, queue, addressVariable: variable && isPlain(variable.name) ? variable.name : null };
}

/** Only a name that is written out. */
function literal(queue: { readonly value: Known<string> } | null): string | null {
  return queue && isKnown(queue.value) && /^[\w.-]+$/.test(queue.value.value) ? queue.value.value : null;
}

function rangeOf(workload: Workload, contract: WorkloadContract | null, stated: Stated): { readonly instancesMin: number; readonly instancesMax: number } | string {
  const found = workload.units.find(({ autoscaler }) => autoscaler !== null)?.autoscaler ?? null;
  const fixed = workload.units.find(isReal) ?? null;
  const instancesMin = stated.min ?? contract?.scale?.min?.value ?? numberOf(found?.min) ?? numberOf(fixed?.instancesMin);
  const instancesMax = stated.max ?? contract?.scale?.max?.value ?? numberOf(found?.max);
  if (instancesMin === null || instancesMax === null) return 'how many instances it may have is not known; give --min and --max, or scale: { min, max } in plimsoll.yml';
  if (instancesMax <= instancesMin) return `it may have ${instancesMin} to ${instancesMax} instances, so nothing could be scaled; give --max above ${instancesMin}`;
  return { instancesMin, instancesMax };
}

function numberOf(known: Known<number> | undefined): number | null {
  return known && isKnown(known) ? known.value : null;
}

function runsOn(units: readonly Unit[]): RunsOn {
  const pods = units.find(({ type, local }) => !local && (type === 'kubernetes-deployment' || type === 'kubernetes-stateful-set'));
  const ecs = units.find(({ type }) => type === 'ecs-service');
  return {
    deployment: pods && isPlain(pods.name) ? { kind: pods.type === 'kubernetes-stateful-set' ? 'StatefulSet' : 'Deployment', name: pods.name } : null,
    ecsService: ecs?.address && isPlain(ecs.address) ? ecs.address : null,
  };
}
