import type { ClientUse, Site } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { isKnown, map, unknown } from '../../../model/known.ts';
import { sourceOf } from '../../syntax/index.ts';
import type { Construction, Shaping } from '../code/construction.ts';
import { evaluate } from '../value/evaluate.ts';
import { unitOf } from '../value/call.ts';
import type { JavaUnit } from '../code/unit.ts';
import { numberSetting, shown } from '../value/value.ts';

/** The time that a call such as `readTimeout(5, TimeUnit.SECONDS)` or `timeout(Duration.ofSeconds(5))` states; plain numbers count milliseconds. */
export function timeFrom(unit: JavaUnit, shaping: Shaping | undefined, plainUnitMs = 1): Setting<number> | null {
  const [first, second] = shaping?.args ?? [];
  if (!shaping || !first) return null;
  const setting = numberSetting(evaluate(unit, first), shaping.args.length > 1 ? shaping.node : first, unitOf(second) ?? plainUnitMs);
  if (!isKnown(setting.value)) return setting;
  return { ...setting, value: { ...setting.value, says: `${shaping.name}(${shaping.args.map(shown).join(', ')})` } };
}

/** Zero means "no limit" to most Java clients. */
export function zeroIsForever(setting: Setting<number> | null): Setting<number> | null {
  return setting && { ...setting, value: map(setting.value, (ms) => (ms <= 0 ? Infinity : ms)) };
}

export function shapedBy(construction: Construction, ...names: readonly string[]): Shaping | undefined {
  return construction.shapings.findLast((each) => names.includes(each.name));
}

export function cannotTell(reason: string, what: string, node: SyntaxNode): Setting<number> {
  return { value: unknown(reason, { cause: 'not-supported-yet', what }, { source: sourceOf(node) }), variables: [] };
}

type Parts = Pick<ClientUse, 'library' | 'callee' | 'timeoutMs'> & { readonly site: Site } & Partial<Omit<ClientUse, 'kind' | 'site'>>;

/** A client fact with what most of them have in common. */
export function clientUse(parts: Parts): ClientUse {
  return { kind: 'client', protocol: 'http', act: 'client', connectTimeoutMs: null, tries: null, pooled: true, perCallCost: null, target: null, service: null, ...parts };
}
