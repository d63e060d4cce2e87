import { lineReader } from '../frame/lines.ts';
import type { LineOf } from '../frame/lines.ts';

/** What every part of the text report needs to know. */
export interface Page {
  readonly columns: number;
  readonly all: boolean;
  readonly environments: readonly string[];
  readonly lineOf: LineOf;
}

const columnsMin = 60;

export function pageOf(columns: number, all: boolean, environments: readonly string[], textOf: (file: string) => string | undefined): Page {
  return { columns: Math.max(columnsMin, columns), all, environments, lineOf: lineReader(textOf) };
}
