import type { Stated } from '@plimsoll/contract';
import type { Line } from '../markdown/outline.ts';
import { lineSource } from '../markdown/outline.ts';

const pattern = /(?<![\w-])(?:PERF|PERFORMANCE|DEBT|TECHDEBT|PD|TD)(?:-[A-Z]{2,12})?(?:-\d{4})?-\d{1,5}(?![\w-])/g;

/** `PERF-DEBT-2026-003`, `PERF-001`, `TD-12`. */
export function debtIdsIn(file: string, lines: readonly Line[]): readonly Stated<string>[] {
  return lines.flatMap((line) => [...line.text.matchAll(pattern)].map((match) => ({ value: match[0], source: lineSource(file, line, match.index, match.index + match[0].length) })));
}
