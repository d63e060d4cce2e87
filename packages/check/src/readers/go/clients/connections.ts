import type { Setting } from '../../../facts/setting.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, sourceOf, textOf, walk } from '../../syntax/index.ts';
import { isKnown, stated } from '../../../model/known.ts';
import { defaulted, goDefaults } from '../defaults.ts';
import { keyedValue, originOf } from '../code/origin.ts';
import { bindingsIn, bodyAround, qualified } from '../code/scope.ts';
import type { GoUnit } from '../code/unit.ts';
import { evaluate } from '../value/evaluate.ts';
import { numberSetting, shown } from '../value/value.ts';
import { cannotTell, zeroIsNone } from './use.ts';

/**
 * Most connections to one host by `Transport.MaxConnsPerHost`. A transport that sets only how many idle ones it keeps has been thought
 * of, so its lack of a limit counts as stated.
 */
export function connectionsPerHost(unit: GoUnit, client: SyntaxNode, transport: SyntaxNode | null): Setting<number> {
  if (!transport || qualified(unit, transport) === 'net/http.DefaultTransport') return defaulted(goDefaults.connectionsPerHost, client);
  const made = originOf(unit, transport, 4, false);
  const literal = made && [...walk(made.node)].find((node) => node.type === 'composite_literal' && qualified(made.unit, child(node, 'type') ?? node) === 'net/http.Transport');
  const isDefault = made !== null && /\bhttp\.DefaultTransport\b|\.NewTransport\(\s*nil\b/.test(textOf(made.node));
  if (!made || (!literal && !isDefault)) return cannotTell(`the transport ${shown(transport)} is made elsewhere`, `MaxConnsPerHost of ${shown(transport)}`, transport);
  const field = (name: string): SyntaxNode | null => (literal ? keyedValue(literal, name) : null) ?? assigned(unit, transport, name);
  const most = field('MaxConnsPerHost');
  if (most) return zeroIsNone(numberSetting(evaluate(made.unit, most), most, `MaxConnsPerHost: ${shown(most)}`));
  const idle = field('MaxIdleConnsPerHost');
  const kept = idle && evaluate(made.unit, idle).known;
  if (!idle || !kept) return defaulted(goDefaults.connectionsPerHost, literal ?? client);
  return { value: stated(Infinity, sourceOf(idle), `MaxIdleConnsPerHost: ${isKnown(kept) ? kept.value : shown(idle)}, MaxConnsPerHost not set: no limit`), variables: [] };
}

/** `transport.MaxConnsPerHost = 20` on the variable that is handed over. */
function assigned(unit: GoUnit, transport: SyntaxNode, field: string): SyntaxNode | null {
  const body = bodyAround(unit, transport);
  return body ? (bindingsIn(body).findLast((each) => each.name === `${textOf(transport)}.${field}`)?.value ?? null) : null;
}
