import type { DroppedContext } from '../../facts/index.ts';
import { broken, line } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import type { Used } from '../../model/system.ts';
import { simulates } from './purpose-of-code.ts';

export const contextNotPropagated: Rule<Used<DroppedContext>> = {
  id: 'dp6/context-not-propagated',
  severity: 'warning', // DP6's pyramid: the outer deadline ends what is inside only where it is handed on
  summary: 'Calls on behalf of a request carry its context.',
  controls: ['WAF-PERF-070'],
  needs: ['code'],
  practice: true,

  subjects: (system) => system.droppedContexts.filter(({ use, reach }) => reach.path === 'request' && reach.shown && !simulates(use.site)),

  judge({ use, reach, owners }) {
    return broken({
      at: use.site.source,
      message: `${use.callee} is called with ${use.given} although ${use.available} is at hand: it goes on when the client has left, and no deadline of the request ends it`,
      help: `Pass ${use.available}${/^(?:http\.)?NewRequest$/.test(use.callee) ? ' (http.NewRequestWithContext)' : ''}; for work that is meant to outlive the request, context.WithoutCancel(${use.available}) with a timeout of its own.`,
      evidence: reach.entry ? [line(reach.entry, reach.why)] : [],
      joins: owners.flatMap((owner) => owner.joins),
      together: {
        key: use.site.source.file,
        name: `${use.site.source.file}:${use.site.source.line}`,
        many: 'calls on behalf of requests are made without their context: they go on when the client has left, and no deadline of the request ends them',
      },
    });
  },
};
