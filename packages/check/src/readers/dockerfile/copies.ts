import { posix } from 'node:path';
import type { Dockerfile } from '../../facts/deployment.ts';
import { splitWords } from '../shell/index.ts';

/** What COPY or ADD takes from the build context: not from other stages or images, not from URLs or here-documents. */
export function readCopies(rest: string, workdir: string): Dockerfile['copies'] {
  const flags = /^(?:--[a-z-]+(?:=\S*)?\s+)*/.exec(rest)?.[0] ?? '';
  if (/--from=/.test(flags)) return [];
  const words = wordsOf(rest.slice(flags.length));
  const target = words.at(-1);
  if (target === undefined || words.length < 2) return [];
  const to = target.startsWith('$') ? target : posix.resolve(workdir, target);
  return words
    .slice(0, -1)
    .filter((word) => !/^<<|:\/\/|^git@/.test(word))
    .map((word) => ({ from: fromContext(word), to }));
}

function wordsOf(text: string): readonly string[] {
  if (!text.startsWith('[')) return splitWords(text, false);
  try {
    const words: unknown = JSON.parse(text);
    return Array.isArray(words) ? words.filter((word) => typeof word === 'string') : [];
  } catch {
    return [];
  }
}

/** Sources cannot leave the context: `/src` and `../src` are both `src` in it, '' is all of it. */
function fromContext(word: string): string {
  return posix.join('/', word).slice(1).replace(/\/$/, '');
}
