import type { Source } from '@plimsoll/contract';
import type { CodeFunction, EntryPoint, FunctionCall } from '../../facts/index.ts';
import type { Process } from '../../model/system.ts';
import type { CodeGraph } from './graph.ts';

const layersMax = 4;

/** The calls that lead to the one that starts the work, the outermost first: that is where somebody would take it out. */
export function startsOf(functionId: string, graph: CodeGraph): readonly FunctionCall[] {
  const seen = new Set([functionId]);
  let layer: readonly CodeFunction[] = [graph.functions.get(functionId)].filter((declared) => declared !== undefined);
  const layers: (readonly FunctionCall[])[] = [];
  for (let depth = 0; depth < layersMax && layer.length > 0; depth++) {
    const found = layer.flatMap((declared) => callsOf(declared, graph));
    layers.unshift(found.map(({ call }) => call));
    layer = found.map(({ caller }) => caller).filter(({ id }) => !seen.has(id));
    for (const { id } of layer) seen.add(id);
  }
  return layers.flat();
}

function callsOf(declared: CodeFunction, graph: CodeGraph): readonly { readonly caller: CodeFunction; readonly call: FunctionCall }[] {
  const known = graph.callersOf(declared.id);
  const name = declared.name.split('.').at(-1);
  const callers = known.length > 0 ? known : graph.callersByReceiverOf(declared);
  return [...new Set(callers)]
    .filter((caller) => graph.files.get(caller.source.file)?.purpose !== 'test')
    .flatMap((caller) => caller.calls.filter((call) => (known.length > 0 ? call.target === declared.id : call.target === null && call.name === name)).map((call) => ({ caller, call })));
}

/** The setting that switches a worker off: asked where it starts, or where what starts it is called. */
export function switchOf(worker: EntryPoint, graph: CodeGraph): Process['switches'] {
  if (worker.switch) return [{ worker, by: worker.switch, source: worker.source }];
  const starts: readonly { readonly switch?: string; readonly source: Source }[] = worker.within ? startsOf(worker.within, graph) : [];
  return starts.flatMap((call) => (call.switch ? [{ worker, by: call.switch, source: call.source }] : [])).slice(0, 1);
}
