import type { Unread } from '@plimsoll/contract';
import type { FileIndex } from '@plimsoll/check';
import { contentOf, decode } from './content.ts';
import type { Content } from './content.ts';
import type { GitTree } from './tracked.ts';
import { walk } from './walk.ts';
import type { LeftOut } from './walk.ts';

export interface DiskFiles extends FileIndex {
  readonly root: string;
  readonly git: GitTree | null;
  readonly leftOut: LeftOut;
  readonly bytes: number;
  readonly problems: readonly Unread[]; // grows while files are asked for
  readonly asked: ReadonlyMap<string, string>; // fingerprints of the files asked for so far
  /** Of a file that nobody may have asked for: what `asked` would hold of it. */
  fingerprint(path: string): string;
}

const keptBytesMax = 192 * 1024 * 1024;

/** The files of a repository on disk: read when first asked for, decoded as UTF-8 without BOM, never outside the root. */
export function diskFiles(root: string): DiskFiles {
  const walked = walk(root);
  const known = new Set(walked.paths);
  const problems: Unread[] = [...walked.unread];
  const asked = new Map<string, string>();
  const texts = new Map<string, string | undefined>();
  const waiting = new Map<string, Content>(); // fingerprinted, not yet asked for
  let kept = 0;

  const load = (path: string): Content => contentOf(root, path, walked.sizes.get(path) ?? 0);
  const text = (path: string): string | undefined => {
    if (!known.has(path)) return undefined;
    if (texts.has(path)) return texts.get(path);
    const content = waiting.get(path) ?? load(path);
    waiting.delete(path);
    asked.set(path, (asked.get(path) ?? content.fingerprint) === content.fingerprint ? content.fingerprint : 'changed while it was read');
    if (content.problem) problems.push(content.problem);
    const read = content.bytes ? decode(path, content.bytes, problems) : undefined;
    kept += read?.length ?? 0;
    if (kept < keptBytesMax || read === undefined) texts.set(path, read);
    return read;
  };
  const fingerprint = (path: string): string => {
    const earlier = asked.get(path) ?? waiting.get(path)?.fingerprint;
    if (earlier !== undefined) return earlier;
    const content = load(path);
    waiting.set(path, content);
    return content.fingerprint;
  };
  let bytes = 0;
  for (const size of walked.sizes.values()) bytes += size;
  return { root, git: walked.git, leftOut: walked.leftOut, paths: walked.paths, has: (path) => known.has(path), text, bytes, problems, asked, fingerprint };
}
