import { parseArgs } from 'node:util';
import { adrListMarkdown, adrListText } from '@plimsoll/report';
import { exitCodes } from '../../exit-codes.ts';
import { outputsAmong, writeAll } from '../../outputs.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { directoryOf, todayOf } from '../directory.ts';
import { checkDecisions } from './checked.ts';

const usage = `usage: plimsoll adr list [options] [directory]

Lists decision records with their status, whether they say their impact on performance, and what became of their claims.

  --format NAME[=FILE]  text, markdown or json; repeatable (default: text)
  --all                 every claim, with the run it rests on
  --today YYYY-MM-DD    the date by which debts are judged (default: today)
  --help                print this page
`;

const formats = ['text', 'markdown', 'json'] as const;

export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = { format: { type: 'string', multiple: true }, all: { type: 'boolean' }, today: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  if (values.help) {
    terminal.out(usage);
    return exitCodes.holds;
  }
  const outputs = outputsAmong(values.format ?? ['text'], formats);
  const { report } = await checkDecisions(directoryOf(positionals, terminal.cwd), todayOf(values.today, terminal.now()), terminal, true);
  writeAll(
    outputs,
    (format, toFile) => {
      if (format === 'json') return `${JSON.stringify({ schemaVersion: 1, today: report.today, decisions: report.decisions?.decisions ?? [] }, null, 2)}\n`;
      return format === 'markdown' ? adrListMarkdown(report) : adrListText(report, { columns: terminal.columns, colour: terminal.colour && !toFile, all: values.all === true });
    },
    terminal,
  );
  return exitCodes.holds;
}
