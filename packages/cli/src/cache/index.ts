import { hash } from 'node:crypto';
import type { CheckOptions } from '@plimsoll/check';
import type { CheckReport } from '@plimsoll/contract';
import { build } from '../build.ts';
import type { DiskFiles } from '../disk/file-index.ts';
import { readEntries, writeEntries } from './packed.ts';
import { cacheFolder } from './place.ts';

/**
 * A report follows from the program, its options, the names of all files and the contents of those that were asked for. When none of
 * them changed, the earlier report is the answer and nothing is parsed. `work` makes the report otherwise; `part` names the rules and the environment
 * that were asked for, where that is not all.
 */
export async function cached(files: DiskFiles, options: CheckOptions, part: unknown, work: () => Promise<CheckReport>): Promise<CheckReport> {
  const folder = cacheFolder(files.root, files.git);
  if (folder === null) return work();
  const began = performance.now();
  const key = keyOf(files, options, part);
  const entries = readEntries(folder);
  const same = entries.find((entry) => entry.key === key && entry.asked.every(([path, fingerprint]) => files.fingerprint(path) === fingerprint));
  if (same) return { ...same.report, stats: { ...options.stats, parsed: 0, ms: Math.round(performance.now() - began) } };
  const report = await work();
  if (report.internalErrors.length === 0) writeEntries(folder, [{ key, asked: [...files.asked], report }, ...entries]);
  return report;
}

function keyOf(files: DiskFiles, { stats: _stats, now: _now, progress: _progress, rules: _rules, environments: _environments, ...options }: CheckOptions, part: unknown): string {
  return hash('sha256', JSON.stringify([build(), process.version, process.platform, options, part, files.paths]));
}
