import { broken, keptBy, line, undecided } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import type { Autoscaler, System, Workload } from '../../model/system.ts';
import { isStreamConsumer, onlyBackground } from './stream-consumers.ts';

interface ScaledStream {
  readonly id: string;
  readonly workload: Workload;
  readonly autoscaler: Autoscaler;
}

export const streamConsumerWithoutLagScaling: Rule<ScaledStream> = {
  id: 'dp1/stream-consumer-without-lag-scaling',
  severity: 'warning', // DP1 says SHOULD
  summary: 'A stream consumer scales on its lag.',
  controls: ['WAF-PERF-020'],
  needs: ['code', 'infrastructure'],
  practice: true,

  subjects: (system) => scaledStreams(system),

  judge({ workload, autoscaler }) {
    // What a queue holds and how far a consumer is behind are told apart by name only, and either follows the backlog.
    const fitting = autoscaler.signals.find(({ signal }) => signal === 'lag' || signal === 'queue-depth');
    if (fitting) return keptBy([line(fitting.source, fitting.says)]);
    const consumer = workload.entryPoints.find(isStreamConsumer);
    const evidence = [...(consumer ? [line(consumer.source, `${consumer.framework} consumer`)] : []), ...autoscaler.signals.map((signal) => line(signal.source, signal.says))];
    if (!autoscaler.signalsComplete || autoscaler.signals.length === 0) {
      return undecided({
        at: autoscaler.source,
        message: `what ${workload.name} scales on is not known`,
        help: 'Scale it on the lag of its consumer group.',
        missing: [{ cause: 'no-value-given', missing: `the metric of ${autoscaler.says}`, breaksWhen: 'it does not follow the lag' }],
        evidence,
        joins: workload.joins,
      });
    }
    const says = [...new Set(autoscaler.signals.map(({ signal }) => signal))].join(' and ');
    return broken({
      at: autoscaler.signals[0]?.source ?? autoscaler.source,
      message: `${workload.name} reads a stream but scales on ${says}: while it waits for I/O it falls behind and stays small`,
      help: `Scale ${workload.name} on the lag of its consumer group (KEDA kafka or aws-kinesis-stream trigger, IteratorAge), up to as many instances as the stream has partitions.`,
      evidence,
      joins: workload.joins,
    });
  },
};

function scaledStreams(system: System): readonly ScaledStream[] {
  return system.workloads
    .filter((workload) => onlyBackground(workload) && workload.entryPoints.some(isStreamConsumer) && !workload.entryPoints.some((entry) => entry.role === 'consumer' && !isStreamConsumer(entry)))
    .flatMap((workload) => workload.units.flatMap((unit) => (unit.autoscaler ? [{ id: `${workload.id}/${unit.autoscaler.id}`, workload, autoscaler: unit.autoscaler }] : [])));
}
