import type { HistogramUse } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, namedChildren, sourceOf, textOf, walk } from '../../syntax/index.ts';
import type { Fact } from '../../../model/known.ts';
import { byDefault, isKnown, stated, unknown } from '../../../model/known.ts';
import { keyedValue, originOf } from '../code/origin.ts';
import { functionNamed, qualified, returnedBy, valueNamed } from '../code/scope.ts';
import { makingSite } from '../code/site.ts';
import type { GoUnit } from '../code/unit.ts';
import { argsOf } from '../code/unit.ts';
import { defaultBuckets } from '../defaults.ts';
import { evaluate } from '../value/evaluate.ts';
import { shown, stringSetting } from '../value/value.ts';

const client = 'github.com/prometheus/client_golang/prometheus';
const bucketsMax = 1_000;

type Bounds = Setting<readonly number[]>;

/** `prometheus.NewHistogramVec(prometheus.HistogramOpts{…}, labels)` and the same with promauto. */
export function histogramsOf(unit: GoUnit): readonly HistogramUse[] {
  const found: HistogramUse[] = [];
  for (const node of walk(unit.tree.root)) {
    const type = node.type === 'composite_literal' ? child(node, 'type') : null;
    if (type && qualified(unit, type) === `${client}.HistogramOpts`) found.push(histogram(unit, node));
  }
  return found;
}

function histogram(unit: GoUnit, options: SyntaxNode): HistogramUse {
  const name = nameOf(unit, options);
  const buckets = keyedValue(options, 'Buckets');
  const native = keyedValue(options, 'NativeHistogramBucketFactor');
  const plain = isKnown(name.value) ? name.value.value : '';
  return {
    kind: 'histogram',
    library: 'client_golang',
    site: makingSite(unit, options),
    name,
    unit: /_seconds(_|$)/.test(plain) ? 's' : /_(ms|millis|milliseconds)(_|$)/.test(plain) ? 'ms' : /_(bytes|size|count|total|ratio)(_|$)/.test(plain) ? 'other' : 'unknown',
    bounds: buckets ? boundsOf(unit, buckets) : { value: byDefault(defaultBuckets.value, sourceOf(options), defaultBuckets.says, defaultBuckets.citation), variables: [] },
    ...(native ? { native: true } : {}),
  };
}

/** Namespace, subsystem and name, joined by underscores as the library does. */
function nameOf(unit: GoUnit, options: SyntaxNode): Setting<string> {
  const given = ['Namespace', 'Subsystem', 'Name'].flatMap((key) => {
    const value = keyedValue(options, key);
    return value ? [stringSetting(evaluate(unit, value), value)] : [];
  });
  const parts: Fact<string>[] = [];
  for (const each of given) {
    if (!isKnown(each.value)) return each;
    if (each.value.value !== '') parts.push(each.value);
  }
  const text = parts.map((part) => part.value).join('_');
  return { value: stated(text, sourceOf(options), text, parts), variables: [] };
}

function boundsOf(unit: GoUnit, node: SyntaxNode): Bounds {
  const bounds = numbersOf(unit, node, 4);
  if (bounds === null)
    return { value: unknown(`${shown(node)} is not known before it runs`, { cause: 'not-supported-yet', what: `the boundaries ${shown(node)}` }, { source: sourceOf(node) }), variables: [] };
  return { value: stated(bounds, sourceOf(node), `Buckets: ${shown(node)}`), variables: [] };
}

/** The numbers of a slice: written down, or counted as `LinearBuckets` and its kin do. */
function numbersOf(unit: GoUnit, node: SyntaxNode, levels: number): readonly number[] | null {
  if (levels === 0) return null;
  const full = qualified(unit, node);
  if (full === `${client}.DefBuckets`) return defaultBuckets.value;
  if (node.type === 'composite_literal') return all(namedChildren(child(node, 'body') ?? node).map((each) => numberOf(unit, each)));
  if (node.type === 'call_expression') return counted(unit, node, full ?? textOf(child(node, 'function') ?? node), levels);
  const value = valueNamed(unit, node);
  if (value?.value.value) return numbersOf(value.unit, value.value.value, levels - 1);
  const made = originOf(unit, node, 3, false);
  return made && made.node !== node ? numbersOf(made.unit, made.node, levels - 1) : null;
}

function counted(unit: GoUnit, node: SyntaxNode, full: string, levels: number): readonly number[] | null {
  const args = argsOf(node);
  if (full === 'append') {
    const lists = args.map((arg, index) => (index === 0 ? numbersOf(unit, arg, levels - 1) : arg.type === 'variadic_argument' ? null : all([numberOf(unit, arg)])));
    return lists.some((list) => list === null) ? null : lists.flatMap((list) => list ?? []);
  }
  const called = functionNamed(unit, node);
  const [only, ...others] = called ? returnedBy(called.function, 0) : [];
  if (called && only && others.length === 0) return numbersOf(called.unit, only, levels - 1);
  const [start, step, count] = args.map((arg) => numberOf(unit, arg));
  if (!full.startsWith(`${client}.`) || start === undefined || step === undefined || count === undefined || start === null || step === null || count === null) return null;
  if (count < 1 || count > bucketsMax) return null;
  const at = (change: (index: number) => number): readonly number[] => Array.from({ length: count }, (_, index) => Number(change(index).toPrecision(12)));
  switch (full.slice(client.length + 1)) {
    case 'LinearBuckets':
      return at((index) => start + step * index);
    case 'ExponentialBuckets':
      return at((index) => start * step ** index);
    case 'ExponentialBucketsRange':
      return count === 1 ? [start] : at((index) => start * (step / start) ** (index / (count - 1)));
    default:
      return null;
  }
}

function numberOf(unit: GoUnit, node: SyntaxNode): number | null {
  const plain = node.type === 'literal_element' ? (node.children[0] ?? node) : node;
  const value = evaluate(unit, plain);
  // A time.Duration counts nanoseconds once it is converted; `.Seconds()` is not followed.
  return isKnown(value.known) && typeof value.known.value === 'number' && !value.isDuration ? value.known.value : null;
}

function all(numbers: readonly (number | null)[]): readonly number[] | null {
  return numbers.length > 0 && numbers.every((each) => each !== null) ? numbers.flatMap((each) => each ?? []) : null;
}
