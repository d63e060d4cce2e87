import type { Rule } from '../../model/rule.ts';
import type { Contradiction } from '../../model/system.ts';
import { judgeContradiction } from './contradiction.ts';

export const contractContradictsCode: Rule<Contradiction> = {
  id: 'contract/contract-contradicts-code',
  severity: 'error', // a contract that is not kept misleads everyone who reads it
  summary: 'What plimsoll.yml states is what the code says.',
  controls: ['WAF-PERF-050'],
  needs: ['contract', 'code'],

  subjects: (system) => system.contradictions.filter((pair) => pair.against === 'code'),

  judge: judgeContradiction,
};
