import { severityOfAbsence, whyQuiet } from '../../model/absence.ts';
import { broken, keptBy, line } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import type { JoinedDecision } from '../../model/system.ts';

export const templateWithoutPerformanceSection: Rule<JoinedDecision> = {
  id: 'dp8/template-without-performance-section',
  severity: 'error', // DP8 says MUST; a warning until the repository has a first such section
  summary: 'The template for decisions asks for their impact on performance.',
  controls: ['WAF-PERF-100'],
  needs: ['decision'],
  practice: true,

  subjects: (system) => system.decisions.filter(({ decision }) => decision.template),

  judge({ decision }, system) {
    const section = decision.performanceSection;
    if (section) return keptBy([line(section.source, section.heading)]);
    return broken({
      at: decision.source,
      severity: severityOfAbsence(system, system.adopted.performanceSection),
      message: 'the template for decisions asks for no performance impact, so no decision made from it will have one',
      help: 'Add a section “Performance Impact” to the template, with expected throughput, scaling strategy, and performance debt created and accepted.',
      evidence: [...(system.adopted.performanceSection ? [line(system.adopted.performanceSection, 'a decision that has one')] : []), ...whyQuiet(system, system.adopted.performanceSection)],
    });
  },
};
