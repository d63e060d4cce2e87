import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '@plimsoll/check/rules';
import { sayCount } from '@plimsoll/contract';
import { readContract, readIgnores } from '@plimsoll/contract/file';
import { fail, ok, warn } from '@plimsoll/report';
import type { Diagnosis } from '@plimsoll/report';
import { cacheFolder } from '../../cache/place.ts';
import type { DiskFiles } from '../../disk/file-index.ts';
import { ignoreFileIn } from '../../disk/own-file.ts';

const shown = 5;

/** What the repository tells Plimsoll, and where Plimsoll keeps what it saw. */
export function settingDiagnoses(files: DiskFiles, today: string): readonly Diagnosis[] {
  return [contract(files), ignores(files.root, today), cache(files)];
}

function contract(files: DiskFiles): Diagnosis {
  const file = ['plimsoll.yml', 'plimsoll.yaml'].find((name) => files.has(name));
  const text = file === undefined ? undefined : files.text(file);
  if (file === undefined || text === undefined) return ok('settings', 'contract', 'none; plimsoll init drafts one from what the repository says');
  const { contract: read, problems } = readContract(file, text);
  if (problems.length > 0) {
    const places = problems.slice(0, shown).map((problem) => `${problem.file}:${problem.line}:${problem.column} ${problem.message}`);
    return fail('settings', 'contract', `${file} has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}: check ends with exit code 2`, 'mend what is named', places);
  }
  return ok('settings', 'contract', `${file} is valid; workloads: ${read?.workloads.length ?? 0}, dependencies: ${read?.dependencies.length ?? 0}`);
}

function ignores(root: string, today: string): Diagnosis {
  const found = ignoreFileIn(root);
  if (!found) return ok('settings', 'ignores', 'no .plimsoll/ignore.yml');
  const { ignores: entries, problems } = readIgnores(
    found.file,
    found.text,
    rules.map((rule) => rule.id),
  );
  const expired = entries.filter((entry) => entry.until !== null && entry.until < today);
  const places = [
    ...problems.map(({ file, line, message }) => `${file}:${line} ${message}`),
    ...expired.map((entry) => `${entry.source.file}:${entry.source.line} ${entry.rule} expired on ${entry.until}`),
  ];
  if (places.length > 0) return warn('settings', 'ignores', `of the entries in ${found.file}, some do not apply`, 'mend them, or take them out', places.slice(0, shown));
  return ok('settings', 'ignores', `${found.file} has ${entries.length === 1 ? '1 entry' : `${entries.length} entries`}`);
}

function cache(files: DiskFiles): Diagnosis {
  const folder = cacheFolder(files.root, files.git);
  if (folder === null)
    return warn(
      'settings',
      'cache',
      'is not used: .plimsoll/cache is tracked by git, lies behind a link, or the index of git cannot be read whole',
      'take .plimsoll/cache out of git (git rm -r --cached .plimsoll/cache)',
    );
  const file = join(folder, 'reports.json');
  return ok('settings', 'cache', existsSync(file) ? `.plimsoll/cache holds ${sayCount(Math.ceil(statSync(file).size / 1000))} KB` : 'empty; the next check fills .plimsoll/cache');
}
