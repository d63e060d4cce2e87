import { systemClock } from '../../clock/index.ts';
import type { Clock } from '../../clock/index.ts';
import { RuntimeError } from '../../errors/index.ts';
import type { Shedder } from '../shed/shedder.ts';
import { guardDefaults as defaults } from './defaults.ts';
import type { AdaptiveOptions, BreakerOptions, BulkheadOptions, GuardOptions, RetryOptions } from './options.ts';

/** Options with every number known and possible. Infinity stands for "no bound". */
export interface GuardSettings {
  readonly name: string;
  readonly timeoutMs: number;
  readonly concurrencyMax: number;
  readonly waitersMax: number;
  readonly breaker: BreakerSettings | null;
  readonly retry: RetrySettings | null;
  readonly adaptive: AdaptiveSettings | null;
  readonly shedder: Shedder | null;
  readonly leastMs: number;
  readonly abandonMs: number;
  readonly carriesDeadline: boolean;
  readonly isFailure: ((error: unknown) => boolean) | null;
  readonly isFailedValue: ((value: unknown) => boolean) | null;
  readonly clock: Clock;
  readonly random: () => number;
}

type Stated<T> = { readonly [Key in keyof T]-?: Exclude<T[Key], undefined> };
export type BreakerSettings = Stated<BreakerOptions>;
export type RetrySettings = Omit<Stated<RetryOptions>, 'attemptTimeoutMs' | 'isRetryable'> & { readonly attemptTimeoutMs: number; readonly isRetryable: ((error: unknown) => boolean) | null };
export type AdaptiveSettings = Stated<AdaptiveOptions>;

/** Fills in the defaults; a value that cannot work is `ERR_PLIMSOLL_OPTION`, at the start and not under load. */
export function settingsOf(name: string, options: GuardOptions): GuardSettings {
  const check = checker(name);
  const bulkhead: BulkheadOptions | null = options.bulkhead === null ? null : typeof options.bulkhead === 'number' ? { concurrencyMax: options.bulkhead } : (options.bulkhead ?? {});
  const concurrencyMax = bulkhead ? check.whole('bulkhead.concurrencyMax', bulkhead.concurrencyMax ?? defaults.concurrencyMax, 1) : Infinity;
  return {
    name,
    timeoutMs: options.timeoutMs === null ? Infinity : check.positive('timeoutMs', options.timeoutMs ?? defaults.timeoutMs),
    concurrencyMax,
    waitersMax: bulkhead ? check.whole('bulkhead.waitersMax', bulkhead.waitersMax ?? concurrencyMax * defaults.waitersPerSlot, 0) : 0,
    breaker: options.breaker === null ? null : breakerOf(options.breaker ?? {}, check),
    retry: options.retry ? retryOf(options.retry, check) : null,
    adaptive: options.adaptive ? adaptiveOf(options.adaptive, concurrencyMax, check) : null,
    shedder: options.shedder ?? null,
    leastMs: check.atLeast('leastMs', options.leastMs ?? defaults.leastMs, 0),
    abandonMs: options.abandonMs === null ? Infinity : check.positive('abandonMs', options.abandonMs ?? defaults.abandonMs),
    carriesDeadline: options.carriesDeadline ?? false,
    isFailure: options.isFailure ?? null,
    isFailedValue: options.isFailedValue ?? null,
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
  };
}

function breakerOf(options: BreakerOptions, check: Checker): BreakerSettings {
  const given = { ...defaults.breaker, ...stated(options) };
  return {
    errors: check.share('breaker.errors', given.errors),
    of: check.whole('breaker.of', given.of, 1, 1_000_000),
    windowMs: check.positive('breaker.windowMs', given.windowMs),
    resetMs: check.positive('breaker.resetMs', given.resetMs),
    probes: check.whole('breaker.probes', given.probes, 1),
    rampMs: check.atLeast('breaker.rampMs', given.rampMs, 0),
    rampTo: check.whole('breaker.rampTo', given.rampTo, 1),
  };
}

function retryOf(options: RetryOptions, check: Checker): RetrySettings {
  const given = { ...defaults.retry, ...stated(options) };
  return {
    attemptsMax: check.whole('retry.attemptsMax', given.attemptsMax, 1),
    baseMs: check.atLeast('retry.baseMs', given.baseMs, 0),
    capMs: check.atLeast('retry.capMs', given.capMs, 0),
    attemptTimeoutMs: check.positive('retry.attemptTimeoutMs', options.attemptTimeoutMs ?? Infinity),
    budgetRatio: check.atLeast('retry.budgetRatio', given.budgetRatio, 0),
    budgetMinPerSecond: check.atLeast('retry.budgetMinPerSecond', given.budgetMinPerSecond, 0),
    isRetryable: options.isRetryable ?? null,
  };
}

function adaptiveOf(options: AdaptiveOptions, concurrencyMax: number, check: Checker): AdaptiveSettings {
  const given = { ...defaults.adaptive, ...stated(options) };
  const min = check.whole('adaptive.min', given.min, 1);
  if (concurrencyMax === Infinity) check.wrong('bulkhead', 'null', 'a number of calls that the adaptive limit may grow to');
  if (min > concurrencyMax) check.wrong('adaptive.min', String(min), `at most the bulkhead's ${concurrencyMax}`);
  return {
    min,
    initial: check.whole('adaptive.initial', options.initial ?? concurrencyMax, min, concurrencyMax),
    tolerance: check.atLeast('adaptive.tolerance', given.tolerance, 1),
    smoothing: check.share('adaptive.smoothing', given.smoothing),
    windowMs: check.positive('adaptive.windowMs', given.windowMs),
  };
}

/** Without the keys whose value is undefined, which would hide a default. */
function stated<T extends object>(options: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as { [Key in keyof T]?: Exclude<T[Key], undefined> };
}

type Checker = ReturnType<typeof checker>;

function checker(name: string): {
  positive(option: string, value: number): number;
  atLeast(option: string, value: number, min: number): number;
  share(option: string, value: number): number;
  whole(option: string, value: number, min: number, max?: number): number;
  wrong(option: string, value: string, right: string): never;
} {
  const wrong = (option: string, value: string, right: string): never => {
    throw new RuntimeError('ERR_PLIMSOLL_OPTION', `guard ${name}: ${option} is ${value}; it must be ${right}`, { retryable: false, details: { guard: name, option } });
  };
  const within = (option: string, value: number, holds: boolean, right: string): number => (typeof value === 'number' && holds ? value : wrong(option, String(value), right));
  return {
    wrong,
    positive: (option, value) => within(option, value, value > 0, 'above 0'),
    atLeast: (option, value, min) => within(option, value, value >= min, `${min} or more`),
    share: (option, value) => within(option, value, value > 0 && value <= 1, 'above 0 and at most 1'),
    whole: (option, value, min, max = Number.MAX_SAFE_INTEGER) =>
      within(option, value, Number.isInteger(value) && value >= min && value <= max, max === Number.MAX_SAFE_INTEGER ? `a whole number, ${min} or more` : `a whole number from ${min} to ${max}`),
  };
}
