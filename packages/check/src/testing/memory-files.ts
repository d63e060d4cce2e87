import type { FileIndex } from '../readers/reader.ts';

/** A repository held in memory, for tests and for judging the tree of another commit. */
export function memoryFiles(texts: Readonly<Record<string, string>>): FileIndex {
  const paths = Object.keys(texts).toSorted();
  return { paths, has: (path) => Object.hasOwn(texts, path), text: (path) => (Object.hasOwn(texts, path) ? texts[path] : undefined) };
}
