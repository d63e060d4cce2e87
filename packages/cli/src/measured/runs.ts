import { randomBytes } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fingerprint, GitIdentity, Measurement, Run, ScenarioIdentity, Verdict } from '@plimsoll/contract';

export interface RunIdentity {
  readonly service: string | null;
  readonly environment: string | null;
  readonly scenario: ScenarioIdentity;
  readonly git: GitIdentity | null;
  readonly fingerprint: Fingerprint;
  readonly selfTest: boolean;
}

/** Time-ordered and unique: 20261123T101500Z-3f9a2c. */
export function newRunId(now: Date): string {
  return `${now
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:]/g, '')}-${randomBytes(3).toString('hex')}`;
}

export function runOf(id: string, identity: RunIdentity, measurement: Measurement, verdict: Verdict | null): Run {
  return { schemaVersion: 1, id, ...identity, measurement, verdict };
}

/** Keeps a run on disk whatever becomes of it, in the folder that git does not see; returns its path from the directory. */
export function keepRun(directory: string, run: Run): string {
  const folder = join(directory, '.plimsoll', 'runs');
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(join(directory, '.plimsoll', '.gitignore'), '# what Plimsoll keeps for itself; ignore.yml is yours\n/runs/\n/cache/\n', { flag: 'wx' });
  } catch {
    // it is there
  }
  const path = join(folder, `${run.id}.json`);
  writeFileSync(`${path}.part`, JSON.stringify(run));
  renameSync(`${path}.part`, path);
  return join('.plimsoll', 'runs', `${run.id}.json`);
}
