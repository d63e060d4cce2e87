import type { EntryPoint } from '../../facts/index.ts';
import type { Workload } from '../../model/system.ts';

/** Libraries that read an ordered log with a position of their own in it, whatever role the reader of the code gives them. */
const ofLogs = /kafka|kinesis|sarama|franz|faust|event-?hub|pulsar|redpanda/i;

export function isStreamConsumer(entry: EntryPoint): boolean {
  return entry.role === 'stream' || (entry.role === 'consumer' && ofLogs.test(entry.framework));
}

/** Workloads that only work off a backlog; requests reach none of them. */
export function onlyBackground(workload: Workload): boolean {
  return workload.profiles.length > 0 && workload.profiles.every((profile) => profile === 'background-job' || profile === 'stream');
}
