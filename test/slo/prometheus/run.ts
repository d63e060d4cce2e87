import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LintedFile, LiveSnapshot, PrometheusApi, RuleGroup, ServiceLevelObjectives } from '@plimsoll/slo';
import { budgetOf, decide, nothingBefore, printRules, readSloFile, readSnapshots, rulesOf, statusOf, windowAt } from '@plimsoll/slo';
import { backfill, startPrometheus } from '../../../examples/prometheus/server.ts';
import { prometheusAt } from '../../../packages/cli/src/measured/prometheus.ts';
import { askedAtMs, jobOf, openMetrics, truthWithin } from './scenario.ts';
import type { Scenario, Truth } from './scenario.ts';

export interface Outcome {
  readonly scenario: Scenario;
  readonly truth: Truth;
  readonly remaining: number | null; // of the budget, by what truly happened
  readonly read: LiveSnapshot;
  readonly remainingRead: number | null;
  readonly recorded: Agreement | null;
}

/** What the rules recorded, beside what status and gate make of the same samples. */
export interface Agreement {
  readonly remainingByRule: number;
  readonly remainingByStatus: number;
  readonly burnDifference: number; // the largest
  readonly gateAgrees: boolean;
}

export const present: boolean = ['prometheus', 'promtool'].every((tool) => spawnSync(tool, ['--version']).status === 0);

/** Runs scenarios in one Prometheus; `look` may ask it more before it is stopped. */
export async function runScenarios(scenarios: readonly Scenario[], look: (api: PrometheusApi) => Promise<void> = async () => {}): Promise<readonly Outcome[]> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-scenarios-'));
  try {
    writeFileSync(join(folder, 'prometheus.yml'), 'global: { scrape_interval: 1m }\n');
    backfill(folder, openMetrics(scenarios));
    const recording = scenarios.filter(({ rules }) => rules);
    const groups = recording.flatMap((scenario) => slosOf(scenario).flatMap((slo) => rulesOf(slo).groups));
    for (const level of levelsOf(groups)) await withPrometheus(folder, async (_, url) => record(folder, url, level));
    const outcomes: Outcome[] = [];
    await withPrometheus(folder, async (api) => {
      for (const scenario of scenarios) outcomes.push(await outcomeOf(api, scenario));
      await look(api);
    });
    return outcomes;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function withPrometheus(folder: string, use: (api: PrometheusApi, url: string) => Promise<void> | void): Promise<void> {
  const { url, stop } = await startPrometheus(folder);
  try {
    await use(prometheusAt(url, { timeoutMs: 60_000, totalMs: 300_000 }), url);
  } finally {
    await stop();
  }
}

async function outcomeOf(api: PrometheusApi, scenario: Scenario): Promise<Outcome> {
  const slos = slosOf(scenario);
  const [read] = await readSnapshots(api, slos, { atMs: askedAtMs });
  if (!read) throw new Error(`${scenario.name} has no objective`);
  const span = windowAt(read.window, askedAtMs);
  const truth = truthWithin(scenario, span.startMs, Math.min(askedAtMs, span.endMs));
  const remaining = budgetOf(truth, read.target)?.remaining ?? null;
  return { scenario, truth, remaining, read, remainingRead: statusOf(read).budget?.remaining ?? null, recorded: scenario.rules ? await agreementOf(api, scenario, slos) : null };
}

/** At the moment of the last evaluation: between two of them the rules say what was, not what is. */
async function agreementOf(api: PrometheusApi, scenario: Scenario, slos: readonly ServiceLevelObjectives[]): Promise<Agreement> {
  const id = `{slo_service="${jobOf(scenario)}"}`;
  const number = async (expression: string): Promise<number | null> => {
    const answer = await api.query(expression, askedAtMs);
    if (!answer.ok) throw new Error(answer.why);
    return answer.series[0]?.samples[0]?.value ?? null;
  };
  const atMs = Math.round(((await number(`timestamp(slo:budget_remaining:ratio${id})`)) ?? NaN) * 1000);
  const remainingByRule = (await number(`slo:budget_remaining:ratio${id}`)) ?? NaN;
  const burnByRule = await number(`slo:burn_rate:ratio1h${id}`);
  const [snapshot] = await readSnapshots(api, slos, { atMs, basis: 'recorded' });
  if (!snapshot) throw new Error(`${scenario.name} has no objective`);
  const status = statusOf(snapshot);
  const burn = status.burn.find(({ windowMs }) => windowMs === 3_600_000)?.rate ?? null;
  const { objectives } = decide({
    service: snapshot.service,
    statuses: [status],
    policy: null,
    change: 'feature',
    environment: null,
    before: nothingBefore,
    exemptions: [],
    atMs,
    today: '2026-11-23',
  });
  return {
    remainingByRule,
    remainingByStatus: status.budget?.remaining ?? NaN,
    burnDifference: burn === null || burnByRule === null ? (burn === burnByRule ? 0 : NaN) : Math.abs(burn - burnByRule),
    gateAgrees: (objectives[0]?.cause === 'exhausted') === remainingByRule <= 1e-9,
  };
}

function slosOf(scenario: Scenario): readonly ServiceLevelObjectives[] {
  return sloFileOf(scenario).file.slos;
}

/** The scenario's SLO file, as a repository would hold it. */
export function sloFileOf(scenario: Scenario): LintedFile {
  const [path, text] = [`docs/slos/${jobOf(scenario)}.yml`, scenario.slo.replaceAll('{job}', jobOf(scenario))];
  const file = readSloFile(path, text);
  if (!file || file.problems.length > 0) throw new Error(`${scenario.name}: ${file?.problems[0]?.message ?? 'no SLO file'}`);
  return { path, text, file };
}

/** Rules that need no other rule of their group, those that need only these, and so on: what is backfilled is seen after a restart only. */
function levelsOf(groups: readonly RuleGroup[]): readonly (readonly RuleGroup[])[] {
  const levels: RuleGroup[][] = [];
  for (const group of groups) {
    let rest = group.rules.filter((rule) => 'record' in rule);
    for (let level = 0; rest.length > 0; level++) {
      const names = new Set(rest.map(({ record }) => record));
      const ready = rest.filter(({ expr }) => [...expr.matchAll(/slo:[a-z_]+:[a-z0-9]+/g)].every(([name]) => !names.has(name)));
      (levels[level] ??= []).push({ ...group, rules: ready });
      rest = rest.filter((rule) => !ready.includes(rule));
    }
  }
  return levels;
}

/** What everything else is summed from is evaluated over all the time; all other rules for the last minutes. */
function record(folder: string, url: string, groups: readonly RuleGroup[]): void {
  const everything = (name: string): boolean => name.endsWith(':rate5m');
  for (const [whole, startS] of [
    [true, askedAtMs / 1000 - 31 * 86_400],
    [false, askedAtMs / 1000 - 180],
  ] as const) {
    const chosen = groups.map((group) => ({ ...group, rules: group.rules.filter((rule) => 'record' in rule && everything(rule.record) === whole) })).filter(({ rules }) => rules.length > 0);
    if (chosen.length === 0) continue;
    const file = join(folder, 'rules.yml'); // one name for all: evaluations of a group are shifted by its file and name
    writeFileSync(file, printRules(chosen));
    const range = [`--start=${startS}`, `--end=${askedAtMs / 1000}`, `--url=${url}`, '--eval-interval=1m', `--output-dir=${join(folder, 'data')}`];
    const { status, stderr, error } = spawnSync('promtool', ['tsdb', 'create-blocks-from', '--max-block-duration=162h', 'rules', ...range, file], { encoding: 'utf8', timeout: 600_000 });
    if (status !== 0) throw new Error(`promtool recorded no rules: ${error?.message ?? stderr}`);
  }
}
