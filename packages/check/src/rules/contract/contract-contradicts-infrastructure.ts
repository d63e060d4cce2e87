import type { Rule } from '../../model/rule.ts';
import type { Contradiction } from '../../model/system.ts';
import { judgeContradiction } from './contradiction.ts';

export const contractContradictsInfrastructure: Rule<Contradiction> = {
  id: 'contract/contract-contradicts-infrastructure',
  severity: 'error', // a contract that is not kept misleads everyone who reads it
  summary: 'What plimsoll.yml states is what the infrastructure says.',
  controls: ['WAF-PERF-050'],
  needs: ['contract', 'infrastructure'],

  subjects: (system) => system.contradictions.filter((pair) => pair.against === 'infrastructure'),

  judge: judgeContradiction,
};
