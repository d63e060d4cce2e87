import { writeFileSync } from 'node:fs';
import { basename, relative, resolve, sep } from 'node:path';
import type { FileIndex } from '@plimsoll/check';
import type { CheckReport } from '@plimsoll/contract';
import { githubReport, htmlReport, jsonReport, junitReport, markdownReport, sarifReport, textReport } from '@plimsoll/report';
import type { FailOn, RuleText } from '@plimsoll/report';
import type { Terminal } from '../../terminal/terminal.ts';
import { UsageError } from '../../usage-error.ts';

const formats = ['text', 'json', 'sarif', 'junit', 'markdown', 'html', 'github'] as const;
type Format = (typeof formats)[number];

export interface Output {
  readonly format: Format;
  readonly file: string | null; // null: standard output
}

/** What a report is shown with. */
export interface Shown {
  readonly report: CheckReport;
  readonly files: FileIndex;
  readonly directory: string;
  readonly failOn: FailOn;
  readonly all: boolean;
  readonly rules?: readonly RuleText[]; // default: those of check
}

/** `--format`, repeatable: at most one to standard output, no file twice. */
export function outputsOf(stated: readonly string[]): readonly Output[] {
  const outputs = stated.map((entry): Output => {
    const [name = '', ...rest] = entry.split('=');
    const format = formats.find((candidate) => candidate === name);
    if (!format) throw new UsageError(`there is no format ${name}; formats are ${formats.join(', ')}`);
    if (rest.length > 0 && rest.join('=') === '') throw new UsageError(`--format ${name}= names no file; write --format ${name}=FILE, or --format ${name} for standard output`);
    return { format, file: rest.length === 0 ? null : rest.join('=') };
  });
  if (outputs.filter((output) => output.file === null).length > 1) throw new UsageError('only one format can go to standard output; write the others to files with --format NAME=FILE');
  const files = outputs.flatMap(({ file }) => file ?? []);
  const twice = files.find((file, index) => files.indexOf(file) < index);
  if (twice !== undefined) throw new UsageError(`two formats would be written to ${twice}; give each a file of its own`);
  return outputs;
}

export async function writeOutputs(outputs: readonly Output[], shown: Shown, terminal: Terminal): Promise<void> {
  for (const { format, file } of outputs) {
    const text = await render(format, shown, terminal, file !== null);
    if (file === null) terminal.out(text);
    else writeTo(resolve(terminal.cwd, file), file, text);
  }
}

async function render(format: Format, { report, files, directory, failOn, all, rules }: Shown, terminal: Terminal, toFile: boolean): Promise<string> {
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
      return textReport(report, { columns: terminal.columns, colour: terminal.colour && !toFile, all, failOn, textOf });
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

/** Writes a file that the user named; what stands in the way is a matter of usage. */
export function writeTo(path: string, shown: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new UsageError(`${shown} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
