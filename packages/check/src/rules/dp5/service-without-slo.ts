import { severityOfAbsence, whyQuiet } from '../../model/absence.ts';
import { broken, keptBy, line } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import { plainName } from '../../model/say.ts';
import type { Workload } from '../../model/system.ts';

export const serviceWithoutSlo: Rule<Workload> = {
  id: 'dp5/service-without-slo',
  severity: 'error', // DP5 says MUST; a warning until the repository has a first SLO
  summary: 'Every deployed service that answers requests has a service level objective.',
  controls: ['WAF-PERF-050'],
  needs: ['code', 'infrastructure', 'slo'],
  practice: true,

  subjects: (system) => system.workloads.filter((workload) => workload.profiles.includes('sync-api') && workload.units.some((unit) => !unit.local)),

  judge(workload, system) {
    const own = system.slos.find(({ workload: joined }) => joined?.id === workload.id);
    if (own) return keptBy([line(own.slo.source, 'its objectives')]);
    const unit = workload.units.find((candidate) => !candidate.local) ?? workload.units[0];
    const functions = functionsOf(workload);
    return broken({
      at: unit?.source ?? workload.source,
      severity: severityOfAbsence(system, system.adopted.slo),
      message: `${functions ? `the ${functions} are` : `${workload.name} is`} deployed without a service level objective${system.adopted.slo ? `, although ${system.adopted.slo.file} shows how it is done here` : ''}: nothing says when ${functions ? 'they are' : 'it is'} fast enough`,
      help: `Add docs/slos/${functions ? '<service>' : workload.name}.yml with an availability and a latency objective (percentile, threshold, window) and what happens when the error budget is spent.`,
      places: workload.units.flatMap((other) => (other.local ? [] : [other.source, ...other.copies])).filter((source) => source !== unit?.source),
      ...(system.adopted.slo
        ? {}
        : {
            together: {
              key: 'none',
              name: functions ?? plainName(workload.name, system.environment), // the same in several environments is one
              many: 'services are deployed without a service level objective: nothing says when they are fast enough',
              help: 'Begin with the service that users meet first: docs/slos/<service>.yml with an availability and a latency objective (percentile, threshold, window) and what happens when the error budget is spent.',
            },
          }),
      evidence: [
        ...workload.entryPoints
          .filter((entry) => entry.role === 'server')
          .slice(0, 1)
          .map((entry) => line(entry.source, `${entry.framework} server`)),
        ...whyQuiet(system, system.adopted.slo),
      ],
      joins: workload.joins,
    });
  },
};

/** Functions that one block of infrastructure makes are parts of one service, however many there are. */
function functionsOf({ units }: Workload): string | null {
  const real = units.filter((unit) => !unit.local);
  const [first] = real;
  return first && real.every((unit) => unit.type === 'lambda') ? `functions of ${first.source.file}` : null;
}
