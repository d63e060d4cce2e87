import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { rules } from '@plimsoll/check/rules';
import { exitCodes } from '../exit-codes.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../usage-error.ts';
import { sloRules } from '@plimsoll/slo';
import { named } from './rule-named.ts';

/** Those of `plimsoll check` and those of `plimsoll slo lint`. */
const all = [...rules, ...sloRules];

/** `plimsoll explain dp4/pool-size-not-set` prints the rule's page; without a rule, the list of all. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { help: { type: 'boolean', short: 'h' } } });
  const [id, ...rest] = positionals;
  if (values.help) {
    terminal.out('usage: plimsoll explain [rule]\n\nPrints why a rule exists, what breaks and keeps it, and when to switch it off. Without a rule: the list of all.\n');
    return exitCodes.holds;
  }
  if (rest.length > 0) throw new UsageError('explain takes one rule');
  if (id === undefined) {
    const width = Math.max(...all.map((rule) => rule.id.length));
    terminal.out(`${all.map((rule) => `${rule.id.padEnd(width)}  ${rule.severity.padEnd(7)}  ${rule.summary}`).join('\n')}\n`);
    return exitCodes.holds;
  }
  const rule = named(id, all);
  const place = rule.id.startsWith('slo/') ? `@plimsoll/slo/pages/${rule.id.slice('slo/'.length)}.md` : `@plimsoll/check/pages/${rule.id}.md`;
  terminal.out(readFileSync(fileURLToPath(import.meta.resolve(place)), 'utf8'));
  return exitCodes.holds;
}
