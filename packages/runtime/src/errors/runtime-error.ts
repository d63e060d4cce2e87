import type { RuntimeErrorCode } from './codes.ts';

export interface RuntimeErrorOptions {
  /** Whether the same call may succeed a little later, without a change. */
  readonly retryable: boolean;
  /** Numbers and names that belong to the case, for logs and metrics; never secrets. */
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
  readonly cause?: unknown;
}

/**
 * The error of every part of the runtime. It is a class, as callers use `instanceof` and Node prints `cause`. A rejection under pressure must
 * cost less than the work that it saves, so `rejection` leaves the stack out: it would name the guard, never the cause.
 */
export class RuntimeError extends Error {
  readonly code: RuntimeErrorCode;
  readonly retryable: boolean;
  readonly details: Readonly<Record<string, string | number | boolean | null>>;

  constructor(code: RuntimeErrorCode, message: string, options: RuntimeErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'RuntimeError';
    this.code = code;
    this.retryable = options.retryable;
    this.details = options.details ?? {};
  }
}

/** A `RuntimeError` without a stack, for the paths that are taken thousands of times a second when a dependency is down. */
export function rejection(code: RuntimeErrorCode, message: string, options: RuntimeErrorOptions): RuntimeError {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return new RuntimeError(code, message, options);
  } finally {
    Error.stackTraceLimit = limit;
  }
}

const settled = Promise.resolve();

/**
 * A promise that rejects with `reason` one microtask later, when whoever asked has taken hold of it. A promise that is rejected at once is
 * entered in Node's list of unhandled rejections and struck off again, which costs as much as the rest of a refusal.
 */
export function rejected(reason: unknown): Promise<never> {
  return new Promise((_resolve, reject) => {
    void settled.then(() => reject(reason as Error));
  });
}
