import type { ClientUse } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import { isKnown } from '../../../model/known.ts';
import { siteOf } from '../code/site.ts';
import type { PythonCall } from '../code/types.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, textOf } from '../../syntax/index.ts';
import { stringSetting } from '../value/setting.ts';
import { triesAround } from './retries.ts';
import type { Timeouts } from './timeout.ts';

export interface ClientShape {
  readonly protocol: ClientUse['protocol'];
  readonly library: string;
  readonly act: ClientUse['act'];
  readonly pooled: boolean;
  readonly perCallCost: string | null; // of an object made anew in each call
}

export interface ClientRest {
  readonly tries?: Setting<number> | null;
  readonly target?: Setting<string> | null;
  readonly service?: string | null;
  readonly connectionsMax?: Setting<number> | undefined;
  readonly balancing?: ClientUse['balancing'];
}

export function clientUse(call: PythonCall, shape: ClientShape, timeouts: Timeouts, rest: ClientRest = {}): ClientUse {
  const site = siteOf(call);
  return {
    kind: 'client',
    protocol: shape.protocol,
    library: shape.library,
    act: shape.act,
    site,
    callee: call.written,
    timeoutMs: timeouts.timeoutMs,
    connectTimeoutMs: timeouts.connectTimeoutMs,
    tries: triesAround(call) ?? rest.tries ?? null,
    pooled: shape.pooled,
    perCallCost: site.lifetime === 'call' ? shape.perCallCost : null,
    target: rest.target ?? null,
    service: rest.service ?? null,
    ...(rest.connectionsMax ? { connectionsMax: rest.connectionsMax } : {}),
    ...(rest.balancing ? { balancing: rest.balancing } : {}),
  };
}

/** The URL or host that a call names, where something of it is known: its text, or the variables it comes from. */
export function targetOf(node: SyntaxNode | null | undefined): Setting<string> | null {
  if (!node) return null;
  const setting = stringSetting(node);
  return isKnown(setting.value) || setting.variables.length > 0 ? setting : null;
}

/** The object of `object.method(…)`. */
export function objectOf(call: PythonCall): SyntaxNode | null {
  return call.callee.type === 'attribute' ? child(call.callee, 'object') : null;
}

/** A node that reads the same wherever it stands: for comparing `self.session` here with `self.session` there. */
export function spelling(node: SyntaxNode): string {
  return node.end - node.start > 200 ? '' : textOf(node).replace(/\s+/g, '');
}
