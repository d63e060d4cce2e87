import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { codeOf } from '../disk/error-code.ts';
import { UsageError } from '../usage-error.ts';

/** The directory that a command works on: the last argument, `.` when there is none. */
export function directoryOf(positionals: readonly string[], cwd: string): string {
  if (positionals.length > 1) throw new UsageError(`one directory at a time, not ${positionals.length}: ${positionals.join(' ')}`);
  const named = positionals[0] ?? '.';
  const path = resolve(cwd, named);
  let isDirectory = false;
  try {
    isDirectory = statSync(path).isDirectory();
  } catch (error) {
    const code = codeOf(error);
    throw new UsageError(`${named} ${code === 'ENOENT' || code === 'ENOTDIR' ? 'does not exist' : `cannot be opened (${code})`}; give the directory of a repository`);
  }
  if (!isDirectory) throw new UsageError(`${named} is not a directory; give the directory of a repository`);
  return path;
}

/** `--today`, for reports that can be repeated; the current date in UTC otherwise. */
export function todayOf(stated: string | undefined, now: Date): string {
  return stated === undefined ? now.toISOString().slice(0, 10) : dayOf('--today', stated);
}

export function dayOf(option: string, stated: string): string {
  const valid = /^\d{4}-\d{2}-\d{2}$/.test(stated) && !Number.isNaN(Date.parse(stated)) && new Date(stated).toISOString().startsWith(stated);
  if (!valid) throw new UsageError(`${option} ${stated} is not a date; write YYYY-MM-DD`);
  return stated;
}
