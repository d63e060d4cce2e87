import { basename, relative, sep } from 'node:path';
import type { FileIndex } from '@plimsoll/check';
import type { CheckReport } from '@plimsoll/contract';
import { githubReport, htmlReport, jsonReport, junitReport, markdownReport, sarifReport, textReport } from '@plimsoll/report';
import type { FailOn, RuleText } from '@plimsoll/report';
import { outputsAmong, writeAll } from '../../outputs.ts';
import type { Output } from '../../outputs.ts';
import type { Terminal } from '../../terminal/terminal.ts';

const formats = ['text', 'json', 'sarif', 'junit', 'markdown', 'html', 'github'] as const;
type Format = (typeof formats)[number];

/** What a report is shown with. */
export interface Shown {
  readonly report: CheckReport;
  readonly files: FileIndex;
  readonly directory: string;
  readonly failOn: FailOn;
  readonly all: boolean;
  readonly rules?: readonly RuleText[]; // default: those of check
  readonly isWhole?: boolean; // all rules were asked, so that next steps can be named
}

/** `--format`, repeatable: at most one to standard output, no file twice. */
export function outputsOf(stated: readonly string[]): readonly Output<Format>[] {
  return outputsAmong(stated, formats);
}

export async function writeOutputs(outputs: readonly Output<Format>[], shown: Shown, terminal: Terminal): Promise<void> {
  const texts = new Map<string, string>();
  for (const { format, file } of outputs) texts.set(key(format, file !== null), await render(format, shown, terminal, file !== null));
  writeAll(outputs, (format, toFile) => texts.get(key(format, toFile)) ?? '', terminal);
}

function key(format: Format, toFile: boolean): string {
  return `${format} ${toFile}`;
}

async function render(format: Format, { report, files, directory, failOn, all, rules, isWhole = false }: Shown, terminal: Terminal, toFile: boolean): Promise<string> {
  const textOf = (file: string): string | undefined => files.text(file);
  switch (format) {
    case 'json':
      return jsonReport(report);
    case 'sarif':
      return sarifReport(report, rules ?? (await allRules()));
    case 'junit':
      return junitReport(report);
    case 'markdown':
      return markdownReport(report, { all, failOn, textOf });
    case 'html':
      return htmlReport(report, { rules: rules ?? (await allRules()), name: basename(directory), failOn, textOf });
    case 'github':
      return githubReport(report, { folder: folderFrom(terminal.cwd, directory), failOn });
    case 'text':
      return textReport(report, {
        columns: terminal.columns,
        colour: terminal.colour && !toFile,
        all,
        failOn,
        textOf,
        isFirst: isWhole && !files.has('plimsoll.yml') && !files.has('plimsoll.yaml'),
      });
  }
}

/** Loaded only for the formats that show more of a rule than its findings. */
async function allRules() {
  return (await import('@plimsoll/check/rules')).rules;
}

/** GitHub names files from the workspace, where a workflow starts its steps. */
function folderFrom(cwd: string, directory: string): string {
  const path = relative(cwd, directory).split(sep).join('/');
  return path.startsWith('..') ? '' : path;
}
