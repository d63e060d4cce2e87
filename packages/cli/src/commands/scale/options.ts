import { parseCount, parseDuration, parseRate } from '@plimsoll/contract';
import type { Parsed, Profile } from '@plimsoll/contract';
import { backlogPerInstance } from '@plimsoll/runtime/workload';
import { UsageError } from '../../usage-error.ts';

export const options = {
  format: { type: 'string', multiple: true },
  workload: { type: 'string', multiple: true },
  target: { type: 'string' },
  promise: { type: 'string' },
  'service-time': { type: 'string' },
  concurrency: { type: 'string' },
  rate: { type: 'string' },
  activation: { type: 'string' },
  queue: { type: 'string' },
  min: { type: 'string' },
  max: { type: 'string' },
  region: { type: 'string' },
  prometheus: { type: 'string' },
  bootstrap: { type: 'string' },
  group: { type: 'string' },
  env: { type: 'string' },
  name: { type: 'string' },
  profile: { type: 'string' },
  today: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

export type ScaleValues = { readonly [Name in Exclude<keyof typeof options, 'format' | 'workload' | 'help'>]?: string | undefined };

export const queueKinds = ['sqs', 'bullmq', 'pg-boss', 'kafka'] as const;
export type QueueKind = (typeof queueKinds)[number];

/** What the command line says of every workload. */
export interface Stated {
  /** Messages per instance; null where not stated. */
  readonly backlogTarget: number | null;
  /** Requests per second and instance. */
  readonly rateTarget: number | null;
  readonly activation: number;
  readonly queueKind: QueueKind | null;
  readonly queueName: string | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly region: string | null;
  readonly prometheus: string | null;
  readonly bootstrap: string | null;
  readonly group: string | null;
}

export function statedOf(values: ScaleValues): Stated {
  const [kind, ...name] = (values.queue ?? '').split(':');
  const queueKind = queueKinds.find((each) => each === kind) ?? null;
  if (values.queue !== undefined && queueKind === null) throw new UsageError(`--queue ${values.queue}: choose ${queueKinds.join(', ')}, with a name as in sqs:settlements`);
  const min = whole(values, 'min', 0);
  const max = whole(values, 'max', 1);
  if (min !== null && max !== null && max <= min) throw new UsageError(`--max ${max} is not above --min ${min}: nothing could be scaled`);
  return {
    backlogTarget: backlogTargetOf(values),
    rateTarget: values.rate === undefined ? null : positive('--rate', values.rate, parseRate),
    activation: whole(values, 'activation', 0) ?? 0,
    queueKind,
    queueName: name.join(':') === '' ? null : plain('--queue', name.join(':')),
    min,
    max,
    region: values.region === undefined ? null : plain('--region', values.region),
    prometheus: values.prometheus === undefined ? null : plain('--prometheus', values.prometheus),
    bootstrap: values.bootstrap === undefined ? null : plain('--bootstrap', values.bootstrap),
    group: values.group === undefined ? null : plain('--group', values.group),
  };
}

function backlogTargetOf(values: ScaleValues): number | null {
  const target = whole(values, 'target', 1);
  const { promise, 'service-time': service } = values;
  if (promise === undefined && service === undefined) {
    if (values.concurrency !== undefined) throw new UsageError('--concurrency belongs to --promise and --service-time: messages per instance = concurrency × promise / service time');
    return target;
  }
  if (target !== null) throw new UsageError('--target and --promise say the same in two ways; give one');
  if (promise === undefined || service === undefined) throw new UsageError('--promise and --service-time belong together: messages per instance = concurrency × promise / service time');
  const serviceMs = positive('--service-time', service, parseDuration);
  return backlogPerInstance({ concurrency: whole(values, 'concurrency', 1) ?? 1, serviceMs, promisedMs: positive('--promise', promise, parseDuration) });
}

export function profileOf(stated: string | undefined): Exclude<Profile, 'batch'> {
  if (stated === 'sync-api' || stated === 'background-job' || stated === 'stream') return stated;
  throw new UsageError(`--profile ${stated ?? 'is missing'}: choose sync-api, background-job or stream; batch work runs on a schedule and is not scaled`);
}

function whole(values: ScaleValues, option: 'target' | 'activation' | 'min' | 'max' | 'concurrency', least: number): number | null {
  const stated = values[option];
  if (stated === undefined) return null;
  const count = right(`--${option}`, parseCount(stated));
  if (!Number.isInteger(count) || count < least || count > 1_000_000) throw new UsageError(`--${option} ${stated}: give a whole number from ${least} to 1000000`);
  return count;
}

/** What may stand in a manifest and in a comment: one line of ordinary characters. */
export function isPlain(text: string): boolean {
  return /^[\w./:@-]{1,200}$/.test(text);
}

export function plain(option: string, text: string): string {
  if (isPlain(text)) return text;
  throw new UsageError(`${option}: ${JSON.stringify(text.slice(0, 60))} has characters that do not belong there; letters, digits and . _ / : @ - do`);
}

function positive(option: string, stated: string, parse: (text: string) => Parsed<number>): number {
  const value = right(option, parse(stated));
  if (!(value > 0)) throw new UsageError(`${option} ${stated}: give more than 0`);
  return value;
}

function right<T>(option: string, parsed: Parsed<T>): T {
  if (!parsed.ok) throw new UsageError(`${option}: ${parsed.message}`);
  return parsed.value;
}
