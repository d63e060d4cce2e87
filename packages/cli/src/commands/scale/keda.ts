import { headOf } from './formula.ts';
import { coolingSeconds } from './hpa.ts';
import type { Places, ScalePlan, Written } from './plan.ts';

interface Trigger {
  readonly type: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly says: readonly string[];
}

/**
 * A ScaledObject of KEDA (https://keda.sh/docs/latest/reference/scaledobject-spec/). From zero to one it takes a signal above the activation, from
 * one on the HPA that KEDA makes takes ceil(signal / target).
 */
export function kedaOf(plan: ScalePlan, places: Places): Written {
  const trigger = triggerOf(plan, places);
  if ('missing' in trigger) return trigger;
  const { deployment } = plan.runsOn;
  const metadata = Object.entries(trigger.metadata).map(([name, value]) => `        ${name}: ${JSON.stringify(value)}`);
  const text = [
    ...headOf(plan, [...trigger.says, 'From one on KEDA leaves the number as it is while the signal is within a tenth of its target.']).map((line) => `# ${line}`),
    'apiVersion: keda.sh/v1alpha1',
    'kind: ScaledObject',
    'metadata:',
    `  name: ${plan.workload}`,
    'spec:',
    '  scaleTargetRef:',
    ...(deployment?.kind === 'StatefulSet' ? ['    kind: StatefulSet'] : []),
    `    name: ${deployment?.name ?? plan.workload}`,
    '  pollingInterval: 15',
    '  cooldownPeriod: 300 # only from one to none',
    `  minReplicaCount: ${plan.instancesMin}`,
    `  maxReplicaCount: ${plan.instancesMax}`,
    '  advanced:',
    '    horizontalPodAutoscalerConfig:',
    '      behavior:',
    '        scaleDown:',
    `          stabilizationWindowSeconds: ${coolingSeconds(plan)}`,
    '  triggers:',
    `    - type: ${trigger.type}`,
    '      metricType: AverageValue',
    '      metadata:',
    ...metadata,
  ].join('\n');
  return { text: `${text}\n` };
}

function triggerOf(plan: ScalePlan, places: Places): Trigger | { readonly missing: string } {
  const { source } = plan;
  const target = String(plan.target);
  const activation = String(plan.activation);
  if (source.kind === 'sqs') {
    if (places.region === null) return { missing: 'KEDA needs the region of the queue; give --region' };
    return {
      type: 'aws-sqs-queue',
      metadata: {
        ...(source.addressVariable === null ? { queueURL: source.queue } : { queueURLFromEnv: source.addressVariable }),
        awsRegion: places.region,
        queueLength: target,
        activationQueueLength: activation,
        scaleOnInFlight: 'true',
        scaleOnDelayed: 'false',
      },
      says: ['Messages in flight count, or workers would be taken away under their work; delayed ones do not. KEDA needs sqs:GetQueueAttributes.'],
    };
  }
  if (source.kind === 'kafka') {
    if (places.bootstrap === null) return { missing: 'KEDA needs the brokers; give --bootstrap HOST:PORT' };
    return {
      type: 'kafka',
      metadata: {
        bootstrapServers: places.bootstrap,
        consumerGroup: places.group ?? plan.workload,
        topic: source.queue,
        lagThreshold: target,
        activationLagThreshold: activation,
        allowIdleConsumers: 'false',
      },
      says: [`No more instances than ${source.queue} has partitions get any work.`],
    };
  }
  if (source.kind === 'pg-boss') {
    // The alias tells a reader, and `plimsoll check`, what the number is.
    const query = `SELECT count(*) AS backlog FROM pgboss.job WHERE name = '${source.queue}' AND (state = 'active' OR (state IN ('created', 'retry') AND start_after <= now()))`;
    return {
      type: 'postgresql',
      metadata: { connectionFromEnv: source.addressVariable ?? 'DATABASE_URL', query, targetQueryValue: target, activationTargetQueryValue: activation },
      says: ['Active jobs count, or workers would be taken away under their work; jobs that are due later do not.'],
    };
  }
  if (places.prometheus === null)
    return { missing: `KEDA cannot ask ${source.kind === 'bullmq' ? 'BullMQ' : 'for requests'} itself; give --prometheus URL of a server that collects plimsoll_workload_…` };
  const query = source.kind === 'bullmq' ? `max(plimsoll_workload_backlog{messaging_destination_name="${source.queue}"})` : `sum(plimsoll_workload_request_rate{plimsoll_workload="${plan.workload}"})`;
  return {
    type: 'prometheus',
    metadata: { serverAddress: places.prometheus, query, threshold: target, activationThreshold: activation, ignoreNullValues: 'false' },
    says:
      source.kind === 'bullmq'
        ? ['backlogSignal of @plimsoll/runtime/workload exports the metric, from a role that always runs: at zero workers no worker would. No value is an error, not 0.']
        : ['The servers export the metric themselves; no value is an error, not 0.'],
  };
}
