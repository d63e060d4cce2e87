import type { HistogramUse } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import { isKnown, stated } from '../../../model/known.ts';
import type { CallSite, Context } from '../code/context.ts';
import { histogramBounds } from '../defaults.ts';
import { isFunction } from '../modules/scope.ts';
import type { Repository } from '../modules/repository.ts';
import { at, follow } from '../values/follow.ts';
import type { Place } from '../values/follow.ts';
import { objectAt } from '../values/object.ts';
import { nodesIn } from '../values/returns.ts';
import { fact, firstFound, gap, numberAt, textAt } from '../values/setting.ts';
import { symbolOf } from '../values/symbol.ts';
import type { UseOfCall } from './use.ts';

const prometheus = /^prom-client(?:\.client)?\.Histogram$/;
const openTelemetry = /^@opentelemetry\/[\w-]+\.(?:.*getMeter\(\)|Meter\(\))\.createHistogram$/;

/** Histograms with the upper bounds of their buckets: prom-client, also through a function of the project that passes its options on, and OpenTelemetry. */
export const histogramUses: UseOfCall = (call, context) => {
  if (context.purpose !== 'source') return [];
  const symbol = call.symbol ?? '';
  if (prometheus.test(symbol) && call.node.type === 'NewExpression') return prometheusHistogram(call, context, call.argument(0));
  if (call.symbol === null && /histogram/i.test(call.callee)) return prometheusHistogram(call, context, passedOn(call, context));
  if (symbol === 'express-prom-bundle') return bundle(call, context);
  return openTelemetry.test(symbol) ? openTelemetryHistogram(call, context) : [];
};

function prometheusHistogram(call: CallSite, context: Context, options: Place | null): readonly HistogramUse[] {
  if (!options) return [];
  const isPositional = options.node.type === 'Literal'; // prom-client before 11: name, help, labels, options
  const last = isPositional ? call.argument(call.node.arguments.length - 1) : options;
  const view = last && (!isPositional || last.node.type === 'ObjectExpression') ? objectAt(context.repository, last) : null;
  const named = isPositional ? ({ kind: 'found', value: options } as const) : firstFound(view, [['name']]);
  if (named.kind !== 'found') return []; // the helper itself, whose caller gives the name
  const name = textAt(context.repository, named.value);
  const found = firstFound(view, [['buckets']]);
  const unset: Place = { ...call.place, node: call.node };
  const bounds =
    found.kind === 'found' ? boundsAt(found.value, context) : found.kind === 'absent' ? ofDefault('prom-client', unset) : gap<readonly number[]>(unset, found.reason, `buckets of ${call.callee}`);
  return [{ kind: 'histogram', library: 'prom-client', site: context.site(call.node), name, unit: unitOf(name, null), bounds }];
}

/** `createHistogram(options)` of the project: `new Histogram(options)` stands in it with its own parameter. */
function passedOn(call: CallSite, context: Context): Place | null {
  const callee = follow(context.repository, at(call.place, call.node.callee));
  if (callee.kind !== 'node' || !isFunction(callee.place.node)) return null;
  const { node, module } = callee.place;
  for (const inner of nodesIn(module, node)) {
    if (inner.type !== 'NewExpression' || !prometheus.test(symbolOf(context.repository, at(callee.place, inner.callee)) ?? '')) continue;
    const [first] = inner.arguments;
    const index = first?.type === 'Identifier' ? node.params.findIndex((parameter) => parameter.type === 'Identifier' && parameter.name === first.name) : -1;
    return index < 0 ? null : call.argument(index);
  }
  return null;
}

/** express-prom-bundle observes http_request_duration_seconds. */
function bundle(call: CallSite, context: Context): readonly HistogramUse[] {
  const unset: Place = { ...call.place, node: call.node };
  const options = call.argument(0);
  const found = options ? firstFound(objectAt(context.repository, options), [['buckets']]) : null;
  const bounds =
    !found || found.kind === 'absent' ? ofDefault('express-prom-bundle', unset) : found.kind === 'found' ? boundsAt(found.value, context) : gap<readonly number[]>(unset, found.reason, 'buckets');
  const name: Setting<string> = { value: fact({ value: 'http_request_duration_seconds', citation: histogramBounds['express-prom-bundle']?.citation ?? '' }, unset), variables: [] };
  return [{ kind: 'histogram', library: 'express-prom-bundle', site: context.site(call.node), name, unit: 's', bounds }];
}

function openTelemetryHistogram(call: CallSite, context: Context): readonly HistogramUse[] {
  const first = call.argument(0);
  if (!first) return [];
  const unset: Place = { ...call.place, node: call.node };
  const options = call.argument(1);
  const view = options ? objectAt(context.repository, options) : null;
  const name = textAt(context.repository, first);
  const found = firstFound(view, [['advice', 'explicitBucketBoundaries']]);
  const unit = firstFound(view, [['unit']]);
  const unitText = unit.kind === 'found' ? textAt(context.repository, unit.value) : null;
  const site = context.site(call.node);
  const stands = { kind: 'histogram', library: 'opentelemetry', site, name, unit: unitOf(name, unitText) } as const;
  const views = viewsIn(context.repository);
  if (views === 'exponential') return [{ ...stands, bounds: gap(unset, 'a view makes histograms exponential', 'the buckets'), native: true }];
  if (views === 'explicit') return [{ ...stands, bounds: gap(unset, 'a view of the meter provider may set other buckets', `the buckets of ${call.callee}`) }];
  if (found.kind === 'found') return [{ ...stands, bounds: boundsAt(found.value, context) }];
  return [{ ...stands, bounds: found.kind === 'absent' ? ofDefault('opentelemetry', unset) : gap(unset, found.reason, `the buckets of ${call.callee}`) }];
}

const known = new WeakMap<Repository, 'exponential' | 'explicit' | 'none'>();

/** Views of a meter provider change the buckets of histograms that are made elsewhere. */
function viewsIn(repository: Repository): 'exponential' | 'explicit' | 'none' {
  const before = known.get(repository);
  if (before) return before;
  let found: 'exponential' | 'explicit' | 'none' = 'none';
  for (const path of repository.files.paths) {
    if (!/\.[mc]?[jt]s$/.test(path)) continue;
    const text = repository.files.text(path);
    if (!text?.includes('@opentelemetry/')) continue;
    if (/ExponentialHistogramAggregation|EXPONENTIAL_HISTOGRAM/.test(text)) found = 'exponential';
    else if (found === 'none' && /ExplicitBucketHistogramAggregation|EXPLICIT_BUCKET_HISTOGRAM/.test(text)) found = 'explicit';
  }
  known.set(repository, found);
  return found;
}

function ofDefault(library: string, unset: Place): Setting<readonly number[]> {
  const fallback = histogramBounds[library];
  return fallback ? { value: fact(fallback, unset), variables: [] } : gap(unset, 'is not set', 'the buckets');
}

/** `[0.1, 0.5, 1]`, `linearBuckets(start, width, count)`, `exponentialBuckets(start, factor, count)`. */
function boundsAt(place: Place, context: Context): Setting<readonly number[]> {
  const target = follow(context.repository, place);
  if (target.kind !== 'node') return gap(place, 'the buckets are given elsewhere', `the value of ${place.module.words(place.node)}`);
  const { node, module } = target.place;
  const unseen = gap<readonly number[]>(place, `${module.words(node)} cannot be followed`, 'the buckets');
  if (node.type === 'ArrayExpression') {
    const values = node.elements.map((item) => (item && item.type !== 'SpreadElement' ? numberOf(at(target.place, item), context) : null));
    return values.every((value) => value !== null) ? made(target.place, values) : unseen;
  }
  if (node.type !== 'CallExpression') return unseen;
  const symbol = symbolOf(context.repository, at(target.place, node.callee)) ?? '';
  const [start, step, count] = node.arguments.map((item) => (item.type === 'SpreadElement' ? null : numberOf(at(target.place, item), context)));
  if (start === undefined || start === null || step === undefined || step === null || count === undefined || count === null || count > 1_000) return unseen;
  const places = Array.from({ length: Math.max(0, Math.floor(count)) }, (_, index) => index);
  if (symbol.endsWith('.linearBuckets'))
    return made(
      target.place,
      places.map((index) => start + step * index),
    );
  return symbol.endsWith('.exponentialBuckets')
    ? made(
        target.place,
        places.map((index) => start * step ** index),
      )
    : unseen;
}

function numberOf(place: Place, context: Context): number | null {
  const { value } = numberAt(context.repository, place);
  return isKnown(value) ? value.value : null;
}

function made(place: Place, values: readonly number[]): Setting<readonly number[]> {
  const ascending = values.filter((value) => value !== Infinity).toSorted((a, b) => a - b);
  return { value: stated(ascending, place.module.source(place.node), place.module.words(place.node)), variables: [] };
}

function unitOf(name: Setting<string>, unit: Setting<string> | null): HistogramUse['unit'] {
  const given = unit && isKnown(unit.value) ? unit.value.value : null;
  if (given !== null) return given === 's' || given === 'seconds' ? 's' : given === 'ms' || given === 'milliseconds' ? 'ms' : 'other';
  const text = isKnown(name.value) ? name.value.value : '';
  if (/(?:^|[._])(?:milliseconds|millis|ms)$|(?:^|[._])duration_ms/i.test(text)) return 'ms';
  if (/(?:^|[._])(?:seconds|sec|s)$/i.test(text)) return 's';
  return /(?:^|[._])(?:bytes|size|count|total|ratio)$/i.test(text) ? 'other' : 'unknown';
}
