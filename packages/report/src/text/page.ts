import { sayCount } from '@plimsoll/contract';

/** What every part of the text report needs to know. */
export interface Page {
  readonly columns: number;
  readonly all: boolean;
  readonly environments: readonly string[];
  readonly lineOf: (file: string, line: number) => string | undefined;
}

const columnsMin = 60;

export function pageOf(columns: number, all: boolean, environments: readonly string[], textOf: (file: string) => string | undefined): Page {
  const known = new Map<string, readonly string[]>();
  const linesOf = (file: string): readonly string[] => {
    const earlier = known.get(file);
    if (earlier) return earlier;
    const lines = textOf(file)?.split(/\r?\n/) ?? [];
    known.set(file, lines);
    return lines;
  };
  return { columns: Math.max(columnsMin, columns), all, environments, lineOf: (file, line) => linesOf(file)[line - 1] };
}

/** `1 file`, `2 files`. */
export function counted(count: number, noun: string, nouns: string = `${noun}s`): string {
  return `${sayCount(count)} ${count === 1 ? noun : nouns}`;
}
