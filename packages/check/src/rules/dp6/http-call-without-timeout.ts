import type { Evidence, Source } from '@plimsoll/contract';
import { folderOf, sourceKey } from '@plimsoll/contract';
import type { ClientUse } from '../../facts/index.ts';
import { broken, kept, line, lower, undecided } from '../../model/judgement.ts';
import { isKnown } from '../../model/known.ts';
import { wayTo } from '../../model/reach.ts';
import type { Rule } from '../../model/rule.ts';
import { sayMs } from '../../model/say.ts';
import type { System, Used } from '../../model/system.ts';
import { isOffered, isOnlyOffered, offered } from './offered-client.ts';
import { timeoutHint } from './timeout-hints.ts';

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
  practice: true,

  subjects: (system) => openCalls(system),

  judge({ at, uses }, system) {
    const [first] = uses;
    if (!first) throw new Error('a call has a use');
    const { use } = first;
    const timeout = use.timeoutMs.value;
    if (!isKnown(timeout) && timeout.bounds?.max !== undefined) return kept(timeout); // there is one, whatever its number
    if (!isKnown(timeout)) {
      return undecided({
        at,
        message: `whether ${use.callee} has a timeout is not known`,
        help: `Set the timeout where the call or its client is made; where callers hand in the options, give the call a limit of its own that they can only lower${use.library === 'fetch' ? ' (`AbortSignal.any([signal, AbortSignal.timeout(ms)])`)' : ''}.`,
        unknowns: [timeout],
        breaksWhen: 'nothing sets one',
        ...(timeout.needs.cause === 'not-supported-yet'
          ? {
              together: {
                key: `unsupported ${use.library}`,
                name: `${at.file}:${at.line}`,
                many: 'calls take their options from a place that is not followed yet; whether they have a timeout is not known',
                help: 'Set the timeout where the client is made, or where the call is.',
              },
            }
          : {}),
      });
    }
    if (timeout.value !== Infinity) return kept(timeout);
    if (isOnlyOffered(uses)) return offered(at, uses);
    const path = uses.some(({ reach }) => reach.path === 'request') ? 'request' : 'worker';
    const onPath = uses.filter(({ reach }) => reach.path === path);
    const entry = (onPath.find(({ reach }) => reach.by === 'calls') ?? onPath.find(({ reach }) => reach.by === 'loads') ?? onPath[0])?.reach;
    const waits = path === 'request' && entry?.by === 'calls';
    const end = endOfWorker(uses, system);
    const limit = libraryLimits[use.library] ?? (end ? `${end.says} ends the worker` : undefined);
    return broken({
      at,
      // Where no chain of calls shows that a request waits, only the missing timeout is certain; of code that merely stands beside a program, not even that it runs.
      // A library that gives up by itself, if late, ends the worst.
      severity: lower('error', entry?.by === 'package' ? 2 : waits && limit === undefined ? 0 : 1),
      message: messageOf(use, limit, waits ? 'request' : path === 'worker' ? 'worker' : 'unseen', isFunction(uses)),
      // One file that calls out twenty times has one habit to change, not twenty.
      together: {
        key: `${use.library} ${at.file}`,
        name: `${at.line}:${at.column}`,
        many: `calls of ${use.library} in ${at.file} have no timeout: when the other side stalls, so do they`,
        worst: { holds: waits, says: 'seen to make a request wait' },
      },
      help: `Give ${use.act === 'client' ? 'the client' : 'the call'} a timeout below the deadline of its caller${timeoutHint(use.library)}.`,
      evidence: [
        ...uses
          .filter(({ use: other }) => sourceKey(other.site.source) !== sourceKey(at))
          .slice(0, 4)
          .map(({ use: other }) => line(other.site.source, other.callee)),
        ...(entry ? wayTo(entry) : []),
        ...(end ? [end] : []),
      ],
      joins: uses.flatMap(({ owners }) => owners.flatMap((owner) => owner.joins)),
    });
  },
};

const finiteByDefault: ReadonlySet<string> = new Set(['ky', 'httpx', 'aiohttp', 'okhttp', 'feign', 'openfeign']);

/** Who is seen to wait for the call. */
type Waiting = 'request' | 'worker' | 'unseen';

function messageOf(use: ClientUse, limit: string | undefined, who: Waiting, inFunction: boolean): string {
  const waits = limit ? `${use.callee} has no timeout of its own (${limit})` : inFunction ? `${use.callee} waits until the function's own timeout ends it` : `${use.callee} waits without limit`;
  const stalls = inFunction ? 'the function can answer with nothing but its own end' : consequences[who];
  return `${waits}${who === 'request' && !inFunction ? ', and a request waits with it' : ''}: when the other side stalls, ${stalls}`;
}

const consequences: Readonly<Record<Waiting, string>> = { request: 'every request that needs it stalls too', worker: 'the worker stalls too', unseen: 'whoever called it stalls too' };

/** What a library gives up after when nobody sets anything: too long for a caller, but not never (Node.js 24, undici). */
const libraryLimits: Readonly<Record<string, string>> = { fetch: 'Node gives up after 300 s', undici: 'undici gives up after 300 s' };

/** What ends the process around a call that does not end: it holds a worker for that long, and takes it along. */
function endOfWorker(uses: readonly Used<ClientUse>[], system: System): Evidence | null {
  const owners = new Set(uses.flatMap(({ owners }) => owners.map(({ id }) => id)));
  const ends = system.deadlines.filter(({ use, owners: served }) => use.what === 'server' && workerEnds.has(use.library) && served.some(({ id }) => owners.has(id)));
  const servedAll = [...owners].every((id) => ends.some(({ owners: served }) => served.some((each) => each.id === id)));
  const [first] = ends;
  if (owners.size === 0 || !first || !servedAll || ends.some(({ use }) => !isKnown(use.timeoutMs.value) || use.timeoutMs.value.value === Infinity)) return null;
  const { value } = first.use.timeoutMs;
  return isKnown(value) ? line(value.source, `${first.use.library === 'uwsgi' ? 'harakiri' : 'the timeout of gunicorn'} of ${sayMs(value)}`) : null;
}

/** Servers that end a worker whose request takes too long. */
const workerEnds: ReadonlySet<string> = new Set(['uwsgi', 'gunicorn']);

function isFunction(uses: readonly Used<ClientUse>[]): boolean {
  const entries = uses.flatMap(({ owners }) => owners.flatMap((owner) => owner.entryPoints));
  return entries.length > 0 && entries.every((entry) => entry.framework === 'aws-lambda');
}

function openCalls(system: System): readonly OpenCall[] {
  const groups = new Map<string, { at: Source; uses: Used<ClientUse>[] }>();
  for (const used of system.clients) {
    const { use, reach } = used;
    if (use.protocol !== 'http' || (reach.path !== 'request' && reach.path !== 'worker' && !isOffered(used))) continue;
    const timeout = use.timeoutMs.value;
    // Only an explicit "none" would break these: they give up by themselves.
    if (!isKnown(timeout) && finiteByDefault.has(use.library)) continue;
    // Where the calls decide, each of them is a use of its own; an agent only keeps connections, and a session of requests knows no timeout.
    if (use.act === 'client' && (!isKnown(timeout) || use.callee.endsWith('Agent') || use.library === 'requests')) continue;
    const at = isKnown(timeout) && timeout.value === Infinity ? timeout.source : use.site.source;
    const key = sourceKey(at);
    const group = groups.get(key);
    if (group) group.uses.push(used);
    else groups.set(key, { at, uses: [used] });
  }
  // A client that nothing is seen to call through may be dead code, or a default that its caller replaces.
  const calling = new Set(system.clients.flatMap(({ use }) => (use.act === 'call' ? [`${use.library} ${folderOf(use.site.source.file)}`] : [])));
  return (
    [...groups.values()]
      .filter(({ uses }) => uses.some(({ use, reach }) => use.act === 'call' || (reach.shown && calling.has(`${use.library} ${folderOf(use.site.source.file)}`))))
      // Of a call that nobody is seen to wait for, it is no question whether it ends.
      .filter(({ uses }) => uses.some(({ use, reach }) => isKnown(use.timeoutMs.value) || reach.shown))
      .map(({ at, uses }) => ({ id: `call:${at.file}:${at.line}:${at.column}`, at, uses }))
  );
}
