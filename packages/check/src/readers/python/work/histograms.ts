import type { HistogramUse } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import { derived, isKnown, stated } from '../../../model/known.ts';
import type { Fact } from '../../../model/known.ts';
import { optionOf } from '../clients/options.ts';
import { argument } from '../code/calls.ts';
import { calleeName } from '../code/external.ts';
import { referentOf } from '../code/referent.ts';
import { siteOf } from '../code/site.ts';
import type { PythonCall, PythonModule } from '../code/types.ts';
import { callAt } from '../code/workspace.ts';
import { histogramDefaults } from '../defaults.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { namedChildren, sourceOf } from '../../syntax/index.ts';
import { brief, evaluate } from '../value/evaluate.ts';
import { saysOf } from '../value/says.ts';
import { textLiteral } from '../value/literal.ts';
import { defaultSetting, stringSetting, unknownSetting } from '../value/setting.ts';

type Bounds = readonly number[];

/** Histograms of prometheus_client and OpenTelemetry, with the upper bounds of their buckets. */
export function histogramUses(module: PythonModule): readonly HistogramUse[] {
  return module.calls.flatMap((call) => {
    const name = calleeName(call) ?? '';
    if (/^prometheus_client(\.metrics)?\.Histogram$/.test(name)) return [ofPrometheus(call)];
    return isOpenTelemetry(call, name) ? [ofOpenTelemetry(call)] : [];
  });
}

function ofPrometheus(call: PythonCall): HistogramUse {
  const buckets = optionOf(call, 'buckets', 7);
  const unit = unitOf(call, argument(call, 'unit', 6), 's');
  const bounds =
    buckets.given === 'no'
      ? defaultSetting<Bounds>(call, histogramDefaults.prometheus)
      : buckets.given === 'yes'
        ? boundsOf(buckets.value)
        : unknownSetting<Bounds>(buckets.spread, `what ${brief(buckets.spread)} sets is not known`, 'the buckets');
  return { kind: 'histogram', library: 'prometheus_client', site: siteOf(call), name: nameOf(call), unit, bounds };
}

/** `metrics.get_meter(__name__).create_histogram(…)`, also on a meter that came from elsewhere. */
function isOpenTelemetry(call: PythonCall, name: string): boolean {
  if (!call.written.endsWith('.create_histogram')) return false;
  return /^opentelemetry\b/.test(name) || /\bopentelemetry\b/.test(call.module.tree.text);
}

function ofOpenTelemetry(call: PythonCall): HistogramUse {
  const advised = optionOf(call, 'explicit_bucket_boundaries_advisory', 3);
  const bounds =
    advised.given === 'no'
      ? ofViews(call)
      : advised.given === 'yes'
        ? boundsOf(advised.value)
        : unknownSetting<Bounds>(advised.spread, `what ${brief(advised.spread)} sets is not known`, 'the boundaries');
  return { kind: 'histogram', library: 'opentelemetry', site: siteOf(call), name: nameOf(call), unit: unitOf(call, argument(call, 'unit', 1), 'unknown'), bounds };
}

/** A view may set the boundaries for an instrument; where the project has one, the default is not taken for granted. */
function ofViews(call: PythonCall): Setting<Bounds> {
  const { files } = call.module.workspace;
  const views = files.paths.some((path) => path.endsWith('.py') && /ExplicitBucketHistogramAggregation|ExponentialBucketHistogramAggregation/.test(files.text(path) ?? ''));
  return views ? unknownSetting(call.callee, 'a view of this project sets the boundaries of some instruments', 'the view that applies') : defaultSetting(call, histogramDefaults.openTelemetry);
}

function nameOf(call: PythonCall): Setting<string> {
  const name = argument(call, 'name', 0);
  return name ? stringSetting(name) : unknownSetting(call.callee, 'this histogram has no name', 'its name');
}

/** By the unit that is given, else by the ending of the name; Prometheus wants base units. */
function unitOf(call: PythonCall, given: SyntaxNode | null, otherwise: HistogramUse['unit']): HistogramUse['unit'] {
  const unit = textLiteral(given);
  if (unit) return /^(s|seconds?)$/.test(unit) ? 's' : /^(ms|milliseconds?)$/.test(unit) ? 'ms' : 'other';
  const name = textLiteral(argument(call, 'name', 0));
  if (name === null) return 'unknown';
  if (/(_ms|milliseconds?|_millis)(_|$)/.test(name)) return 'ms';
  if (/(bytes|size|length|count|rows|items|ratio|score|tokens|messages|records)(_|$)/.test(name)) return 'other';
  return /(seconds?|_secs?|duration|latency|time)(_|$)/.test(name) ? otherwise : 'unknown';
}

/** `[.1, .5, 1]`, a tuple, or the name of one; infinity is no bound. */
function boundsOf(node: SyntaxNode): Setting<Bounds> {
  const list = listOf(node);
  if (!list) return unknownSetting(node, `${brief(node)} is computed when the program runs`, 'the upper bounds of the buckets');
  const facts: Fact<unknown>[] = [];
  const bounds: number[] = [];
  for (const each of namedChildren(list)) {
    if (isInfinity(each)) continue;
    const { known } = evaluate(each);
    if (!isKnown(known) || typeof known.value !== 'number') return unknownSetting(each, `${brief(each)} is not a number that could be read`, 'the upper bounds of the buckets');
    facts.push(known);
    if (known.value !== Infinity) bounds.push(known.value);
  }
  const ascending = bounds.toSorted((a, b) => a - b);
  return { value: list === node ? stated(ascending, sourceOf(list), saysOf(list)) : derived(ascending, facts.slice(0, 1), sourceOf(node), saysOf(node)), variables: [] };
}

function listOf(node: SyntaxNode): SyntaxNode | null {
  if (node.type === 'list' || node.type === 'tuple') return node;
  const referent = node.type === 'identifier' || node.type === 'attribute' ? referentOf(node) : null;
  return referent?.kind === 'value' && referent.others.length === 0 && (referent.value.type === 'list' || referent.value.type === 'tuple') ? referent.value : null;
}

function isInfinity(node: SyntaxNode): boolean {
  const call = callAt(node);
  if (call?.written === 'float') return /^\+?inf(inity)?$/i.test(textLiteral(call.positional[0]) ?? '');
  const referent = referentOf(node);
  return referent?.kind === 'external' && /(^|\.)(INF|inf)$/.test(referent.name);
}
