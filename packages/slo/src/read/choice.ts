import type { Stated } from '@plimsoll/contract';
import { nearest } from '@plimsoll/contract/file';
import { textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { Notes } from './notes.ts';
import { shorten } from './notes.ts';
import { measure } from './quantities.ts';

/** 10% as 0.1; null where it is no share. */
export function shareOf(text: string): number | null {
  if (text.trim() === '0') return 0;
  const value = measure(text, null);
  return value?.dimension === 'ratio' ? value.value : null;
}

/** One of a closed list; what is none of it is noted with the nearest that is. */
export function choice<T extends string>(given: YamlNode | undefined, legal: readonly T[], notes: Notes): Stated<T> | null {
  const text = textOf(given);
  if (!given || text === undefined) return null;
  const value = legal.find((each) => each === text);
  if (value !== undefined) return { value, source: given.source };
  const meant = nearest(text, legal);
  notes.add(given.source, `\`${shorten(text)}\` is none of ${legal.join(', ')}${meant === null ? '' : `; did you mean \`${meant}\`?`}`);
  return null;
}
