import { severityOfAbsence, whyQuiet } from '../../model/absence.ts';
import { broken, keptBy, line } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import type { JoinedDecision } from '../../model/system.ts';

export const adrWithoutPerformanceImpact: Rule<JoinedDecision> = {
  id: 'dp8/adr-without-performance-impact',
  severity: 'error', // DP8 says MUST; a warning until the repository has a first such section
  summary: 'A decision that bears on performance says how.',
  controls: ['WAF-PERF-100'],
  needs: ['decision'],
  practice: true,

  subjects: (system) =>
    system.decisions.filter(
      ({ decision }) => !decision.template && decision.bearsOnPerformance.yes && decision.status !== 'superseded' && decision.status !== 'rejected' && decision.status !== 'deprecated',
    ),

  judge({ decision }, system) {
    const section = decision.performanceSection;
    if (section && !section.empty) return keptBy([line(section.source, section.heading)]);
    const terms = decision.bearsOnPerformance.because.slice(0, 3);
    const words = terms.map(({ term }) => term).join(', ');
    return broken({
      at: section?.source ?? decision.source,
      severity: severityOfAbsence(system, system.adopted.performanceSection),
      message: section ? `“${decision.title}” has a performance section with nothing in it` : `“${decision.title}” bears on performance (${words}) but has no section on its impact`,
      help: 'Add a section “Performance Impact” with expected throughput and latency, scaling strategy, and the performance debt created or accepted.',
      ...(system.adopted.performanceSection || section ? {} : { together: { key: 'none', name: decision.file, many: 'decisions bear on performance, and none has a section on its impact' } }),
      evidence: [...terms.map(({ term, source }) => line(source, term)), ...whyQuiet(system, system.adopted.performanceSection)],
    });
  },
};
