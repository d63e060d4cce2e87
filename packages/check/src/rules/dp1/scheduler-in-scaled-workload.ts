import type { EntryPoint } from '../../facts/index.ts';
import { broken, keptBy, line, undecided } from '../../model/judgement.ts';
import { isKnown } from '../../model/known.ts';
import type { Rule } from '../../model/rule.ts';
import { say } from '../../model/say.ts';
import type { System, Workload } from '../../model/system.ts';

interface Scheduled {
  readonly id: string;
  readonly workload: Workload;
  readonly schedule: EntryPoint;
}

/**
 * Libraries whose schedules are jobs of the system. Timers (`setInterval`, `time.Ticker`, `@Scheduled(fixedDelay)`) as often keep
 * house for their own process, where every instance must run them. Sidekiq, BullMQ, pg-boss and Agenda keep one schedule in their store.
 */
const jobSchedulers: ReadonlySet<string> = new Set([
  'node-cron',
  'cron',
  'node-schedule',
  'croner',
  '@nestjs/schedule',
  'toad-scheduler',
  'celery',
  'celery-beat',
  'apscheduler',
  'schedule',
  'robfig/cron',
  'gocron',
  'quartz',
]);

export const schedulerInScaledWorkload: Rule<Scheduled> = {
  id: 'dp1/scheduler-in-scaled-workload',
  severity: 'warning', // DP1 says SHOULD
  summary: 'What runs on a schedule runs once, however many instances there are.',
  controls: ['WAF-PERF-020'],
  needs: ['code', 'infrastructure'],

  subjects: (system) => scheduled(system),

  judge({ workload, schedule }) {
    if (schedule.guard) return keptBy([line(schedule.source, schedule.guard)]);
    const { multiplied } = workload;
    const help =
      'Start the schedule from outside (EventBridge Scheduler, CronJob) or from one process of its own with one instance; where it must stay, guard it with a lock that all instances share.';
    if (multiplied.answer === 'no') return keptBy([line(schedule.source, `${schedule.framework}, one instance`)]);
    if (multiplied.answer === 'unknown') {
      return undecided({
        at: schedule.source,
        message: `${schedule.framework} runs a schedule in ${workload.name}; whether that runs more than once is not known`,
        help,
        unknowns: isKnown(multiplied.why) ? [] : [multiplied.why],
        breaksWhen: 'more than one instance runs',
        joins: workload.joins,
      });
    }
    return broken({
      at: schedule.source,
      message: `${schedule.framework} runs a schedule in ${workload.name}, and ${multiplied.unit.name} may run ${say(multiplied.because)} ${multiplied.of}: each of them starts the job`,
      help,
      because: [multiplied.because],
      joins: workload.joins,
    });
  },
};

function scheduled(system: System): readonly Scheduled[] {
  return system.workloads.flatMap((workload) =>
    workload.entryPoints
      .filter((entry) => entry.role === 'scheduler' && jobSchedulers.has(entry.framework) && starts(workload, entry) && !isForDevelopersOnly(workload))
      .map((schedule) => ({ id: `schedule:${schedule.source.file}:${schedule.source.line}@${workload.name}`, workload, schedule })),
  );
}

/** Celery's schedule is started by a command of its own: a unit with another command has the code and runs none of it. */
function starts({ units }: Workload, { framework }: EntryPoint): boolean {
  const commands = units.flatMap((unit) => unit.containers.map((container) => [...(container.command ?? []), ...(container.args ?? [])].join(' '))).filter((command) => command !== '');
  return !framework.startsWith('celery') || commands.length === 0 || commands.some((command) => /celery|beat/i.test(command));
}

/** A compose file for developers says that something else, elsewhere, runs it in production. */
function isForDevelopersOnly({ units }: Workload): boolean {
  return units.length > 0 && units.every((unit) => unit.local);
}
