import type { Source, Unread } from '@plimsoll/contract';
import type { YamlNode } from '@plimsoll/contract/yaml';

/** What the objects of one file share while they are read. */
export interface Scope {
  readonly file: string;
  readonly variant: string;
  readonly environment: string | null;
  readonly parameters: Parameters | null; // of the OpenShift template around the object; null outside one
  readonly unread: Unread[];
  readonly budget: Budget;
}

export type Parameters = ReadonlyMap<string, Parameter>;

export interface Parameter {
  readonly name: string;
  readonly value: YamlNode | null; // null: declared without a value
  readonly generated: boolean;
  readonly source: Source;
}

/** Aliases make a small file stand for a huge one; each entry taken from it costs one. */
export interface Budget {
  left: number;
}

export const entriesPerFile = 200_000;

/** As many of the items as the file's budget still allows; says once that the rest was left out. */
export function afford<T>(items: readonly T[], scope: Pick<Scope, 'file' | 'unread' | 'budget'>): readonly T[] {
  const { budget } = scope;
  if (budget.left < 0) return [];
  budget.left -= items.length + 1;
  if (budget.left >= 0) return items;
  scope.unread.push({ file: scope.file, line: null, message: `holds more than ${entriesPerFile} entries; the rest was not analysed` });
  return [];
}
