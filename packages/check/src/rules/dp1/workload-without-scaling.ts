import { folderOf } from '@plimsoll/contract';
import { severityOfAbsence, whyQuiet } from '../../model/absence.ts';
import { broken, kept, keptBy, line, undecided } from '../../model/judgement.ts';
import { isKnown } from '../../model/known.ts';
import type { Rule } from '../../model/rule.ts';
import { plainName, plural } from '../../model/say.ts';
import type { System, Unit, Workload } from '../../model/system.ts';

interface ScalableUnit {
  readonly id: string;
  readonly unit: Unit;
  readonly workload: Workload;
}

/** Types that a scaling policy can be put on; the others scale by themselves or not at all. */
const scalable: ReadonlySet<Unit['type']> = new Set(['ecs-service', 'kubernetes-deployment', 'autoscaling-group']);

export const workloadWithoutScaling: Rule<ScalableUnit> = {
  id: 'dp1/workload-without-scaling',
  severity: 'warning', // DP1 says SHOULD
  summary: 'What serves load has a scaling policy that fits its profile.',
  controls: ['WAF-PERF-020'],
  needs: ['infrastructure', 'code'],
  practice: true,

  subjects: (system) => scalableUnits(system),

  judge({ unit, workload }, system) {
    if (unit.autoscaler) return keptBy([line(unit.autoscaler.source, unit.autoscaler.says)]);
    const open = system.autoscalers.find(({ binding }) => binding.bound === 'unknown' && (binding.name === null || binding.name === unit.name));
    if (open) {
      return undecided({
        at: unit.source,
        message: `whether ${unit.name} scales cannot be told: ${open.says} scales something that is not known here`,
        help: `Name the target of ${open.says} so that it can be joined.`,
        missing: [{ cause: 'no-value-given', missing: open.binding.bound === 'yes' ? '' : open.binding.why, breaksWhen: `${open.says} scales something else` }],
        evidence: [line(open.targetSource, open.targets)],
      });
    }
    const { instancesMax } = unit;
    if (!isKnown(instancesMax) && instancesMax.needs.cause === 'not-supported-yet') return kept(instancesMax);
    const signal = workload.profiles.includes('sync-api') ? 'request rate' : 'queue depth';
    const runs = isKnown(unit.instancesSays) ? plural(unit.instancesSays.value, 'instance') : 'a fixed number of instances';
    const scaled = variantsOf(unit, workload, system).find(({ autoscaler }) => autoscaler !== null);
    return broken({
      at: unit.source,
      severity: severityOfAbsence(system, null),
      message: scaled
        ? `${plainName(unit.name, system.environment)} as ${folderOf(unit.source.file) || 'the root folder'} has it runs ${runs} and nothing scales it, although ${folderOf(scaled.source.file) || 'the root folder'} has it scaled`
        : `${plainName(unit.name, system.environment)} runs ${runs} and nothing scales it`,
      help: `Add ${policyFor(unit.type)} that scales ${unit.name} on ${signal}.`,
      because: [unit.instancesSays],
      evidence: whyQuiet(system, null),
      places: unit.copies,
      together: {
        key: scaled ? 'variant' : 'none',
        name: plainName(workload.name, system.environment), // the same in several environments is one
        many: scaled
          ? 'workloads run a fixed number of instances in one variant of their manifests, although another variant scales them'
          : `workloads run a fixed number of instances, and no policy here scales them`,
        help: 'Begin with the busiest: scale what serves requests on their rate, and what works off a queue on its depth.',
      },
      joins: workload.joins,
    });
  },
};

/** The same unit as another folder of manifests has it: of the same code, or of the same name and image. */
function variantsOf(unit: Unit, workload: Workload, { units }: System): readonly Unit[] {
  const same = units.filter((other) => other.name === unit.name && other.image !== null && other.image === unit.image);
  return [...workload.units, ...same].filter((other) => folderOf(other.source.file) !== folderOf(unit.source.file));
}

function policyFor(type: Unit['type']): string {
  if (type === 'ecs-service') return 'an aws_appautoscaling_target and policy';
  return type === 'autoscaling-group' ? 'an aws_autoscaling_policy' : 'a HorizontalPodAutoscaler or a KEDA ScaledObject';
}

function scalableUnits(system: System): readonly ScalableUnit[] {
  return system.workloads.flatMap((workload) => {
    if (!workload.profiles.some((profile) => profile === 'sync-api' || profile === 'background-job' || profile === 'stream')) return [];
    // One instance is right for what only schedules.
    if (workload.entryPoints.length > 0 && workload.entryPoints.every((entry) => entry.role === 'scheduler')) return [];
    // A broken autoscaler that means this unit is a finding of dp1/scaling-target-does-not-exist already.
    const meant = new Set(system.autoscalers.flatMap(({ binding }) => (binding.bound === 'no' && binding.nearest ? [binding.nearest] : [])));
    return workload.units.filter((unit) => scalable.has(unit.type) && !unit.local && !meant.has(unit.source)).map((unit) => ({ id: unit.id, unit, workload }));
  });
}
