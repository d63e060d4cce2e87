import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { env } from 'node:process';
import { promisify } from 'node:util';
import type { GitIdentity } from '@plimsoll/contract';
import type { Contract } from '@plimsoll/contract/file';
import { gitIdentity } from '@plimsoll/gate/history';
import { startArm, TargetError } from '@plimsoll/gate/load';
import type { RunningArm } from '@plimsoll/gate/load';
import { codeOf } from '../../disk/error-code.ts';
import { exportCommit } from '../../git/export.ts';
import { gitLine } from '../../git/git.ts';
import { UsageError } from '../../usage-error.ts';
import { allowedTarget } from '../load/options.ts';
import type { TrafficValues } from '../load/options.ts';

/** One side of a comparison, before it runs. */
export interface Arm {
  readonly label: string;
  readonly git: GitIdentity | null;
  readonly isStarted: boolean; // by us, and so anew for each block
  readonly start: () => Promise<RunningArm>;
  readonly dispose: () => void; // what was written for it
}

export interface ArmOptions {
  readonly startCommand: string | undefined; // --start: how a checkout is started
  readonly buildCommand: string | undefined; // --build: what a checkout needs before
  readonly readyPath: string;
  readonly readyWithinMs: number;
  readonly directory: string;
  readonly traffic: TrafficValues;
  readonly contract: Contract | null;
  readonly signal: AbortSignal;
}

/**
 * What `--base` or `--head` names: a URL that answers already; with --start a commit, or `.` for the work tree, which is started by that
 * command; else a command of its own.
 */
export async function armOf(written: string, options: ArmOptions): Promise<Arm> {
  if (/^https?:\/\//.test(written)) {
    const url = allowedTarget(written, options.traffic, options.contract);
    return { label: url.origin, git: null, isStarted: false, start: async () => Promise.resolve({ url, stop: async () => Promise.resolve() }), dispose: () => {} };
  }
  if (options.startCommand === undefined) return started(written, written, options.directory, await identityOf(options.directory), options, () => {});
  if (written === '.') return started('work tree', options.startCommand, options.directory, await identityOf(options.directory), options, () => {});
  return ofCommit(written, options.startCommand, options);
}

async function ofCommit(revision: string, command: string, options: ArmOptions): Promise<Arm> {
  const commit = revision.startsWith('-') ? null : gitLine(options.directory, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]);
  if (commit === null) throw new UsageError(`git knows no ${revision} here; with --start, --base and --head name a commit, \`.\` for the work tree, or a URL`);
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-base-'));
  const dispose = (): void => rmSync(folder, { recursive: true, force: true });
  // A system in a folder of its repository is started in the same folder, with everything beside it.
  const top = gitLine(options.directory, ['rev-parse', '--show-toplevel']) ?? options.directory;
  const directory = join(folder, gitLine(options.directory, ['rev-parse', '--show-prefix']) ?? '');
  try {
    exportCommit(top, commit, folder);
    if (!existsSync(directory)) throw new UsageError(`${revision} has no folder ${relative(folder, directory)}`);
    if (options.buildCommand !== undefined) await shell(options.buildCommand, directory, `--build in ${revision}`);
  } catch (error) {
    dispose();
    throw error;
  }
  return started(`${revision} (${commit.slice(0, 10)})`, command, directory, { commit, branch: null, mergeBase: null, dirty: false }, options, dispose);
}

function started(label: string, command: string, directory: string, git: GitIdentity | null, options: ArmOptions, dispose: () => void): Arm {
  const { readyPath, readyWithinMs, signal } = options;
  return { label, git, isStarted: true, dispose, start: async () => startArm({ command, directory, readyPath, readyWithinMs, environment: env }, signal) };
}

/** Runs a command that the user gave; what it says when it fails is shown. */
export async function shell(command: string, directory: string, what: string): Promise<void> {
  try {
    await promisify(execFile)('/bin/sh', ['-c', command], { cwd: directory, maxBuffer: 64 * 1024 * 1024, timeout: 15 * 60_000 });
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim().split('\n').slice(-6).join('\n  ') : String(error);
    throw new TargetError(`${what}: \`${command}\` failed:\n  ${said}`);
  }
}

/** Null where git is not installed, as where there is no repository: neither keeps a load from being judged. */
export async function identityOf(directory: string): Promise<GitIdentity | null> {
  try {
    return await gitIdentity({ directory, environment: env });
  } catch (error) {
    if (error instanceof Error && codeOf(error.cause) === 'ENOENT') return null;
    throw error;
  }
}
