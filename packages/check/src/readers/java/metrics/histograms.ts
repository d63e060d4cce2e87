import type { HistogramUse } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, sourceOf, textOf, walk } from '../../syntax/index.ts';
import { byDefault, isKnown, stated, unknown } from '../../../model/known.ts';
import type { Default } from '../../spring-config/index.ts';
import { argsOf, callName, constructionAt, rootOf } from '../code/construction.ts';
import { otelBuckets, prometheusBuckets, simpleclientBuckets } from '../defaults.ts';
import { evaluate } from '../value/evaluate.ts';
import type { Shaping } from '../code/construction.ts';
import { makingSite } from '../code/site.ts';
import type { JavaUnit } from '../code/unit.ts';
import { shapedBy } from '../clients/timeout.ts';
import { shown, stringSetting } from '../value/value.ts';

type Bounds = Setting<readonly number[]>;
type Construction = ReturnType<typeof constructionAt>;

const bucketsMax = 1_000;

/** Histograms that code makes with Micrometer, the two Prometheus clients and OpenTelemetry. */
export function histogramsOf(unit: JavaUnit): readonly HistogramUse[] {
  const found: HistogramUse[] = [];
  const imported = (pattern: RegExp): boolean => unit.imports.some((each) => pattern.test(each.name));
  const [micrometer, simpleclient, prometheus, otel] = [/^io\.micrometer\b/, /^io\.prometheus\.client\b/, /^io\.prometheus\.metrics\b/, /^io\.opentelemetry\b/].map(imported);
  if (!micrometer && !simpleclient && !prometheus && !otel) return found;
  for (const node of walk(unit.tree.root)) {
    const object = node.type === 'method_invocation' ? child(node, 'object') : null;
    if (!object) continue;
    const called = `${textOf(object)}.${callName(node)}`;
    const made =
      micrometer && /^(Timer|DistributionSummary)\.builder$/.test(called)
        ? ofMicrometer(unit, node)
        : simpleclient && called === 'Histogram.build'
          ? ofPrometheus(unit, node, { library: 'simpleclient', missing: simpleclientBuckets, native: false })
          : prometheus && called === 'Histogram.builder'
            ? ofPrometheus(unit, node, { library: 'prometheus-metrics', missing: prometheusBuckets, native: true })
            : otel && callName(node) === 'histogramBuilder'
              ? ofOpenTelemetry(unit, node)
              : null;
    if (made) found.push(made);
  }
  return found;
}

/** Only `serviceLevelObjectives` and `publishPercentileHistogram` make buckets; a plain timer has a count, a sum and a maximum. */
function ofMicrometer(unit: JavaUnit, node: SyntaxNode): HistogramUse | null {
  const construction = constructionAt(unit, rootOf(node));
  const objectives = shapedBy(construction, 'serviceLevelObjectives', 'sla');
  const published = shapedBy(construction, 'publishPercentileHistogram');
  const isPublished = published !== undefined && !(published.args[0] && textOf(published.args[0]) === 'false');
  if (!objectives && !isPublished) return null;
  const isTimer = textOf(child(node, 'object') ?? node) === 'Timer';
  const bounds = objectives ? numbers(unit, objectives, objectives.args, isTimer ? 1e-3 : 1) : preset(node);
  return histogram(unit, node, { library: 'micrometer', name: nameFrom(unit, node, argsOf(node)[0]), bounds, unit: isTimer ? 's' : undefined, native: isPublished });
}

function preset(node: SyntaxNode): Bounds {
  return { value: unknown('Micrometer presets the buckets of a percentile histogram', { cause: 'outside-the-repository', what: 'the preset buckets' }, { source: sourceOf(node) }), variables: [] };
}

interface Client {
  readonly library: string;
  readonly missing: Default<readonly number[]>;
  readonly native: boolean; // keeps a native histogram beside the classic one unless told not to
}

function ofPrometheus(unit: JavaUnit, node: SyntaxNode, { library, missing, native }: Client): HistogramUse {
  const construction = constructionAt(unit, rootOf(node));
  const name = shapedBy(construction, 'name')?.args[0] ?? argsOf(node)[0];
  const isNative = native && !shapedBy(construction, 'classicOnly');
  return histogram(unit, node, { library, name: nameFrom(unit, node, name), bounds: shapedBounds(unit, construction) ?? defaultBounds(missing, node), unit: undefined, native: isNative });
}

function shapedBounds(unit: JavaUnit, construction: Construction): Bounds | null {
  const listed = shapedBy(construction, 'buckets', 'classicUpperBounds');
  if (listed) return numbers(unit, listed, listed.args, 1);
  const linear = shapedBy(construction, 'linearBuckets', 'classicLinearUpperBounds');
  const exponential = shapedBy(construction, 'exponentialBuckets', 'classicExponentialUpperBounds');
  const shaping = linear ?? exponential;
  if (!shaping) return null;
  const [start, step, count] = shaping.args.map((arg) => numberOf(unit, arg, 1));
  if (start === undefined || step === undefined || count === undefined || start === null || step === null || count === null || count < 1 || count > bucketsMax) return unclear(shaping.node);
  const values = Array.from({ length: count }, (_, index) => Number((linear ? start + step * index : start * step ** index).toPrecision(12)));
  return { value: stated(values, sourceOf(shaping.node), `${shaping.name}(${shaping.args.map(shown).join(', ')})`), variables: [] };
}

/** Without advice the SDK's boundaries hold, which suit milliseconds. */
function ofOpenTelemetry(unit: JavaUnit, node: SyntaxNode): HistogramUse {
  const construction = constructionAt(unit, node);
  const advice = shapedBy(construction, 'setExplicitBucketBoundariesAdvice');
  const written = shapedBy(construction, 'setUnit')?.args[0];
  const list = advice?.args[0];
  const items = list?.type === 'method_invocation' && /^(List\.of|Arrays\.asList)$/.test(`${textOf(child(list, 'object') ?? list)}.${callName(list)}`) ? argsOf(list) : null;
  const bounds = advice ? (items ? numbers(unit, advice, items, 1) : unclear(advice.node)) : defaultBounds(otelBuckets, node);
  const unitText = written ? textOf(written).replaceAll('"', '') : null;
  return histogram(unit, node, {
    library: 'opentelemetry',
    name: nameFrom(unit, node, argsOf(node)[0]),
    bounds,
    unit: unitText === null ? undefined : unitText === 's' || unitText === 'ms' ? unitText : 'other',
    native: false,
  });
}

interface Parts {
  readonly library: string;
  readonly name: Setting<string>;
  readonly bounds: Bounds;
  readonly unit: HistogramUse['unit'] | undefined;
  readonly native: boolean;
}

function histogram(unit: JavaUnit, node: SyntaxNode, { native, ...parts }: Parts): HistogramUse {
  const name = isKnown(parts.name.value) ? parts.name.value.value : '';
  const byName = /[_.]seconds([_.]|$)/.test(name) ? 's' : /[_.](ms|millis|milliseconds)([_.]|$)/.test(name) ? 'ms' : /[_.](bytes|size|ratio)([_.]|$)/.test(name) ? 'other' : 'unknown';
  return { kind: 'histogram', ...parts, site: makingSite(unit, node), unit: parts.unit ?? byName, ...(native ? { native: true } : {}) };
}

function nameFrom(unit: JavaUnit, node: SyntaxNode, name: SyntaxNode | undefined): Setting<string> {
  return name
    ? stringSetting(evaluate(unit, name), name)
    : { value: unknown('the histogram has no name in this place', { cause: 'not-supported-yet', what: 'the name of the histogram' }, { source: sourceOf(node) }), variables: [] };
}

function defaultBounds(missing: Default<readonly number[]>, node: SyntaxNode): Bounds {
  return { value: byDefault(missing.value, sourceOf(node), missing.says, missing.citation), variables: [] };
}

/** `durationFactor`: what a duration in milliseconds counts. */
function numbers(unit: JavaUnit, shaping: Shaping, args: readonly SyntaxNode[], durationFactor: number): Bounds {
  const values = args.map((arg) => numberOf(unit, arg, durationFactor));
  const known = values.flatMap((each) => each ?? []);
  if (known.length === 0 || known.length !== values.length) return unclear(shaping.node);
  return { value: stated(known, sourceOf(shaping.node), `${shaping.name}(${args.map(shown).join(', ')})`.slice(0, 120)), variables: [] };
}

function numberOf(unit: JavaUnit, node: SyntaxNode, durationFactor: number): number | null {
  const value = evaluate(unit, node);
  const plain = isKnown(value.known) ? value.known.value : null;
  return typeof plain === 'number' ? (value.isDuration ? plain * durationFactor : plain) : null;
}

function unclear(node: SyntaxNode): Bounds {
  return { value: unknown(`${shown(node)} is not known before it runs`, { cause: 'not-supported-yet', what: 'the boundaries of the histogram' }, { source: sourceOf(node) }), variables: [] };
}
