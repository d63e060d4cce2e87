import type { ClientUse, Site } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import { isKnown, map, unknown } from '../../../model/known.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { sourceOf } from '../../syntax/index.ts';

type Parts = Pick<ClientUse, 'library' | 'callee' | 'timeoutMs'> & { readonly site: Site } & Partial<Omit<ClientUse, 'kind' | 'site'>>;

/** A client fact with what most of them have in common. */
export function clientUse(parts: Parts): ClientUse {
  return { kind: 'client', protocol: 'http', act: 'client', connectTimeoutMs: null, tries: null, pooled: true, perCallCost: null, target: null, service: null, ...parts };
}

export function cannotTell(reason: string, what: string, node: SyntaxNode): Setting<number> {
  return { value: unknown(reason, { cause: 'not-supported-yet', what }, { source: sourceOf(node) }), variables: [] };
}

/** Go reads a timeout of zero or less as none. */
export function zeroIsNone(setting: Setting<number>): Setting<number> {
  return { ...setting, value: map(setting.value, (ms) => (ms <= 0 ? Infinity : ms)) };
}

/** Two limits on one call: the smaller known one holds; an unknown one beside a known one can only make it smaller. */
export function tighter(first: Setting<number>, second: Setting<number> | null): Setting<number> {
  if (!second) return first;
  if (!isKnown(first.value)) return isKnown(second.value) && Number.isFinite(second.value.value) ? second : first;
  if (!isKnown(second.value)) return Number.isFinite(first.value.value) ? first : second;
  return second.value.value < first.value.value ? second : first;
}
