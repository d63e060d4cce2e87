import { budgetGithub, budgetHtml, budgetJson, budgetMarkdown, budgetSvg, budgetText } from '@plimsoll/report';
import type { BudgetReport } from '@plimsoll/slo';
import { outputsAmong, writeAll } from '../../../outputs.ts';
import type { Output } from '../../../outputs.ts';
import type { Terminal } from '../../../terminal/terminal.ts';

const formats = ['text', 'json', 'markdown', 'html', 'svg', 'github'] as const;
type Format = (typeof formats)[number];

export function outputsOf(stated: readonly string[] | undefined): readonly Output<Format>[] {
  return outputsAmong(stated ?? ['text'], formats);
}

export function writeBudgets(outputs: readonly Output<Format>[], report: BudgetReport, terminal: Terminal): void {
  writeAll(outputs, (format, toFile) => render(format, report, terminal, toFile), terminal);
}

function render(format: Format, report: BudgetReport, terminal: Terminal, toFile: boolean): string {
  switch (format) {
    case 'json':
      return budgetJson(report);
    case 'markdown':
      return budgetMarkdown(report);
    case 'html':
      return budgetHtml(report);
    case 'svg':
      return budgetSvg(report);
    case 'github':
      return budgetGithub(report);
    case 'text':
      return budgetText(report, { columns: terminal.columns, colour: terminal.colour && !toFile });
  }
}
