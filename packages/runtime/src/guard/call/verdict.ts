import { RuntimeError } from '../../errors/index.ts';

/** Whether an error speaks against the dependency: true or false, or null when it is about the caller's hurry or this process. */
export function verdictOf(error: unknown, isFailure: ((error: unknown) => boolean) | null): boolean | null {
  if (error instanceof RuntimeError && (error.code === 'ERR_PLIMSOLL_DEADLINE' || error.code === 'ERR_PLIMSOLL_SHED')) return null;
  return isFailure === null ? !isAnswer(error) : says(isFailure, error);
}

/** A test of the user's that throws has seen something it did not expect: that speaks against the dependency. */
export function says(test: (value: unknown) => boolean, value: unknown): boolean {
  try {
    return test(value);
  } catch {
    return true;
  }
}

/** An HTTP client's error with a status of 4xx is an answer to a wrong question, but for 408 and 429, which are about load. */
function isAnswer(error: unknown): boolean {
  const status = statusOf(error);
  return status !== null && status >= 400 && status < 500 && status !== 408 && status !== 429;
}

/** As undici and Fastify (`statusCode`), axios (`status`, `response.status`), got and fetch wrappers write it. */
function statusOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null) return null;
  const { status, statusCode, response } = error as { readonly status?: unknown; readonly statusCode?: unknown; readonly response?: { readonly status?: unknown } | null };
  for (const each of [statusCode, status, response?.status]) if (typeof each === 'number') return each;
  return null;
}
