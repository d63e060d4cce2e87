import type { DeadlineUse } from '../../facts/index.ts';
import { broken, kept, undecided } from '../../model/judgement.ts';
import { isKnown } from '../../model/known.ts';
import type { Rule } from '../../model/rule.ts';
import type { Used } from '../../model/system.ts';

export const serverWithoutTimeouts: Rule<Used<DeadlineUse>> = {
  id: 'dp6/server-without-timeouts',
  severity: 'warning', // advice inside DP6: a slow client holds a connection, and behind it a worker, for as long as it likes
  summary: 'An HTTP server bounds how long a client may keep a request open.',
  controls: ['WAF-PERF-070'],
  needs: ['code'],
  practice: true,

  subjects: (system) => system.deadlines.filter(({ use, reach }) => use.what === 'server' && reach.path !== 'script' && reach.path !== 'unreached'),

  judge({ use, owners }) {
    const { value } = use.timeoutMs;
    const joins = owners.flatMap((owner) => owner.joins);
    if (!isKnown(value)) {
      return undecided({
        at: use.site.source,
        message: `the timeouts of this ${use.library} server are not known`,
        help: 'Set its read, write and idle timeouts where it is made.',
        unknowns: [value],
        breaksWhen: 'none is set',
        joins,
      });
    }
    if (value.value !== Infinity) return kept(value);
    return broken({
      at: use.site.source,
      severity: use.operations ? 'info' : 'warning',
      message: `this ${use.library} server${use.operations ? ', which answers metrics and probes only,' : ''} sets no timeouts: a client that reads or sends slowly holds its connection, and what serves it, without end`,
      help:
        use.library.startsWith('net/http') || use.library === 'gin'
          ? 'Make an http.Server with ReadHeaderTimeout, ReadTimeout, WriteTimeout and IdleTimeout, and call its ListenAndServe.'
          : 'Give the server a timeout for requests (0 switches it off).',
      because: [value],
      joins,
    });
  },
};
