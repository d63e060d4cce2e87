import type { Source } from '@plimsoll/contract';
import type { BlockingUse } from '../../facts/index.ts';
import { broken, keptBy, line, lower } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import type { System, Used } from '../../model/system.ts';
import { makesForProcess, simulates } from './purpose-of-code.ts';

interface BlockedFunction {
  readonly id: string;
  readonly at: Source; // the call that blocks, or the call of a function of the project in which it stands
  readonly callee: string;
  readonly blocking: Used<BlockingUse>;
  readonly worker: boolean;
}

export const blockingCallInAsyncFunction: Rule<BlockedFunction> = {
  id: 'dp6/blocking-call-in-async-function',
  severity: 'error', // DP6 says MUST
  summary: 'An async function calls nothing that blocks.',
  controls: ['WAF-PERF-070'],
  needs: ['code'],
  practice: true,

  subjects: (system) => [...direct(system), ...throughHelpers(system)],

  judge({ at, callee, blocking, worker }) {
    const { use, reach, owners } = blocking;
    if (use.durationMs && 'value' in use.durationMs.value && use.durationMs.value.value === 0) return keptBy([line(at, callee)]);
    const helper = at !== use.site.source;
    return broken({
      at,
      severity: lower('error', (worker || (!helper && reach.sure !== 'certain') ? 1 : 0) + (!helper && use.what === 'file' ? 1 : 0)),
      message: helper
        ? `this async function calls ${callee}, which waits in ${use.callee}: the event loop stands still until that returns, and with it everything else that runs on it`
        : `${use.callee} blocks in an async function: the event loop stands still until it returns, and with it everything else that runs on it`,
      help: helper
        ? `Make ${callee} async (${use.instead}), or call it in a thread: await asyncio.to_thread(${callee}, …).`
        : `Use ${use.instead}${use.library.startsWith('node:') ? '' : ', or run it in a thread (asyncio.to_thread, run_in_executor)'}.`,
      evidence: [...(helper ? [line(use.site.source, use.callee)] : []), ...(reach.entry ? [line(reach.entry, reach.why)] : [])],
      joins: owners.flatMap((owner) => owner.joins),
    });
  },
};

function direct(system: System): readonly BlockedFunction[] {
  return system.blockings
    .filter(
      ({ use, reach }) =>
        use.holds === 'event-loop' &&
        use.inAsync &&
        use.site.lifetime === 'call' &&
        (reach.path === 'request' || reach.path === 'worker') &&
        (reach.shown || slow.has(use.what)) &&
        !simulates(use.site) &&
        !(use.what === 'file' && makesForProcess(use.site)),
    )
    .map((blocking) => ({ id: blocking.id, at: blocking.use.site.source, callee: blocking.use.callee, blocking, worker: blocking.reach.path === 'worker' }));
}

/** Only what certainly takes long counts one call further: a statement or a file may be quick, and who calls may know it. */
const slow: ReadonlySet<BlockingUse['what']> = new Set(['http', 'sdk', 'sleep', 'process']);

function throughHelpers(system: System): readonly BlockedFunction[] {
  return system.blockings
    .filter(({ use }) => use.holds === 'thread' && slow.has(use.what) && !simulates(use.site))
    .flatMap((blocking) =>
      system
        .asyncCallersOf(blocking.use.site.within)
        .map((call) => ({ id: `${blocking.id}<${call.source.file}:${call.source.line}`, at: call.source, callee: call.callee, blocking, worker: call.path === 'worker' })),
    );
}
