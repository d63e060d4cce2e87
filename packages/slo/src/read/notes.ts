import type { Source, Stated } from '@plimsoll/contract';
import { textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';

const notesMax = 200;
const longestText = 2000;

/** What of a file could not be carried over, with its columns. */
export interface SloProblem extends Source {
  readonly message: string;
}

export interface Notes {
  readonly problems: SloProblem[];
  add(source: Source, message: string): void;
}

export function startNotes(): Notes {
  const problems: SloProblem[] = [];
  return {
    problems,
    add: (source, message) => {
      if (problems.length < notesMax) problems.push({ ...source, message });
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
