import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rules } from '@plimsoll/check/rules';
import { exitCodes } from '../exit-codes.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../usage-error.ts';
import { ruleNamed } from './rule-named.ts';

/** `plimsoll explain dp4/pool-size-not-set` prints the rule's page; without a rule, the list of all. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const [id, ...rest] = args;
  if (id === '--help' || id === '-h') {
    terminal.out('usage: plimsoll explain [rule]\n\nPrints why a rule exists, what breaks and keeps it, and when to switch it off. Without a rule: the list of all.\n');
    return exitCodes.holds;
  }
  if (rest.length > 0) throw new UsageError('explain takes one rule');
  if (id === undefined) {
    const width = Math.max(...rules.map((rule) => rule.id.length));
    terminal.out(`${rules.map((rule) => `${rule.id.padEnd(width)}  ${rule.severity.padEnd(7)}  ${rule.summary}`).join('\n')}\n`);
    return exitCodes.holds;
  }
  const rule = ruleNamed(id);
  const page = readFileSync(fileURLToPath(import.meta.resolve(`@plimsoll/check/pages/${rule.id}.md`)), 'utf8');
  terminal.out(page.replaceAll(/^( *(?:#|\/\/)? *)\^+ (.*)$/gm, (marker) => marker));
  return exitCodes.holds;
}
