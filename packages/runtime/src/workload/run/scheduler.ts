import { RuntimeError } from '../../errors/index.ts';
import { publish } from '../events.ts';
import type { RoleDefinition } from './definition.ts';

export interface ScheduledJob {
  readonly name: string;
  /** The next time after `after`, or null for never: `everyMs`, or what a library for cron expressions says. */
  readonly next: (after: Date) => Date | null;
  readonly run: (signal: AbortSignal) => unknown;
}

export interface SchedulerRoleOptions {
  readonly jobs: readonly ScheduledJob[];
  /** For runs that have begun to end once the process is to end; default 20 s. */
  readonly deadlineMs?: number | undefined;
  readonly now?: (() => Date) | undefined;
}

/** Times at whole multiples of `ms` since 1970, so that instances and restarts agree on them. */
export function everyMs(ms: number): (after: Date) => Date {
  if (!(ms >= 1000)) throw new RuntimeError('ERR_PLIMSOLL_OPTION', `everyMs(${ms}): give 1000 or more`, { retryable: false, details: { option: 'everyMs' } });
  return (after) => new Date((Math.floor(after.getTime() / ms) + 1) * ms);
}

/** The wall clock may be set while a timer sleeps; it is looked at this often. */
const lookMs = 30_000;

/**
 * Starts jobs at their times. It is one instance: two would start everything twice, unless a lock with fencing stands between them. A run that
 * is still going when its next time comes is not started beside itself; that time is skipped and said.
 */
export function schedulerRole({ jobs, deadlineMs = 20_000, now = () => new Date() }: SchedulerRoleOptions): RoleDefinition {
  return {
    role: 'scheduler',
    loadBalancerMs: 0,
    deadlineMs,
    open({ clock, name }) {
      const controller = new AbortController();
      const running = new Map<string, Promise<void>>();
      const cancels = new Map<string, () => void>();
      let stopped = false;
      let skipped = 0;
      let begun = 0;
      let failed = 0;

      const begin = (job: ScheduledJob): void => {
        if (running.has(job.name)) {
          skipped++;
          publish(() => ({ kind: 'schedule-skipped', job: job.name, because: 'still running' }));
          return;
        }
        const run = async (): Promise<void> => {
          try {
            await job.run(controller.signal);
          } catch (error) {
            failed++;
            publish(() => ({ kind: 'schedule-failed', job: job.name, error }));
          }
        };
        running.set(
          job.name,
          run().finally(() => running.delete(job.name)),
        );
      };

      const arm = (job: ScheduledJob, due: Date | null): void => {
        if (stopped || due === null) return;
        const leftMs = due.getTime() - now().getTime();
        cancels.set(
          job.name,
          clock.after(Math.max(0, Math.min(lookMs, leftMs)), () => {
            if (now().getTime() < due.getTime()) return arm(job, due);
            begin(job);
            return arm(job, job.next(now()));
          }),
        );
      };

      return {
        async start() {
          for (const job of jobs) arm(job, job.next(now()));
        },
        stop() {
          stopped = true;
          begun = running.size;
          for (const cancel of cancels.values()) cancel();
        },
        async idle() {
          await Promise.all(running.values());
        },
        interrupt() {
          controller.abort(new RuntimeError('ERR_PLIMSOLL_DRAINING', `the process ends before a job of ${name} is done`, { retryable: true, details: { workload: name } }));
        },
        giveBack: async () => ({ finished: begun - running.size, givenBack: running.size, overran: running.size }),
        running: () => running.size,
        families: () => [
          { kind: 'gauge', name: 'plimsoll.workload.running', unit: '{run}', description: 'Runs in progress.', points: [{ attributes: {}, value: running.size }] },
          {
            kind: 'counter',
            name: 'plimsoll.workload.schedule.skipped',
            unit: '{run}',
            description: 'Times that came while the run before was still going.',
            points: [{ attributes: {}, value: skipped }],
          },
          { kind: 'counter', name: 'plimsoll.workload.schedule.failed', unit: '{run}', description: 'Runs that failed.', points: [{ attributes: {}, value: failed }] },
        ],
      };
    },
  };
}
