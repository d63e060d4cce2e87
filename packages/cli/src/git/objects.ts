import { UsageError } from '../usage-error.ts';
import { git } from './git.ts';
import type { Blob } from './tree.ts';

const batchBytesMax = 16 * 1024 * 1024;
const keptBytesMax = 128 * 1024 * 1024;

/**
 * Contents of objects, read from git in batches: whoever asks for one file asks for its neighbours next. Older batches are dropped
 * when more is held than `keptBytesMax`, and read again if need be.
 */
export function objectReader(folder: string, blobs: readonly Blob[], revision: string): (object: string) => Buffer {
  const positions = new Map(blobs.map((blob, index) => [blob.object, index]));
  const batches: ReadonlyMap<string, Buffer>[] = [];
  let kept = 0;
  const load = (object: string): Buffer => {
    const wanted = batchFrom(blobs, positions.get(object) ?? 0);
    const batch = parse(git(folder, ['cat-file', '--batch'], `${wanted.join('\n')}\n`), revision);
    batches.push(batch);
    for (const content of batch.values()) kept += content.length;
    while (kept > keptBytesMax && batches.length > 1) for (const content of batches.shift()?.values() ?? []) kept -= content.length;
    const content = batch.get(object);
    if (!content) throw new Error(`git cat-file did not answer for ${object}`);
    return content;
  };
  return (object) => batches.findLast((batch) => batch.has(object))?.get(object) ?? load(object);
}

function batchFrom(blobs: readonly Blob[], start: number): readonly string[] {
  const wanted = new Set<string>();
  let bytes = 0;
  for (let index = start; index < blobs.length; index++) {
    const blob = blobs[index];
    if (!blob || (wanted.size > 0 && bytes + blob.size > batchBytesMax)) break;
    wanted.add(blob.object);
    bytes += blob.size;
  }
  return [...wanted];
}

/** `<object> blob <size>`, the content, and a line end, one after the other (https://git-scm.com/docs/git-cat-file#_batch_output). */
function parse(answer: Buffer, revision: string): ReadonlyMap<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (let at = 0; at < answer.length;) {
    const end = answer.indexOf(10, at);
    const [object = '', type, size = ''] = answer.toString('latin1', at, end < 0 ? answer.length : end).split(' ');
    if (end < 0 || type !== 'blob') throw new UsageError(`--since ${revision}: some of its files are not in this clone, which is partial; fetch them first (git fetch --refetch --no-filter)`);
    const start = end + 1;
    found.set(object, answer.subarray(start, start + Number(size)));
    at = start + Number(size) + 1;
  }
  return found;
}
