import { parseArgs } from 'node:util';
import { exitCodes } from '../../exit-codes.ts';
import { outputsAmong, writeAll } from '../../outputs.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { UsageError } from '../../usage-error.ts';
import type { Answer } from './answer.ts';
import { answerOf } from './answer.ts';
import { askLive } from './live.ts';
import { askedOf, options } from './options.ts';
import { poolJson, poolText } from './report.ts';
import { usage } from './usage.ts';

export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  if (values.help) {
    terminal.out(usage);
    return exitCodes.holds;
  }
  if (positionals.length > 0) throw new UsageError(`plimsoll pool takes options only, not ${positionals[0]?.includes('://') ? 'an address (write --dsn before it)' : positionals.join(' ')}`);
  const outputs = outputsAmong(values.format ?? ['text'], ['text', 'json']);
  const answers: Answer[] = [];
  for (const asked of askedOf(values, terminal.cwd)) {
    const asking = asked.dsn === null ? null : await askLive(asked.dsn, asked.connectionsReserved ?? 3);
    if (asking && 'problem' in asking) {
      terminal.err(`plimsoll: the live server could not be asked: ${asking.problem}\n`);
      return exitCodes.notJudged;
    }
    answers.push(answerOf(asked, asking?.server ?? null));
  }
  writeAll(outputs, (format) => (format === 'json' ? poolJson(answers) : poolText(answers)), terminal);
  return answers.some(({ fits }) => fits === false) ? exitCodes.doesNotHold : exitCodes.holds;
}
