import { readFileSync } from 'node:fs';

/** Counters of the machine since it started; null where the system does not show them (anything but Linux, mostly). */
export interface MachineCounters {
  readonly cpuTicks: number | null; // of all kinds together
  readonly stealTicks: number | null;
  readonly throttledMs: number | null;
}

export function readCounters(): MachineCounters {
  const cpu = /^cpu +(.*)$/m
    .exec(textOf('/proc/stat') ?? '')?.[1]
    ?.split(' ')
    .map(Number); // proc(5): user nice system idle iowait irq softirq steal guest guest_nice
  const ticks = cpu?.slice(0, 8).reduce((sum, each) => sum + each, 0) ?? null;
  return { cpuTicks: ticks, stealTicks: cpu?.[7] ?? null, throttledMs: throttled() };
}

/** Share of the time between two readings that the hypervisor gave to others. */
export function stealShare(before: MachineCounters, after: MachineCounters): number | null {
  if (before.cpuTicks === null || after.cpuTicks === null || before.stealTicks === null || after.stealTicks === null) return null;
  const all = after.cpuTicks - before.cpuTicks;
  return all <= 0 ? 0 : (after.stealTicks - before.stealTicks) / all;
}

/** cgroup v2 says microseconds, v1 nanoseconds. */
function throttled(): number | null {
  const second = /^throttled_usec (\d+)$/m.exec(textOf('/sys/fs/cgroup/cpu.stat') ?? '')?.[1];
  if (second !== undefined) return Number(second) / 1000;
  const first = /^throttled_time (\d+)$/m.exec(textOf('/sys/fs/cgroup/cpu/cpu.stat') ?? '')?.[1];
  return first === undefined ? null : Number(first) / 1e6;
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
