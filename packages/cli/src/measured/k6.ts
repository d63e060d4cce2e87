import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { env } from 'node:process';
import type { Measurement, ScenarioIdentity } from '@plimsoll/contract';
import { K6Error, runK6 } from '@plimsoll/gate/load';
import { readResults } from '@plimsoll/gate/results';
import { UsageError } from '../usage-error.ts';

export interface K6Wanted {
  readonly script: string;
  readonly directory: string;
  readonly target: string | null; // given to the script as BASE_URL
  readonly arguments: readonly string[];
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export function isK6Script(file: string | undefined): file is string {
  return file !== undefined && /\.[cm]?[jt]s$/.test(file);
}

/** A script states its own duration; this only keeps a forgotten one from running for days. */
export const longestMs: number = 6 * 3_600_000;

export function scriptIdentity(script: string, cwd: string): ScenarioIdentity {
  return {
    name: script,
    hash: createHash('sha256')
      .update(readFileSync(resolve(cwd, script)))
      .digest('hex'),
  };
}

/** Runs a k6 script with the k6 on the path; its samples are read as those of any other file. */
export async function measureK6({ script, directory, target, arguments: given, timeoutMs, signal }: K6Wanted): Promise<Measurement> {
  try {
    const run = await runK6({ script, directory, environment: target === null ? env : { ...env, BASE_URL: target }, arguments: given, timeoutMs }, signal);
    try {
      const { measurement, unread } = await readResults('samples.ndjson', createReadStream(run.resultsFile), {});
      if (!measurement) throw new UsageError(`k6 left no samples (exit code ${run.exitCode ?? 'none'}): ${unread[0]?.message ?? run.output.trim().split('\n').at(-1) ?? ''}`);
      return { ...measurement, interrupted: run.interrupted ?? measurement.interrupted };
    } finally {
      await run.remove();
    }
  } catch (error) {
    if (error instanceof K6Error) throw new UsageError(error.message);
    throw error;
  }
}
