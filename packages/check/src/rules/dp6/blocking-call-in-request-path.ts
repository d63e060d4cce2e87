import type { Severity } from '@plimsoll/contract';
import type { BlockingUse } from '../../facts/index.ts';
import { broken, keptBy, line } from '../../model/judgement.ts';
import { isKnown } from '../../model/known.ts';
import type { Rule } from '../../model/rule.ts';
import { sayMs } from '../../model/say.ts';
import type { Used } from '../../model/system.ts';
import { makesForProcess, simulates } from './purpose-of-code.ts';

export const blockingCallInRequestPath: Rule<Used<BlockingUse>> = {
  id: 'dp6/blocking-call-in-request-path',
  severity: 'error', // DP6 says MUST: non-blocking patterns on the path of requests
  summary: 'Nothing on the path of a request holds up the event loop, or sleeps.',
  controls: ['WAF-PERF-070'],
  needs: ['code'],
  practice: true,

  // A thread that waits for its own I/O is how servers with threads work; one that sleeps is only taken away from others.
  subjects: (system) =>
    system.blockings.filter((blocking) => (blocking.use.holds === 'event-loop' || blocking.use.what === 'sleep') && runsInRequests(blocking) && !blocking.use.inAsync && !simulates(blocking.use.site)),

  judge(blocking) {
    const { use, reach, owners } = blocking;
    const joins = owners.flatMap((owner) => owner.joins);
    const { durationMs } = use;
    // A sleep of zero only lets others go first.
    if (durationMs && isKnown(durationMs.value) && durationMs.value.value === 0) return keptBy([line(use.site.source, use.callee)]);
    const sleeps = use.what === 'sleep';
    return broken({
      at: use.site.source,
      severity: severityOf(blocking),
      message:
        use.holds === 'event-loop'
          ? `${use.callee} stops the event loop while a request is handled: until it returns, every other request of this process waits too`
          : `${use.callee} ${durationMs && isKnown(durationMs.value) ? `takes a thread out of service for ${sayMs(durationMs.value)}` : 'takes a thread out of service'} while a request is handled`,
      help:
        sleeps && use.holds === 'thread'
          ? 'Answer at once and let the client come back (202, Retry-After), or hand the waiting to a queue; where a retry needs a pause, bound their number and their sum.'
          : `Use ${use.instead}, or move the work to a worker thread.`,
      ...(use.holds === 'event-loop'
        ? {
            together: {
              key: use.site.source.file,
              name: `${use.site.source.line}:${use.site.source.column}`,
              many: `calls in ${use.site.source.file} stop the event loop while a request is handled: until each returns, every other request of this process waits too`,
              help: `Use what does not block (for the first of them ${use.instead}), or move the work to a worker thread.`,
            },
          }
        : {}),
      because: durationMs ? [durationMs.value] : [],
      evidence: reach.entry ? [line(reach.entry, reach.why)] : [],
      joins,
    });
  },
};

/** A file that is read again comes from memory: short, though not nothing. */
function severityOf({ use, reach }: Used<BlockingUse>): Severity {
  if (use.what === 'file') return reach.sure === 'certain' ? 'warning' : 'info';
  return use.holds === 'event-loop' && reach.sure === 'certain' ? 'error' : 'warning';
}

/** Called from a handler, as far as calls can be followed; or a method of an object of which only a server's program makes use. */
function runsInRequests({ use, reach }: Used<BlockingUse>): boolean {
  if (reach.path !== 'request' || use.site.lifetime === 'process') return false;
  if (use.what === 'file' && makesForProcess(use.site)) return false;
  if (reach.sure === 'certain') return !(use.what === 'sleep' && isInjected(use));
  return reach.shown && use.holds === 'event-loop' && /#\w+\.\w+$/.test(use.site.within ?? '') && !makesForProcess(use.site);
}

/** `time.Sleep(extraLatency)`: a delay that configuration asks for is the purpose of the code. */
function isInjected({ durationMs }: BlockingUse): boolean {
  if (!durationMs) return false;
  const words = [...durationMs.variables, isKnown(durationMs.value) ? durationMs.value.says : durationMs.value.reason].join(' ');
  return /latency|extra|fault|inject|simulat|chaos/i.test(words);
}
