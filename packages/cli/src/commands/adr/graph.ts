import { parseArgs } from 'node:util';
import { adrGraphMermaid, adrGraphText } from '@plimsoll/report';
import { exitCodes } from '../../exit-codes.ts';
import { outputsAmong, writeAll } from '../../outputs.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { directoryOf, todayOf } from '../directory.ts';
import { checkDecisions } from './checked.ts';

const usage = `usage: plimsoll adr graph [options] [directory]

Shows which decision replaced which, and the performance debt that each accepted.

  --format NAME[=FILE]  text or mermaid; repeatable (default: text)
  --today YYYY-MM-DD    the date by which debts are judged (default: today)
  --help                print this page
`;

export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = { format: { type: 'string', multiple: true }, today: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  if (values.help) {
    terminal.out(usage);
    return exitCodes.holds;
  }
  const outputs = outputsAmong(values.format ?? ['text'], ['text', 'mermaid'] as const);
  const { report } = await checkDecisions(directoryOf(positionals, terminal.cwd), todayOf(values.today, terminal.now()), terminal, true);
  writeAll(outputs, (format, toFile) => (format === 'mermaid' ? adrGraphMermaid(report) : adrGraphText(report, { colour: terminal.colour && !toFile })), terminal);
  return exitCodes.holds;
}
