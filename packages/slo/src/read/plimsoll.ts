import type { Stated } from '@plimsoll/contract';
import { at, entriesOf, itemsOf, textOf } from '@plimsoll/contract/yaml';
import type { YamlEntry, YamlNode } from '@plimsoll/contract/yaml';
import type { Indicator } from '../indicator/indicator.ts';
import type { ErrorBudget, Objective, ServiceLevelObjectives } from '../objectives.ts';
import type { Window } from '../windows/window.ts';
import { readDeploymentPolicy, stepsOf } from './deployment-policy.ts';
import { readIndicators } from './extensions.ts';
import { countsErrors, kindOf, quantileOf } from './indicator.ts';
import type { Keys } from './keys.ts';
import { keysOf, node, noteUnknown } from './keys.ts';
import type { Notes } from './notes.ts';
import { shorten, startNotes, statedText } from './notes.ts';
import { readPolicy } from './policy.ts';
import { measure, readWindow } from './quantities.ts';
import { ratioIndicator } from './queries.ts';
import { lengthOf, readAnyWindow } from './window.ts';

// Words about the file itself: they promise nothing, so nothing is lost without them.
const annotations = ['version', 'description', 'labels', 'tags', 'review_cadence', 'name', 'apiVersion', 'kind', 'metadata', 'severity', 'tier', 'title', '$schema'];
export const fileKeys: readonly string[] = [
  'service',
  'slos',
  'owner',
  'team',
  'last_reviewed',
  'review_by',
  'error_budget',
  'error_budgets',
  'deployment_policy',
  'policy',
  'indicators',
  'window',
  'period',
  'links',
  'dashboard',
  'runbook',
];
export const objectiveKeys: readonly string[] = ['name', 'sli', 'target', 'objective', 'goal', 'unit', 'window', 'period', 'threshold', 'threshold_ms', 'quantile', 'percentile', 'query', 'indicator'];

/** DP5's own shape: `service`, `slos: [{ name, sli, target, unit, window }]`, `error_budget`. */
export function readPlimsoll(root: YamlNode, notes: Notes): ServiceLevelObjectives {
  const keys = keysOf(root);
  // Without a service the list may stand among other things, in the values of a chart for instance: those are not ours to name.
  if (keys.has('service')) noteUnknown(keys, [...fileKeys, ...annotations], '', notes);
  const file: Common = { window: readAnyWindow(node(keys, 'window', 'period'), notes), indicators: readIndicators(node(keys, 'indicators'), notes) };
  const objectives = itemsOf(node(keys, 'slos')).flatMap((item) => readObjective(item, file, notes) ?? []);
  return {
    kind: 'objectives',
    shape: 'plimsoll',
    file: root.source.file,
    source: root.source,
    service: statedText(node(keys, 'service')) ?? statedText(at(node(keys, 'service'), 'name')),
    owner: statedText(node(keys, 'owner', 'team')),
    lastReviewed: statedText(node(keys, 'last_reviewed')),
    reviewBy: statedText(node(keys, 'review_by')),
    objectives,
    errorBudget: readErrorBudget(keys, notes),
    policy: readPolicy(node(keys, 'policy'), notes) ?? readDeploymentPolicy(node(keys, 'deployment_policy'), notes),
    alerts: [],
    links: readLinks(keys),
  };
}

/** What the file says for all its objectives. */
interface Common {
  readonly window: Stated<Window> | null;
  readonly indicators: ReadonlyMap<string, Indicator>;
}

function readObjective(item: YamlNode, file: Common, notes: Notes): Objective | null {
  if (item.kind !== 'mapping') {
    notes.add(item.source, 'this objective is not a mapping with name, sli, target and window; it was not read');
    return null;
  }
  const keys = keysOf(item);
  const name = textOf(node(keys, 'name'));
  noteUnknown(keys, [...objectiveKeys, ...annotations], name === undefined ? 'an objective' : `\`${shorten(name)}\``, notes);

  const sli = sliText(node(keys, 'sli', 'indicator', 'query'));
  const window = readAnyWindow(node(keys, 'window', 'period'), notes) ?? file.window;
  const words = `${name ?? ''} ${sli ?? ''}`;
  const unit = textOf(node(keys, 'unit')) ?? null;
  const targetNode = node(keys, 'target', 'objective', 'goal');
  const quantile = readQuantile(keys, words);
  const kind = quantile !== null && kindOf(words) === 'other' ? 'latency' : kindOf(`${words} ${unit !== null && /\/|rps|qps/i.test(unit) ? 'throughput' : ''}`);
  const thresholdGiven = readThreshold(keys, unit, notes);
  const needsUnit = (kind === 'latency' || kind === 'throughput') && !thresholdGiven; // beside a threshold, the target is a share
  const value = targetNode ? readTarget(targetNode, thresholdGiven ? null : unit, needsUnit, words, notes) : null;
  const threshold = thresholdGiven ?? (value?.dimension === 'duration' ? stated(value.value, targetNode) : null);

  return {
    name: name ?? kind,
    kind: kind === 'other' && threshold ? 'latency' : kind,
    quantile,
    thresholdMs: threshold,
    target: value?.dimension === 'ratio' ? stated(value.value, targetNode) : threshold && quantile !== null ? { value: quantile, source: quantilePlace(keys, item) } : null,
    targetRate: value?.dimension === 'rate' ? stated(value.value, targetNode) : null,
    window,
    windowMs: lengthOf(window),
    windowByDefault: null,
    sli,
    indicator: (sli === null ? undefined : file.indicators.get(sli)) ?? (name === undefined ? undefined : file.indicators.get(name)) ?? ratioIndicator(node(keys, 'sli')),
    source: item.source,
  };
}

function readTarget(target: YamlNode, unit: string | null, needsUnit: boolean, words: string, notes: Notes): ReturnType<typeof measure> {
  const text = textOf(target);
  if (text === undefined) return null;
  if (needsUnit && unit === null && /^[\d.,_]+$/.test(text.trim())) {
    notes.add(target.source, `the target \`${shorten(text)}\` of \`${shorten(words)}\` has no unit; write \`unit: ms\` (or \`s\`, \`req/s\`) beside it, or the unit behind the number`);
    return null;
  }
  const value = measure(text, unit);
  if (!value) notes.add(target.source, `the target \`${shorten(text)}\`${unit === null ? '' : ` in \`${shorten(unit)}\``} is not understood; write 99.9, 99.9%, 200ms or 1000/s`);
  // Nobody promises that most requests fail: a large share beside the word "error" is the share that succeeds.
  if (value?.dimension === 'ratio' && value.value < 0.5 && countsErrors(words)) return { dimension: 'ratio', value: Number((1 - value.value).toPrecision(12)) };
  return value;
}

function readThreshold(keys: Keys, unit: string | null, notes: Notes): Stated<number> | null {
  const plain = node(keys, 'threshold_ms');
  const given = plain ?? node(keys, 'threshold');
  const text = textOf(given);
  if (!given || text === undefined) return null;
  const value = measure(text, plain ? 'ms' : unit === '%' ? null : unit);
  if (value?.dimension === 'duration') return stated(value.value, given);
  notes.add(given.source, `the threshold \`${shorten(text)}\` is no duration; write 200ms`);
  return null;
}

function readQuantile(keys: Keys, words: string): number | null {
  const text = textOf(node(keys, 'quantile', 'percentile'));
  const number = text === undefined ? NaN : Number(text.replace(/^p/i, ''));
  if (number > 0 && number < 1) return number;
  return number >= 1 && number < 100 ? Number(`${number}e-2`) : quantileOf(words);
}

function quantilePlace(keys: Keys, item: YamlNode): Stated<number>['source'] {
  const places = [node(keys, 'quantile', 'percentile'), node(keys, 'name'), node(keys, 'sli')];
  return (places.find((place, index) => place && (index === 0 || quantileOf(textOf(place) ?? '') !== null)) ?? item).source;
}

function readErrorBudget(keys: Keys, notes: Notes): ErrorBudget | null {
  const policies = stepsOf(node(keys, 'deploymentpolicy')).map(({ condition, action }) => [condition, action].filter((part) => part !== '').join(': '));
  const policyEntry = keys.get('deploymentpolicy');
  const listed: Stated<string> | null = policyEntry && policies.length > 0 ? { value: policies.join('; '), source: policyEntry.keySource } : null;
  const budget = keys.get('errorbudget');
  const budgets = keys.get('errorbudgets');
  if (budget) {
    const own = keysOf(budget.value);
    noteUnknown(own, ['period', 'window', 'policy', 'description'], '`error_budget`', notes);
    return { periodMs: readWindow(node(own, 'period', 'window'), notes), policy: statedText(node(own, 'policy')) ?? listed, source: budget.keySource };
  }
  if (!budgets) return listed && { periodMs: null, policy: listed, source: listed.source };
  for (const entry of entriesOf(budgets.value)) noteContradiction(entry, notes);
  const periods = entriesOf(budgets.value).flatMap(({ value }) => readWindow(at(value, 'window') ?? at(value, 'period'), notes) ?? []);
  const other = periods.find(({ value }) => value !== periods[0]?.value);
  if (other) notes.add(other.source, 'the error budgets have different periods; only the first is used');
  return { periodMs: periods[0] ?? null, policy: listed, source: budgets.keySource };
}

/** WAF++ writes beside 30 days what 99.9 % leave of a year: the number is computed, and what is written differently is said. */
function noteContradiction({ value }: YamlEntry, notes: Notes): void {
  const number = (key: string): number => Number(textOf(at(value, key)) ?? NaN);
  const given = at(value, 'allowed_downtime_minutes');
  const [allowed, total, target] = [number('allowed_downtime_minutes'), number('total_minutes'), number('slo')];
  const window = readWindow(at(value, 'window'), startNotes());
  const minutes = total > 0 ? total : window ? window.value / 60_000 : NaN;
  if (!given || !(target > 0 && target < 100) || !(minutes > 0) || !(Math.abs(allowed - minutes * (1 - target / 100)) > 0.01 * minutes * (1 - target / 100))) return;
  notes.add(
    given.source,
    `${shorten(String(allowed))} minutes are allowed here, and ${target} % of ${minutes} minutes leave ${Number((minutes * (1 - target / 100)).toPrecision(4))}; the target decides`,
  );
}

function readLinks(keys: Keys): Stated<string>[] {
  return ['links', 'dashboard', 'runbook'].flatMap((key) => {
    const value = node(keys, key);
    const nodes = value?.kind === 'sequence' ? value.items.map((item) => at(item, 'url') ?? item) : value?.kind === 'mapping' ? value.entries.map((entry) => entry.value) : [value];
    return nodes.flatMap((each) => statedText(each) ?? []);
  });
}

function sliText(sli: YamlNode | undefined): string | null {
  const text = textOf(sli);
  if (text !== undefined) return text.slice(0, 2000);
  const parts = entriesOf(sli).flatMap(({ value }) => textOf(value) ?? []);
  return parts.length === 0 ? null : parts.slice(0, 8).join(' / ').slice(0, 2000);
}

function stated(value: number, at: YamlNode | undefined): Stated<number> | null {
  return at ? { value, source: at.source } : null;
}
