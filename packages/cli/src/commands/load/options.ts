import { readFileSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { env } from 'node:process';
import { parseCount, parseDuration, parseRate } from '@plimsoll/contract';
import type { Contract } from '@plimsoll/contract/file';
import { plainSpans, readScenario, scenarioOfUrl, TargetError, targetOf } from '@plimsoll/gate/load';
import type { Arrivals, LoadPlan, RateStage, Scenario } from '@plimsoll/gate/load';
import { right } from '../../measured/limits.ts';
import { UsageError } from '../../usage-error.ts';

/** The options that say what is sent and when, shared by `load` and `gate`. */
export const trafficOptions = {
  rate: { type: 'string' },
  steps: { type: 'string' },
  spike: { type: 'string' },
  poisson: { type: 'boolean' },
  replay: { type: 'string' },
  vus: { type: 'string' },
  duration: { type: 'string' },
  'warm-up': { type: 'string' },
  timeout: { type: 'string' },
  slice: { type: 'string' },
  connections: { type: 'string' },
  'in-flight': { type: 'string' },
  workers: { type: 'string' },
  seed: { type: 'string' },
  scenario: { type: 'string' },
  method: { type: 'string' },
  header: { type: 'string', multiple: true },
  body: { type: 'string' },
  'target-allowed': { type: 'string', multiple: true },
} as const;

export type TrafficValues = {
  readonly [Name in keyof typeof trafficOptions]?:
    | ((typeof trafficOptions)[Name] extends { type: 'boolean' } ? boolean : (typeof trafficOptions)[Name] extends { multiple: true } ? string[] : string)
    | undefined;
};

/** What is sent, and to whom where the scenario itself says so. */
export interface Requests {
  readonly scenario: Scenario;
  readonly target: URL | null;
}

/** From a URL, or a scenario file whose paths go below a URL. */
export function requestsOf(values: TrafficValues, named: string | undefined, cwd: string, contract: Contract | null): Requests {
  const url = named === undefined ? null : allowedTarget(named, values, contract);
  const file = values.scenario ?? (named === undefined ? contract?.gate?.scenario?.value : undefined);
  if (file === undefined) {
    if (!url) throw new UsageError('there is nothing to load; name a URL, such as http://127.0.0.1:8080/, or --scenario FILE');
    const body = values.body?.startsWith('@') ? contentOf(values.body.slice(1), cwd) : values.body;
    return {
      scenario: scenarioOfUrl(url, {
        ...(values.method === undefined ? {} : { method: values.method.toUpperCase() }),
        headers: (values.header ?? []).map(headerOf),
        ...(body === undefined ? {} : { body }),
      }),
      target: url,
    };
  }
  if (values.method !== undefined || values.header !== undefined || values.body !== undefined)
    throw new UsageError('--method, --header and --body describe a single URL; a scenario file states its own');
  const path = resolve(cwd, file);
  const { scenario, target, problems } = readScenario(relative(cwd, path).split(sep).join('/'), contentOf(file, cwd), {
    textOf: (data) => contentOrNull(resolve(dirname(path), data)),
    environment: (name) => env[name],
  });
  if (!scenario) throw new UsageError(problems.map(({ file, line, message }) => `${file}${line === null ? '' : `:${line}`} ${message}`).join('\nplimsoll: '));
  return { scenario, target: url ?? (target === null ? null : allowedTarget(target, values, contract)) };
}

export function allowedTarget(written: string, values: TrafficValues, contract: Contract | null): URL {
  try {
    return targetOf(written, [...(values['target-allowed'] ?? []), ...(contract?.gate?.targetsAllowed?.map(({ value }) => value) ?? [])]);
  } catch (error) {
    if (error instanceof TargetError) throw new UsageError(error.message);
    throw error;
  }
}

export interface Timing {
  readonly durationMs: number;
  readonly warmUpMs: number;
  readonly sliceMs: number;
}

export function timingOf(values: TrafficValues): Timing {
  const durationMs = duration(values, 'duration', 30_000);
  if (durationMs < 100) throw new UsageError(`--duration ${values.duration ?? ''} is too short to measure anything; at least 100ms`);
  return { durationMs, warmUpMs: duration(values, 'warm-up', Math.min(10_000, durationMs / 5)), sliceMs: Math.max(100, duration(values, 'slice', Math.min(5000, durationMs / 6))) };
}

export function arrivalsOf(values: TrafficValues, { durationMs, warmUpMs }: Timing, cwd: string): Arrivals {
  const [shape, other] = (['steps', 'replay', 'vus', 'rate', 'spike'] as const).filter((name) => values[name] !== undefined);
  if (shape !== undefined && shape !== 'rate' && other !== undefined) throw new UsageError(`--${shape} and --${other} are different shapes of load; give one`);
  if (values.vus !== undefined) return { kind: 'closed', users: positive('--vus', right('--vus', parseCount(values.vus))) };
  if (values.replay !== undefined) return { kind: 'replay', startsMs: startsIn(values.replay, cwd).map((at) => at + warmUpMs) };
  const option = values.steps === undefined ? '--rate' : '--steps';
  const written = values.steps ?? values.rate ?? '50/s';
  const stages = (values.steps === undefined ? [written] : written.split(',')).map((step, _, all) => rateStage(option, step, durationMs / all.length));
  if (stages.every(({ fromPerSecond, toPerSecond }) => fromPerSecond === 0 && toPerSecond === 0)) throw new UsageError(`${option} ${written} sends nothing; give more than 0`);
  const before = stages[0]?.fromPerSecond ?? 0;
  const warm: readonly RateStage[] = warmUpMs > 0 ? [{ durationMs: warmUpMs, fromPerSecond: before, toPerSecond: before }] : [];
  return {
    kind: 'rate',
    spacing: values.poisson === true ? 'poisson' : 'even',
    stages: [...warm, ...(values.spike === undefined ? stages : spiked(stages, positive('--spike', right('--spike', parseRate(perSecond(values.spike)))), durationMs))],
  };
}

/** Everything but where it goes. */
export function planOf(values: TrafficValues, scenario: Scenario, timing: Timing, arrivals: Arrivals): Omit<LoadPlan, 'targets'> {
  const peak =
    arrivals.kind === 'rate'
      ? Math.max(...arrivals.stages.flatMap(({ fromPerSecond, toPerSecond }) => [fromPerSecond, toPerSecond]))
      : arrivals.kind === 'closed'
        ? arrivals.users * 10
        : (1000 * arrivals.startsMs.length) / timing.durationMs;
  const connections = number(values, 'connections', arrivals.kind === 'closed' ? arrivals.users : Math.round(Math.min(512, Math.max(16, peak / 10))));
  return {
    scenario,
    arrivals,
    spans: plainSpans(timing.warmUpMs, timing.durationMs, timing.sliceMs),
    connections,
    inFlightMax: number(values, 'in-flight', Math.max(connections * 20, arrivals.kind === 'closed' ? arrivals.users : 0)),
    timeoutMs: positive('--timeout', duration(values, 'timeout', 10_000)),
    workers: Math.min(32, number(values, 'workers', Math.max(1, Math.ceil(peak / 4000)))),
    seed: number(values, 'seed', 1),
  };
}

function rateStage(option: string, written: string, durationMs: number): RateStage {
  const [from = '', to] = written.trim().split('..');
  const rate = (text: string): number => right(option, parseRate(perSecond(text)));
  return { durationMs, fromPerSecond: rate(from), toPerSecond: rate(to ?? from) };
}

function spiked(stages: readonly RateStage[], spike: number, durationMs: number): readonly RateStage[] {
  const [only] = stages;
  if (!only || stages.length > 1 || only.fromPerSecond !== only.toPerSecond) throw new UsageError('--spike stands out of a constant --rate; write --rate 100/s --spike 1000/s');
  const side = { ...only, durationMs: durationMs * 0.45 };
  return [side, { durationMs: durationMs * 0.1, fromPerSecond: spike, toPerSecond: spike }, side];
}

/** `500` is meant as 500 a second: there is no other unit that people would leave out. */
function perSecond(written: string): string {
  return /^\s*[\d.,_]+k?\s*$/.test(written) ? `${written.trim()}/s` : written;
}

function startsIn(file: string, cwd: string): readonly number[] {
  const lines = contentOf(file, cwd)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  const starts = lines.map(Number);
  const wrong = starts.findIndex((at, index) => !(at >= 0) || at < (starts[index - 1] ?? 0));
  if (wrong !== -1) throw new UsageError(`${file}:${wrong + 1} is ${lines[wrong]?.slice(0, 30) ?? ''}; start times are milliseconds from 0, one a line, ascending`);
  return starts;
}

function headerOf(written: string): readonly [string, string] {
  const colon = written.indexOf(':');
  if (colon < 1) throw new UsageError(`--header ${written.slice(0, 20)}… has no colon; write --header 'name: value'`);
  return [written.slice(0, colon).trim(), written.slice(colon + 1).trim()];
}

export function duration(values: TrafficValues, name: 'duration' | 'warm-up' | 'timeout' | 'slice', otherwise: number): number {
  const written = values[name];
  return written === undefined ? otherwise : right(`--${name}`, parseDuration(written));
}

function number(values: TrafficValues, name: 'connections' | 'in-flight' | 'workers' | 'seed', otherwise: number): number {
  const written = values[name];
  return written === undefined ? otherwise : positive(`--${name}`, right(`--${name}`, parseCount(written)));
}

export function positive(option: string, value: number): number {
  if (!(value > 0)) throw new UsageError(`${option} must be more than 0`);
  return value;
}

function contentOf(file: string, cwd: string): string {
  const content = contentOrNull(resolve(cwd, file));
  if (content === null) throw new UsageError(`${file} cannot be read`);
  return content;
}

function contentOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').replace(/^\ufeff/, '');
  } catch {
    return null;
  }
}
