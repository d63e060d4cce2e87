import type { Source } from '@plimsoll/contract';
import { sourceKey } from '@plimsoll/contract';
import type { ClientUse } from '../../facts/index.ts';
import { broken, kept, line, lower, undecided } from '../../model/judgement.ts';
import { isKnown } from '../../model/known.ts';
import type { Rule } from '../../model/rule.ts';
import type { System, Used } from '../../model/system.ts';

/** Calls that share the place where the timeout is missing (the client they go through) are one subject. */
interface OpenCall {
  readonly id: string;
  readonly at: Source;
  readonly uses: readonly Used<ClientUse>[];
}

export const httpCallWithoutTimeout: Rule<OpenCall> = {
  id: 'dp6/http-call-without-timeout',
  severity: 'error', // DP6 says MUST
  summary: 'Every outgoing HTTP call has a timeout.',
  controls: ['WAF-PERF-070'],
  needs: ['code'],

  subjects: (system) => openCalls(system),

  judge({ at, uses }) {
    const [first] = uses;
    if (!first) throw new Error('a call has a use');
    const { use } = first;
    const timeout = use.timeoutMs.value;
    if (!isKnown(timeout)) {
      return undecided({
        at,
        message: `whether ${use.callee} has a timeout is not known`,
        help: 'Set the timeout where the call or its client is made.',
        unknowns: [timeout],
        breaksWhen: 'nothing sets one',
      });
    }
    if (timeout.value !== Infinity) return kept(timeout);
    const path = uses.some(({ reach }) => reach.path === 'request') ? 'request' : 'worker';
    const entry = uses.find(({ reach }) => reach.path === path)?.reach;
    return broken({
      at,
      severity: lower('error', path === 'worker' ? 1 : 0),
      message: `${use.callee} waits without limit${path === 'request' ? ', and a request waits with it' : ''}: when the other side stalls, ${path === 'request' ? 'every request that needs it' : 'the worker'} stalls too`,
      help: `Give ${use.act === 'client' ? 'the client' : 'the call'} a timeout below the deadline of its caller${hint(use.library)}.`,
      evidence: [...uses.filter(({ use: other }) => sourceKey(other.site.source) !== sourceKey(at)).slice(0, 4).map(({ use: other }) => line(other.site.source, other.callee)), ...(entry?.entry ? [line(entry.entry, entry.why)] : [])],
      joins: uses.flatMap(({ owners }) => owners.flatMap((owner) => owner.joins)),
    });
  },
};

function openCalls(system: System): readonly OpenCall[] {
  const groups = new Map<string, { at: Source; uses: Used<ClientUse>[] }>();
  for (const used of system.clients) {
    const { use, reach } = used;
    if (use.protocol !== 'http' || (reach.path !== 'request' && reach.path !== 'worker')) continue;
    const timeout = use.timeoutMs.value;
    // Where the calls decide, each of them is a use of its own; an agent only keeps connections.
    if (use.act === 'client' && (!isKnown(timeout) || /\bAgent$/.test(use.callee))) continue;
    const at = isKnown(timeout) && timeout.value === Infinity ? timeout.source : use.site.source;
    const key = sourceKey(at);
    const group = groups.get(key);
    if (group) group.uses.push(used);
    else groups.set(key, { at, uses: [used] });
  }
  return [...groups.values()].map(({ at, uses }) => ({ id: `call:${at.file}:${at.line}:${at.column}`, at, uses }));
}

const hints: Readonly<Record<string, string>> = {
  requests: ': `timeout=(connect, read)` in seconds',
  axios: ': `timeout` in milliseconds, or `axios.create({ timeout })` once',
  fetch: ': `signal: AbortSignal.timeout(ms)`',
  'net/http': ': `http.Client{Timeout: …}`, or a context with a deadline',
  'urllib.request': ': `timeout=` in seconds',
};

function hint(library: string): string {
  return hints[library] ?? '';
}
