import { sayCount } from '@plimsoll/contract';
import type { CheckReport } from '@plimsoll/contract';
import type { Line } from '../terminal/span.ts';
import { styled } from '../terminal/span.ts';
import { proseMax, wrap } from '../terminal/wrap.ts';
import type { Page } from './page.ts';
import { counted } from '../verdict/verdict.ts';

/** What was read, and by which day it is judged. */
export function header(report: CheckReport, page: Page): readonly Line[] {
  const { stats, environments } = report;
  const columns = Math.min(page.columns, proseMax);
  const time = stats.ms < 1000 ? `${stats.ms} ms` : `${(stats.ms / 1000).toFixed(1)} s`;
  return [
    ...wrap([styled('strong', `Plimsoll ${report.tool.version}`), ` read ${counted(stats.files, 'file')} and parsed ${sayCount(stats.parsed)} in ${time}. Judged by ${report.today}.`], columns),
    ...(environments.length > 1 ? wrap([`Environments: ${environments.join(', ')}.`], columns) : []),
  ];
}
