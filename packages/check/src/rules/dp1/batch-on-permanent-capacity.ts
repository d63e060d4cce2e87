import { compare } from '../../model/arithmetic.ts';
import { broken, kept, keptBy, line } from '../../model/judgement.ts';
import { stated } from '../../model/known.ts';
import type { Rule } from '../../model/rule.ts';
import { say } from '../../model/say.ts';
import type { System, Unit, Workload } from '../../model/system.ts';

interface BatchUnit {
  readonly id: string;
  readonly unit: Unit;
  readonly workload: Workload;
}

/** What runs until it is done, and then is gone. */
const oneShot: ReadonlySet<Unit['type']> = new Set(['lambda', 'scheduled-task', 'kubernetes-job', 'kubernetes-cron-job', 'batch-job']);

/** Started again and again until somebody stops them. */
const permanent: ReadonlySet<Unit['type']> = new Set(['ecs-service', 'autoscaling-group', 'machine', 'kubernetes-deployment', 'kubernetes-stateful-set']);

export const batchOnPermanentCapacity: Rule<BatchUnit> = {
  id: 'dp1/batch-on-permanent-capacity',
  severity: 'warning', // DP1 says SHOULD
  summary: 'Batch work runs on capacity that comes with it and goes with it, spot where it may be interrupted.',
  controls: ['WAF-PERF-010', 'WAF-PERF-080'],
  needs: ['infrastructure', 'code'],
  practice: true,

  subjects: (system) => batchUnits(system),

  judge({ unit, workload }) {
    const { capacity } = unit;
    if (oneShot.has(unit.type)) {
      // A function has no other price; a task on Fargate has.
      const fullPrice = capacity?.kind === 'on-demand' || (capacity?.kind === 'serverless' && unit.type !== 'lambda');
      if (!capacity || !fullPrice) return keptBy([line(capacity?.source ?? unit.source, capacity ? capacity.kind : 'runs until it is done')]);
      return broken({
        at: capacity.source,
        severity: 'info',
        message: `${workload.name} is batch work and runs on ${capacity.kind === 'serverless' ? 'Fargate at its full price' : 'on-demand capacity'}`,
        help: 'Where it may be interrupted and started again, run it on spot capacity (FARGATE_SPOT, a SPOT compute environment, a spot node pool), which costs a fraction.',
        joins: workload.joins,
      });
    }
    const none = compare(unit.instancesMin, '<', stated(1, unit.source, '1'));
    if (none.answer !== 'no') return kept(unit.instancesMin);
    return broken({
      at: unit.source,
      message: `${workload.name} is batch work, but ${unit.name} keeps at least ${say(unit.instancesMin)} ${none.left === unit.instancesMin ? 'instance running' : 'running'} all day`,
      help: 'Start it when there is work: a scheduled task, AWS Batch, a Kubernetes Job or CronJob, on spot capacity where it may be interrupted.',
      because: [unit.instancesMin],
      joins: workload.joins,
    });
  },
};

function batchUnits(system: System): readonly BatchUnit[] {
  return system.workloads
    .filter((workload) => workload.profiles.length > 0 && workload.profiles.every((profile) => profile === 'batch'))
    .flatMap((workload) => workload.units.filter((unit) => !unit.local && (oneShot.has(unit.type) || permanent.has(unit.type))).map((unit) => ({ id: unit.id, unit, workload })));
}
