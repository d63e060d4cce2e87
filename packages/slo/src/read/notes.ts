import type { Source, Stated, Unread } from '@plimsoll/contract';
import { textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';

const notesMax = 200;
const longestText = 2000;

/** Collects what of a file could not be carried over. */
export interface Notes {
  readonly unread: Unread[];
  add(source: Source, message: string): void;
}

export function startNotes(): Notes {
  const unread: Unread[] = [];
  return {
    unread,
    add: ({ file, line }, message) => {
      if (unread.length < notesMax) unread.push({ file, line, message });
    },
  };
}

export function statedText(node: YamlNode | undefined): Stated<string> | null {
  const text = textOf(node)?.trim();
  return node && text !== undefined && text !== '' ? { value: text.slice(0, longestText), source: node.source } : null;
}

export function shorten(text: string): string {
  const flat = text.slice(0, 200).replace(/\s+/g, ' ').trim();
  return flat.length > 60 ? `${flat.slice(0, 60)}…` : flat;
}
