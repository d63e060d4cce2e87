import { textReport } from '@plimsoll/report';
import type { TextOptions } from '@plimsoll/report';
import type { CheckReport } from '@plimsoll/contract';

/** The report as a user without colours sees it. */
export function shown(checked: CheckReport, texts: Readonly<Record<string, string>> = {}, options: Partial<TextOptions> = {}): string {
  return textReport(checked, { columns: 80, colour: false, all: false, textOf: (file) => texts[file], ...options });
}

/** What stands below the scorecard. */
export function body(...all: Parameters<typeof shown>): string {
  const lines = shown(...all).split('\n');
  return lines.slice(lines.findIndex((line) => / DP8 /.test(line)) + 2).join('\n');
}
