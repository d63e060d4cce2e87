import type { GateReport } from '@plimsoll/gate';
import { command } from '../github/command.ts';
import { gateView } from './view.ts';

/** Annotations of a GitHub job: one for each reason, at the line of the SLO file where one states the limit. */
export function gateGithub(report: GateReport): string {
  const view = gateView(report);
  if (report.verdict === 'pass') return `${view.headline}\n`;
  const kind = report.verdict === 'fail' ? 'error' : 'warning';
  const sources = new Map(report.absolute.map(({ says, criterion }) => [says, criterion.source]));
  return `${[...report.reasons.slice(0, 9).map((reason) => annotation(kind, reason, sources.get(reason) ?? null)), view.headline].join('\n')}\n`;

  function annotation(level: 'error' | 'warning', reason: string, source: (typeof report.absolute)[number]['criterion']['source'] | null): string {
    return command(level, source ? { file: source.file, line: source.line, title: 'plimsoll gate' } : { title: 'plimsoll gate' }, reason);
  }
}
