import { analyse } from '@plimsoll/check';
import type { FileIndex, System } from '@plimsoll/check';
import { readContract } from '@plimsoll/contract/file';
import { mayBeDecision, readDecision } from '@plimsoll/decisions';
import type { RecordText, RunHistory } from '@plimsoll/decisions';
import { diskFiles } from '../../disk/file-index.ts';
import { storedRunsOf } from '../../measured/stored-runs.ts';
import { progressLine } from '../../terminal/progress.ts';
import type { Terminal } from '../../terminal/terminal.ts';

/** What the commands that write know of a repository. */
export interface Repository {
  readonly files: FileIndex;
  readonly records: readonly RecordText[];
  readonly declared: { readonly adr: string | null; readonly debt: string | null }; // in plimsoll.yml
  readonly system: System | undefined; // of production, where there is one
  readonly history: RunHistory | null;
}

/** Reads records, model and stored runs of a directory. */
export async function repositoryAt(directory: string, today: string, terminal: Terminal): Promise<Repository> {
  const files = diskFiles(directory);
  const progress = progressLine(terminal);
  const declared = declaredIn(files);
  const records = recordsIn(files, declared.adr);
  const stored = storedRunsOf(directory, [...files.paths, 'docs/adr/']);
  const history = (await stored?.load()) ?? null;
  const { systems } = await analyse(files, today, progress.report, () => Promise.resolve(history));
  progress.end();
  return { files, records, declared, system: systems.find(({ environment }) => environment === 'prod') ?? systems[0], history };
}

/** The records and templates of the repository, none of its examples. */
function recordsIn(files: FileIndex, folder: string | null): readonly RecordText[] {
  return files.paths.flatMap((path) => {
    if (/^(?:examples?|samples?)\/|(?:^|\/)(?:vendor|node_modules|fixtures?|testdata)\//.test(path) || !/\.(?:md|markdown)$/i.test(path)) return [];
    const text = files.text(path);
    const record = text !== undefined && mayBeDecision(path, text, folder) ? readDecision(path, text, folder) : null;
    return record && text !== undefined ? [{ record, text }] : [];
  });
}

/** `.adr-dir` is where adr-tools keeps the folder. */
export function declaredIn(files: FileIndex): Repository['declared'] {
  const file = ['plimsoll.yml', 'plimsoll.yaml'].find((name) => files.has(name));
  const text = file === undefined ? undefined : files.text(file);
  const contract = file === undefined || text === undefined ? null : readContract(file, text).contract;
  const line = files.text('.adr-dir')?.split('\n')[0]?.trim().replace(/\/$/, '');
  const adrDir = line !== undefined && /^[\w][\w./-]{0,200}$/.test(line) && !line.includes('..') ? line : null;
  return { adr: contract?.decisions?.adr?.value.replace(/\/$/, '') ?? adrDir, debt: contract?.decisions?.debt?.value ?? null };
}
