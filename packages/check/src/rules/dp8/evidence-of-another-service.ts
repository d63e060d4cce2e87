import { broken, keptBy, undecided } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import type { ClaimedResult, System } from '../../model/system.ts';
import { claimLine, perLine, runLine } from './phrases.ts';

export const evidenceOfAnotherService: Rule<ClaimedResult> = {
  id: 'dp8/evidence-of-another-service',
  severity: 'error', // DP8 says MUST
  summary: 'The run that shows a result measured the service and the scenario that the decision is about.',
  controls: ['WAF-PERF-060', 'WAF-PERF-100'],
  needs: ['decision', 'load-test'],

  subjects: (system) => perLine(system.claimed.results).filter(({ run }) => run !== null),

  judge({ claim, run, services, joins }, system) {
    if (!run) throw new Error('subjects have a run');
    const evidence = [runLine(run, claim.quantile)];
    const scenario = otherScenario(run.scenario.name, system);
    if (scenario) {
      return broken({
        at: claim.evidence?.source ?? claim.source,
        message: `run ${run.id} is of the scenario ${run.scenario.name}, but the gate of this repository runs ${scenario.value}`,
        help: 'Name a run of the gate’s scenario.',
        evidence: [...evidence, { ...scenario.source, says: scenario.value }],
        joins,
      });
    }
    if (run.service === null || services.length === 0) {
      const missing = run.service === null ? `the service that run ${run.id} measured` : 'the service that the decision means';
      return undecided({
        at: claim.source,
        message: run.service === null ? `run ${run.id} does not say which service it measured` : `run ${run.id} measured ${run.service}; which service the decision means is not known`,
        help: run.service === null ? 'Record the run with an SLO file, which names the service.' : 'Name the service in the title of the decision.',
        missing: [{ cause: 'no-value-given', missing, breaksWhen: 'it is another one' }],
        evidence,
        joins,
      });
    }
    const { service } = run;
    if (services.some((name) => plain(name) === plain(service))) return keptBy([claimLine(claim), ...evidence]);
    return broken({
      at: claim.evidence?.source ?? claim.source,
      message: `run ${run.id} measured ${service}, but the decision is about ${services[0] ?? ''}`,
      help: `Name a run of ${services[0] ?? 'that service'}.`,
      evidence,
      joins,
    });
  },
};

/** Only a name that is a file can be held against the file of the gate. */
function otherScenario(name: string, { contract }: System) {
  const stated = contract?.gate?.scenario;
  const stem = (path: string): string => path.slice(path.lastIndexOf('/') + 1).replace(/(?:\.(?:plimsoll|scenario))?\.\w+$/, '');
  return stated && /\.(?:[cm]?[jt]s|ya?ml|jmx|json)$/.test(name) && stem(name) !== stem(stated.value) ? stated : null;
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-');
}
