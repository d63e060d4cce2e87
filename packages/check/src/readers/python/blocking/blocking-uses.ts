import type { BlockingUse } from '../../../facts/code.ts';
import { calleeName, externalBases } from '../code/external.ts';
import { referentOf } from '../code/referent.ts';
import { siteOf } from '../code/site.ts';
import type { PythonCall, PythonFunction, PythonModule } from '../code/types.ts';
import { textOf } from '../../syntax/index.ts';
import { secondsSetting } from '../value/setting.ts';
import { handedOn } from './handed-on.ts';
import type { BlockingCallee } from './callees.ts';
import { blockingCallees } from './callees.ts';
import { isPatched } from './patched.ts';

/** Calls in functions that hold up their thread, or the event loop, until they return. */
export function blockingUses(module: PythonModule): readonly BlockingUse[] {
  const found = module.calls.flatMap((call) => {
    const within = call.within;
    const callee = within && calleeOf(call, within);
    return within && callee && !handedOn(call.node) ? blockingUse(call, within, callee) : [];
  });
  return found.length > 0 && isPatched(module) ? [] : found;
}

function blockingUse(call: PythonCall, within: PythonFunction, callee: BlockingCallee): readonly BlockingUse[] {
  const site = siteOf(call);
  if (runsOnce(site, within)) return [];
  const seconds = callee.what === 'sleep' ? call.positional[0] : undefined;
  return [
    {
      kind: 'blocking',
      what: callee.what,
      library: callee.library === 'the driver' ? (calleeName(call)?.split(/[.#]/)[0] ?? callee.library) : callee.library,
      callee: call.written,
      site,
      holds: within.async || onTornadoLoop(within) ? 'event-loop' : 'thread',
      inAsync: within.async,
      durationMs: seconds ? secondsSetting(seconds) : null,
      instead: callee.instead,
    },
  ];
}

/** While a process starts nobody waits; a main function that loops is no start. */
function runsOnce(site: BlockingUse['site'], within: PythonFunction): boolean {
  return site.lifetime === 'process' && !site.inLoop && within.name !== 'main';
}

/** Tornado runs the plain methods of its handlers on the event loop as well. */
function onTornadoLoop(within: PythonFunction): boolean {
  if (!within.inClass || within.decorators.some((each) => textOf(each).includes('run_on_executor'))) return false;
  return externalBases(within.inClass).some((each) => /^tornado\.(web\.RequestHandler|websocket\.WebSocketHandler)$/.test(each));
}

const openFile: BlockingCallee = { names: /^open$/, what: 'file', library: 'open', instead: 'aiofiles.open', asyncOnly: true };

function calleeOf(call: PythonCall, within: PythonFunction): BlockingCallee | null {
  if (call.node.parent?.type === 'await') return null;
  const name = calleeName(call);
  const found = name === null ? undefined : blockingCallees.find((each) => each.names.test(name));
  if (found) return found.asyncOnly && !within.async ? null : found;
  return within.async && call.written === 'open' && referentOf(call.callee) === null ? openFile : null;
}
