import { readFileSync } from 'node:fs';
import { basename, relative, resolve, sep } from 'node:path';
import { allEndpoints, parseDuration, parseRate, parseRatio } from '@plimsoll/contract';
import type { Criteria, Criterion, Parsed, Unread } from '@plimsoll/contract';
import { readContract } from '@plimsoll/contract/file';
import type { Contract } from '@plimsoll/contract/file';
import { criteriaOf, readSloFile } from '@plimsoll/slo';
import { codeOf } from '../disk/error-code.ts';
import { UsageError } from '../usage-error.ts';

/** The options that state limits, shared by `load` and `gate`. */
export const limitOptions = {
  slo: { type: 'string', multiple: true },
  p50: { type: 'string' },
  p90: { type: 'string' },
  p95: { type: 'string' },
  p99: { type: 'string' },
  errors: { type: 'string' },
  throughput: { type: 'string' },
} as const;

export const limitUsage = `  --slo FILE              objectives to hold it against; repeatable (default: what plimsoll.yml names)
  --p95 200ms --p99 500ms limits of latency, also --p50 and --p90
  --errors 0.1%           largest share of requests that may fail
  --throughput 500/s      least rate of answers`;

export interface LimitValues {
  readonly slo?: string[] | undefined;
  readonly p50?: string | undefined;
  readonly p90?: string | undefined;
  readonly p95?: string | undefined;
  readonly p99?: string | undefined;
  readonly errors?: string | undefined;
  readonly throughput?: string | undefined;
}

export interface Limits {
  readonly criteria: Criteria;
  readonly service: string | null; // of the SLO file
  readonly notes: readonly string[]; // objectives that a load test cannot show
}

/** Limits of the command line and of SLO files; a limit of the command line replaces the same one of a file. */
export function limitsOf(values: LimitValues, cwd: string, contract: Contract | null): Limits {
  const stated = statedLimits(values);
  const files = (values.slo ?? sloFilesOf(contract)).map((file) => ({ file, ...objectivesOf(file, cwd) }));
  const replaced = (each: Criterion): boolean => stated.some((other) => sameQuestion(each, other));
  const fromFiles = files.flatMap(({ criteria }) => criteria).filter((each) => !replaced(each));
  return { criteria: [...fromFiles, ...stated], service: files.find(({ service }) => service !== null)?.service ?? null, notes: files.flatMap(({ notes }) => notes) };
}

/** `plimsoll.yml` of the directory, or null; one that cannot be read is a matter of usage, as its limits would be missed in silence. */
export function contractIn(directory: string): Contract | null {
  for (const file of ['plimsoll.yml', 'plimsoll.yaml']) {
    const text = textOf(resolve(directory, file), 'ENOENT');
    if (text === null) continue;
    const { contract, problems } = readContract(file, text);
    const [first] = problems;
    if (first) throw new UsageError(`${first.file}:${first.line}:${first.column} ${first.message}`);
    return contract;
  }
  return null;
}

/** The gate's own file, else the one that all workloads share; with several services nobody can tell which is meant. */
function sloFilesOf(contract: Contract | null): readonly string[] {
  const own = contract?.gate?.slo?.value;
  if (own !== undefined) return [own];
  const files = new Set(contract?.workloads.flatMap(({ slo }) => slo?.value ?? []) ?? []);
  return files.size === 1 ? [...files] : [];
}

function objectivesOf(file: string, cwd: string): { readonly criteria: Criteria; readonly service: string | null; readonly notes: readonly string[] } {
  const text = textOf(resolve(cwd, file));
  if (text === null) throw new UsageError(`the SLO file ${file} cannot be read`);
  const shown = relative(cwd, resolve(cwd, file)).split(sep).join('/');
  const read = readSloFile(shown, text);
  if (!read || read.slos.length === 0) throw new UsageError(`${file} holds no objectives${read?.unread[0] ? `: ${sayUnread(read.unread[0])}` : '; it needs `service` and a list `slos`'}`);
  const { criteria, notes } = criteriaOf(read.slos);
  return { criteria, service: read.slos[0]?.service?.value ?? null, notes: [...notes, ...read.unread.map(sayUnread)] };
}

function statedLimits(values: LimitValues): Criteria {
  const latencies = (['p50', 'p90', 'p95', 'p99'] as const).flatMap((name): Criterion[] => {
    const written = values[name];
    if (written === undefined) return [];
    return [{ name, endpoint: allEndpoints, source: null, metric: { kind: 'latency', quantile: Number(name.slice(1)) / 100, limitMs: right(`--${name}`, parseDuration(written)) } }];
  });
  const errors =
    values.errors === undefined ? [] : [{ name: 'errors', endpoint: allEndpoints, source: null, metric: { kind: 'error-share', limitShare: right('--errors', parseRatio(values.errors)) } } as const];
  const throughput =
    values.throughput === undefined
      ? []
      : [{ name: 'throughput', endpoint: allEndpoints, source: null, metric: { kind: 'throughput', limitPerSecond: right('--throughput', parseRate(values.throughput)) } } as const];
  return [...latencies, ...errors, ...throughput];
}

function sameQuestion(a: Criterion, b: Criterion): boolean {
  if (a.endpoint !== b.endpoint || a.metric.kind !== b.metric.kind) return false;
  return a.metric.kind !== 'latency' || b.metric.kind !== 'latency' || a.metric.quantile === b.metric.quantile;
}

/** What an option says as a quantity; a wrong one is a matter of usage. */
export function right<T>(option: string, parsed: Parsed<T>): T {
  if (!parsed.ok) throw new UsageError(`${option}: ${parsed.message}`);
  return parsed.value;
}

function sayUnread({ file, line, message }: Unread): string {
  return `${file}${line === null ? '' : `:${line}`} ${message}`;
}

/** Null where it cannot be read; where `only` names a reason, every other one is a matter of usage. */
function textOf(path: string, only?: 'ENOENT'): string | null {
  try {
    return readFileSync(path, 'utf8').replace(/^\ufeff/, '');
  } catch (error) {
    if (only !== undefined && codeOf(error) !== only) throw new UsageError(`${basename(path)} cannot be read (${codeOf(error)})`);
    return null;
  }
}
