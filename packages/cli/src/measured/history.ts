import type { Run } from '@plimsoll/contract';
import { isRunId, parseRun } from '@plimsoll/gate/history';
import { git } from '../git/git.ts';

export { commitAncestry, parseRun } from '@plimsoll/gate/history';

const bytesMax = 16 * 1024 * 1024;
const runsMax = 5000;
const bytesInAllMax = 256 * 1024 * 1024;

/** The runs that a ref of git holds, read from its objects; what is no run is passed by, as `plimsoll history show` names it. */
export function refListing(directory: string, ref: string): readonly { readonly run: Run; readonly path: string }[] {
  const listed = git(directory, ['ls-tree', '-r', '-z', '-l', '--full-tree', ref, '--', 'runs']).toString('utf8').split('\0');
  const files = listed.flatMap((entry) => {
    const [, object, size, path] = /^\d+ blob ([0-9a-f]+) +(\d+)\t(.+)$/s.exec(entry) ?? [];
    const name = path?.slice(path.lastIndexOf('/') + 1).replace(/\.json$/, '') ?? '';
    return object !== undefined && path !== undefined && Number(size) <= bytesMax && isRunId(name) ? [{ object, path, size: Number(size) }] : [];
  });
  let bytes = 0;
  const newest = files
    .toSorted((a, b) => (nameOf(a.path) < nameOf(b.path) ? 1 : -1))
    .slice(0, runsMax)
    .filter(({ size }) => (bytes += size) <= bytesInAllMax);
  const contents = blobsOf(
    directory,
    newest.map(({ object }) => object),
  );
  return newest.flatMap(({ path }, index) => {
    const parsed = parseRun(contents[index] ?? '');
    return parsed.ok ? [{ run: parsed.value, path }] : [];
  });
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** `<object> blob <size>`, the content and a line end, in the order asked (https://git-scm.com/docs/git-cat-file#_batch_output). */
function blobsOf(directory: string, objects: readonly string[]): readonly string[] {
  if (objects.length === 0) return [];
  const answer = git(directory, ['cat-file', '--batch'], `${objects.join('\n')}\n`);
  const texts: string[] = [];
  for (let at = 0; at < answer.length;) {
    const end = answer.indexOf(10, at);
    const [, type, size = ''] = answer.toString('latin1', at, end < 0 ? answer.length : end).split(' ');
    if (end < 0 || type !== 'blob') {
      texts.push('');
      at = end < 0 ? answer.length : end + 1;
      continue;
    }
    texts.push(answer.toString('utf8', end + 1, end + 1 + Number(size)));
    at = end + 1 + Number(size) + 1;
  }
  return texts;
}
