import { folderOf } from '@plimsoll/contract';
import type { FileIndex } from '../../reader.ts';
import { purposeOf } from '../code/purpose.ts';
import type { PythonModule } from '../code/types.ts';

const inCode = /\bmonkey\.patch_(all|socket)\(|\beventlet\.monkey_patch\(|\bpatch_all\(/;
const asWorker = /\bgunicorn\b[^\n]*(-k|--worker-class)[\s='",]+(gevent|eventlet)|^\s*worker_class\s*=\s*["'](gevent|eventlet)/m;
const startsProcesses = /(^|\/)(Dockerfile[^/]*|[^/]*\.Dockerfile|Procfile|[\w.-]*gunicorn[\w.-]*\.py|[\w.-]+\.sh)$/;

/** Is this file below a project whose blocking calls gevent or eventlet turn into cooperative ones? */
export function isPatched(module: PythonModule): boolean {
  return patchedFolders(module.workspace.files).some((folder) => folder === '' || module.path.startsWith(`${folder}/`));
}

const known = new WeakMap<FileIndex, readonly string[]>();

function patchedFolders(files: FileIndex): readonly string[] {
  const before = known.get(files);
  if (before) return before;
  const found = new Set<string>();
  for (const path of files.paths) {
    const starts = startsProcesses.test(path);
    if (!starts && !path.endsWith('.py')) continue;
    const text = files.text(path);
    if (text === undefined || !/gevent|eventlet/.test(text)) continue;
    const patches = (path.endsWith('.py') && inCode.test(text) && purposeOf(path, text) !== 'test') || (starts && asWorker.test(text));
    if (patches) found.add(projectOf(folderOf(path), files));
  }
  const folders = [...found];
  known.set(files, folders);
  return folders;
}

const marks: readonly string[] = ['pyproject.toml', 'setup.py', 'requirements.txt', 'Pipfile', 'manage.py', 'Dockerfile'];

/** The folder that a project begins in: the nearest one that says how it is installed. */
function projectOf(folder: string, files: FileIndex): string {
  for (let above = folder; ; above = folderOf(above)) {
    if (marks.some((mark) => files.has(above === '' ? mark : `${above}/${mark}`))) return above;
    if (above === '') return folder;
  }
}
