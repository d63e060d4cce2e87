import { broken, keptBy, line, undecided } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import type { Autoscaler, System, Workload } from '../../model/system.ts';
import { isStreamConsumer, onlyBackground } from './stream-consumers.ts';

interface ScaledWorker {
  readonly id: string;
  readonly workload: Workload;
  readonly autoscaler: Autoscaler;
}

export const workerScaledOnCpu: Rule<ScaledWorker> = {
  id: 'dp1/worker-scaled-on-cpu',
  severity: 'warning', // DP1 says SHOULD
  summary: 'A queue worker scales on its backlog, not on CPU or memory.',
  controls: ['WAF-PERF-020'],
  needs: ['code', 'infrastructure'],
  practice: true,

  subjects: (system) => scaledWorkers(system),

  judge({ workload, autoscaler }) {
    const fitting = autoscaler.signals.find(({ signal }) => signal === 'queue-depth' || signal === 'lag');
    if (fitting) return keptBy([line(fitting.source, fitting.says)]);
    const consumer = workload.entryPoints.find((entry) => entry.role === 'consumer');
    const evidence = [...(consumer ? [line(consumer.source, `${consumer.framework} consumer`)] : []), ...autoscaler.signals.map((signal) => line(signal.source, signal.says))];
    if (!autoscaler.signalsComplete || autoscaler.signals.length === 0) {
      return undecided({
        at: autoscaler.source,
        message: `what ${workload.name} scales on is not known`,
        help: 'Scale it on the depth of its queue.',
        missing: [{ cause: 'no-value-given', missing: `the metric of ${autoscaler.says}`, breaksWhen: 'it is CPU or memory' }],
        evidence,
        joins: workload.joins,
      });
    }
    const says = [...new Set(autoscaler.signals.map(({ signal }) => signal))].join(' and ');
    return broken({
      at: autoscaler.signals[0]?.source ?? autoscaler.source,
      message: `${workload.name} takes work from a queue but scales on ${says}: a worker that waits for I/O stays idle while its queue grows`,
      help: `Scale ${workload.name} on its queue: messages waiting divided by the messages one instance works off in the time you promise.`,
      evidence,
      joins: workload.joins,
    });
  },
};

function scaledWorkers(system: System): readonly ScaledWorker[] {
  return system.workloads.flatMap((workload) => {
    // What reads streams is judged by dp1/stream-consumer-without-lag-scaling.
    const queued = onlyBackground(workload) && workload.entryPoints.some((entry) => entry.role === 'consumer' && !isStreamConsumer(entry));
    if (!queued) return [];
    return workload.units.flatMap((unit) => (unit.autoscaler ? [{ id: `${workload.id}/${unit.autoscaler.id}`, workload, autoscaler: unit.autoscaler }] : []));
  });
}
