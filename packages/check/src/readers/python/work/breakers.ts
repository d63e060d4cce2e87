import type { BreakerUse } from '../../../facts/code.ts';
import { callsOf } from '../code/calls.ts';
import { calleeName, externalBases } from '../code/external.ts';
import { referentOf } from '../code/referent.ts';
import { siteAt, siteOf } from '../code/site.ts';
import type { PythonCall, PythonFunction, PythonModule } from '../code/types.ts';
import { callAt } from '../code/workspace.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, textOf } from '../../syntax/index.ts';
import { isObject, makersMost } from './guarded.ts';
import { reachOfCall } from './reach.ts';

const makers = /^(pybreaker|aiobreaker|circuitbreaker|purgatory)\.(\w+\.)?\w*(CircuitBreaker|CircuitBreakerFactory)$/;
const decorators = /^circuitbreaker\.circuit$/;

export function breakerUses(module: PythonModule): readonly BreakerUse[] {
  const found: BreakerUse[] = [];
  for (const call of module.calls) {
    if (found.length >= makersMost) break;
    const library = breakerLibrary(call);
    if (library === null) continue;
    const wraps = [...module.functions.filter((made) => made.decorators.some((each) => each === call.node || uses(each, call))).flatMap(wrapped), ...calledThrough(call, module)];
    found.push({ kind: 'breaker', library, site: siteOf(call), wraps });
  }
  for (const made of module.functions) {
    for (const decorator of made.decorators) {
      const referent = decorator.type === 'call' ? null : referentOf(decorator);
      if (referent?.kind === 'external' && decorators.test(referent.name)) found.push({ kind: 'breaker', library: 'circuitbreaker', site: siteAt(decorator), wraps: wrapped(made) });
    }
  }
  return found;
}

function breakerLibrary(call: PythonCall): string | null {
  const name = calleeName(call);
  if (name !== null) return makers.test(name) || decorators.test(name) ? (name.split('.')[0] ?? name) : null;
  const referent = referentOf(call.callee);
  const base = referent?.kind === 'class' ? externalBases(referent.class).find((each) => makers.test(each)) : undefined;
  return base === undefined ? null : (base.split('.')[0] ?? base);
}

function uses(decorator: SyntaxNode, maker: PythonCall): boolean {
  const object = decorator.type === 'call' ? (callAt(decorator)?.callee ?? decorator) : decorator;
  const inner = object.type === 'attribute' ? (child(object, 'object') ?? object) : object;
  return isObject(object, maker.node) || isObject(inner, maker.node);
}

/** A guarded function by its name, with the outgoing calls it makes. */
function wrapped(made: PythonFunction): readonly string[] {
  return [
    made.name,
    ...callsOf(made)
      .filter((call) => reachOfCall(call) === 'external')
      .map((call) => call.written),
  ];
}

/** `breaker.call(requests.get, url)` */
function calledThrough(maker: PythonCall, module: PythonModule): readonly string[] {
  return module.calls.flatMap((call) => {
    const object = /\.call(_async)?$/.test(call.written) ? child(call.callee, 'object') : null;
    return object && isObject(object, maker.node) && call.positional[0] ? [textOf(call.positional[0])] : [];
  });
}
