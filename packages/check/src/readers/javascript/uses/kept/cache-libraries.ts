import type { Setting } from '../../../../facts/setting.ts';
import type { Context } from '../../code/context.ts';
import { cacheLifetimes } from '../../defaults.ts';
import { objectAt } from '../../values/object.ts';
import { optionNumber } from '../../values/setting.ts';
import type { Container } from './containers.ts';

type Path = readonly string[];

const shapes: readonly { readonly library: string; readonly symbol: RegExp; readonly option: readonly Path[]; readonly factor: number; readonly argument: number }[] = [
  { library: 'lru-cache', symbol: /^lru-cache/, option: [['ttl'], ['maxAge']], factor: 1, argument: 0 },
  { library: 'node-cache', symbol: /^node-cache/, option: [['stdTTL']], factor: 1_000, argument: 0 },
  { library: 'quick-lru', symbol: /^quick-lru/, option: [['maxAge']], factor: 1, argument: 0 },
  { library: '@isaacs/ttlcache', symbol: /^@isaacs\/ttlcache/, option: [['ttl']], factor: 1, argument: 0 },
];

/** How long the entries of a library's cache live by its options; null where one entry at a time says so, or the library is not known. */
export function lifetimeOfLibrary(container: Container, context: Context): Setting<number> | null {
  const { node, symbol } = container;
  const shape = shapes.find((candidate) => candidate.symbol.test(symbol ?? ''));
  if (!shape || (node.type !== 'NewExpression' && node.type !== 'CallExpression')) return null;
  if (container.accesses.some((access) => access.does === 'write' && access.values.length > 1)) return null;
  const place = { module: context.module, node, frame: null };
  const argument = node.arguments[shape.argument];
  if (argument?.type === 'SpreadElement') return null;
  const view = argument ? objectAt(context.repository, { ...place, node: argument }) : null;
  const setting = optionNumber(context.repository, view, place, shape.option, cacheLifetimes[shape.library] ?? null, shape.factor);
  return setting && 'value' in setting.value && setting.value.value === 0 ? { ...setting, value: { ...setting.value, value: Infinity } } : setting;
}
