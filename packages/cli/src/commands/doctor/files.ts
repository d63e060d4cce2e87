import type { Analysis } from '@plimsoll/check';
import { sayCount } from '@plimsoll/contract';
import type { Unread } from '@plimsoll/contract';
import { ok, warn } from '@plimsoll/report';
import type { Diagnosis } from '@plimsoll/report';
import type { DiskFiles } from '../../disk/file-index.ts';

const shown = 5;

/** What was walked, what was passed by, and what could not be understood. */
export function fileDiagnoses(files: DiskFiles, analysis: Analysis): readonly Diagnosis[] {
  return [walked(files), ...problems('not read', files.problems, 'nothing was judged by what stands there'), formats(analysis), ...unread(analysis)];
}

function walked(files: DiskFiles): Diagnosis {
  if (files.paths.length === 0) return warn('files', 'files', 'none was found here', 'give the folder of a repository');
  const { ignored, folders, links } = files.leftOut;
  const passed = [
    ...(ignored > 0 ? [`${sayCount(ignored)} ignored by .gitignore`] : []),
    ...(folders > 0 ? [`${some(folders, 'folder')} of tools (node_modules, .git, …)`] : []),
    ...(links > 0 ? [`${some(links, 'link')} to folders, to nothing or out of here`] : []),
  ];
  return ok('files', 'files', `${sayCount(files.paths.length)} with ${megabytes(files.bytes)}${passed.length > 0 ? `; passed by: ${passed.join(', ')}` : ''}`);
}

function formats(analysis: Analysis): Diagnosis {
  const found = analysis.formats.toSorted((a, b) => b.files - a.files);
  if (found.length === 0) return warn('files', 'formats', 'nothing that Plimsoll reads says anything of a system', 'the readme says what is read');
  return ok('files', 'formats', found.map(({ name, files }) => `${name} ${sayCount(files)}`).join(', '));
}

function unread({ unread: entries }: Analysis): readonly Diagnosis[] {
  return entries.length === 0 ? [ok('files', 'unread', 'nothing: all of these were understood')] : problems('unread', entries, 'plimsoll check --all names every place');
}

/** What is said of several places is said once. */
function problems(name: string, entries: readonly Unread[], help: string): readonly Diagnosis[] {
  if (entries.length === 0) return [];
  const groups = [...Map.groupBy(entries, (entry) => entry.message).values()].toSorted((a, b) => b.length - a.length);
  const lines = groups
    .slice(0, shown)
    .flatMap(([first, ...others]) =>
      first ? [`${first.line === null ? first.file : `${first.file}:${first.line}`}${others.length > 0 ? ` and ${some(others.length, 'more place')}` : ''}: ${first.message}`] : [],
    );
  const rest = groups.length - shown;
  return [warn('files', name, some(entries.length, 'place'), help, rest > 0 ? [...lines, `and ${sayCount(rest)} more like these`] : lines)];
}

function some(count: number, noun: string): string {
  return `${sayCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

function megabytes(bytes: number): string {
  return bytes < 100_000 ? `${sayCount(Math.ceil(bytes / 1000))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
