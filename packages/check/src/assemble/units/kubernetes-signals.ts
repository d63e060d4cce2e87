import type { ScalingSignal } from '@plimsoll/contract';
import type { KubernetesAutoscaler } from '../../facts/index.ts';
import type { Autoscaler } from '../../model/system.ts';

/** KEDA scalers by what they watch (https://keda.sh/docs/2.17/scalers/). */
const kedaSignals: Readonly<Record<string, ScalingSignal>> = {
  'aws-sqs-queue': 'queue-depth',
  rabbitmq: 'queue-depth',
  'azure-servicebus': 'queue-depth',
  'azure-queue': 'queue-depth',
  'gcp-pubsub': 'queue-depth',
  redis: 'queue-depth',
  'redis-streams': 'lag',
  kafka: 'lag',
  'apache-kafka': 'lag',
  'aws-kinesis-stream': 'lag',
  'azure-eventhub': 'lag',
  cron: 'schedule',
  cpu: 'cpu',
  memory: 'memory',
};

export function kubernetesSignals(fact: KubernetesAutoscaler): Autoscaler['signals'] {
  return fact.metrics.map((metric) => ({ signal: signalOf(metric.type, metric.name), source: metric.source, says: `${metric.type} ${metric.name}`.trim() }));
}

function signalOf(type: string, name: string): ScalingSignal {
  const keda = kedaSignals[type];
  if (keda) return keda;
  if (type === 'Resource' || type === 'ContainerResource') return name === 'memory' ? 'memory' : name === 'cpu' ? 'cpu' : 'other';
  return signalOfMetricName(name);
}

/** Custom metrics are told apart by the words in their names. */
export function signalOfMetricName(name: string): ScalingSignal {
  const plain = name.toLowerCase();
  if (/cpu/.test(plain)) return 'cpu';
  if (/mem(ory)?(_|$|util|percent|usage)/.test(plain)) return 'memory';
  if (/lag|iterator_?age|offset/.test(plain)) return 'lag';
  if (/latency|duration|response_?time/.test(plain)) return 'latency';
  if (/queue|backlog|depth|messages|undelivered|pending|jobs/.test(plain)) return 'queue-depth';
  if (/request|rps|qps|hits|throughput/.test(plain)) return 'request-rate';
  if (/concurren|in_?flight|connections|utili[sz]ation/.test(plain)) return 'concurrency';
  return 'other';
}
