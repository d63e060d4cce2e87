import nodeProcess from 'node:process';
import { systemClock } from '../../clock/index.ts';
import type { Clock } from '../../clock/index.ts';
import type { Family, MetricSource } from '../../telemetry/family.ts';
import { fitsGrace, graceMsByDefault } from '../drain/budget.ts';
import { drain } from '../drain/drain.ts';
import type { Closing, DrainPhase, DrainReport } from '../drain/drain.ts';
import { publish, workloadChannel } from '../events.ts';
import { claimRole } from '../role/claim.ts';
import type { Role } from '../role/role.ts';
import type { RoleDefinition, RoleRun } from './definition.ts';

/** What a workload needs of its process; injected in tests. */
export interface HostProcess {
  on(signal: 'SIGTERM' | 'SIGINT', listener: () => void): unknown;
  off(signal: 'SIGTERM' | 'SIGINT', listener: () => void): unknown;
  exit(code: number): void;
  emitWarning?(warning: Error): void;
}

export interface WorkloadOptions {
  readonly name: string;
  /** What the work uses, to be closed when none runs any more: pools, queues, telemetry, in this order. */
  readonly closings?: readonly Closing[] | undefined;
  /** Between SIGTERM and SIGKILL, as the platform is configured; default 30 s, which is that of Kubernetes and ECS. */
  readonly graceMs?: number | undefined;
  /** For interrupted work to notice; default 1 s. */
  readonly interruptMs?: number | undefined;
  /** For giving back, and again for closing; default 2 s. */
  readonly closeMs?: number | undefined;
  readonly host?: HostProcess | undefined;
  readonly clock?: Clock | undefined;
}

/** A process at its one role. */
export interface Workload extends MetricSource {
  readonly name: string;
  readonly role: Role;
  readonly phase: DrainPhase;
  /** For the readiness probe: false from the moment a drain begins. Liveness stays good until the end. */
  ready(): boolean;
  /** Ends it as SIGTERM does, without leaving the process. Asked twice, it is the same drain. */
  drain(reason?: string): Promise<DrainReport>;
  /** Settles when it has ended, whoever asked for it. */
  readonly ended: Promise<DrainReport>;
}

/** How the process ends: all done or given back, failed, or interrupted batch work that wants another start (EX_TEMPFAIL of sysexits.h). */
export const workloadExitCodes = { drained: 0, failed: 1, interrupted: 75 } as const;

const host: HostProcess = nodeProcess;
const aliveMs = 60_000;

/**
 * Takes the process for one role and runs it until SIGTERM or SIGINT, or until a batch has ended; then drains and leaves the process. Throws
 * `ERR_PLIMSOLL_ROLE_TAKEN` where another role runs, and `ERR_PLIMSOLL_OPTION` where draining could take longer than the platform waits.
 */
export async function startWorkload(definition: RoleDefinition, options: WorkloadOptions): Promise<Workload> {
  const { name, closings = [], graceMs = graceMsByDefault, interruptMs = 1000, closeMs = 2000, clock = systemClock } = options;
  const process = options.host ?? host;
  const timing = { loadBalancerMs: definition.loadBalancerMs, deadlineMs: definition.deadlineMs, interruptMs, closeMs };
  fitsGrace(name, timing, graceMs);
  const release = claimRole(definition.role, name);

  let phase: DrainPhase = 'running';
  let draining: Promise<DrainReport> | null = null;
  let failed = false;
  let settleEnded: (report: DrainReport) => void = () => {};
  const ended = new Promise<DrainReport>((resolve) => {
    settleEnded = resolve;
  });
  const alive = setInterval(() => {}, aliveMs); // timers of the clock keep no process alive

  /** To who listens; where nobody does, as Node warns: a process that ends with 1 and not a word leaves nothing to look into. */
  const tellFailure = (error: unknown): void => {
    publish(() => ({ kind: 'work-failed', workload: name, error }));
    if (!workloadChannel.hasSubscribers) process.emitWarning?.(error instanceof Error ? error : new Error(`the work of ${name} failed: ${String(error)}`));
  };

  let run: RoleRun;
  const begin = (reason: string): Promise<DrainReport> => {
    draining ??= drain(
      reason,
      {
        intake: run,
        closings,
        enter: (next) => {
          phase = next;
          publish(() => ({ kind: 'phase', workload: name, role: definition.role, phase: next, reason }));
        },
        closeFailed: (what, error) => publish(() => ({ kind: 'close-failed', workload: name, what, error })),
      },
      definition.role === 'server' ? timing : { ...timing, loadBalancerMs: 0 },
      clock,
    ).then((report) => {
      process.off('SIGTERM', onTerm);
      process.off('SIGINT', onInterrupt);
      clearInterval(alive);
      release();
      settleEnded(report);
      return report;
    });
    return draining;
  };

  const leave = async (reason: string): Promise<void> => {
    const { givenBack } = await begin(reason);
    const interrupted = definition.role === 'batch' && givenBack > 0;
    if (failed) await new Promise(setImmediate); // a warning is written a turn after it was given
    process.exit(failed ? workloadExitCodes.failed : interrupted ? workloadExitCodes.interrupted : workloadExitCodes.drained);
  };
  const onTerm = (): void => void leave('SIGTERM');
  const onInterrupt = (): void => void leave('SIGINT');

  try {
    run = definition.open({
      name,
      clock,
      ended: (outcome, error) => {
        failed ||= outcome === 'failed';
        if (outcome === 'failed') tellFailure(error);
        void leave(`the work has ${outcome === 'done' ? 'ended' : 'failed'}`);
      },
    });
    process.on('SIGTERM', onTerm);
    process.on('SIGINT', onInterrupt);
    await run.start();
  } catch (error) {
    process.off('SIGTERM', onTerm);
    process.off('SIGINT', onInterrupt);
    clearInterval(alive);
    release();
    throw error;
  }
  return {
    name,
    role: definition.role,
    get phase() {
      return phase;
    },
    ready: () => phase === 'running',
    drain: (reason = 'asked by its user') => begin(reason),
    ended,
    collect: () =>
      named(name, definition.role, [
        ...run.families(),
        { kind: 'gauge', name: 'plimsoll.workload.ready', unit: '{process}', description: '1 while it takes work.', points: [{ attributes: {}, value: phase === 'running' ? 1 : 0 }] },
      ]),
  };
}

function named(name: string, role: Role, families: readonly Family[]): readonly Family[] {
  return families.map((family): Family => {
    const point = <P extends { readonly attributes: Family['points'][number]['attributes'] }>(each: P): P => ({
      ...each,
      attributes: { 'plimsoll.workload': name, 'plimsoll.role': role, ...each.attributes },
    });
    return family.kind === 'histogram' ? { ...family, points: family.points.map(point) } : { ...family, points: family.points.map(point) };
  });
}
