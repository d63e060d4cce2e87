import { dirname, relative, resolve, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { parseDuration } from '@plimsoll/contract';
import { dashboardOf, joinedRules, printPrometheusRule, printRules, ruleOptionsByDefault, ruleTestsOf, rulesOf } from '@plimsoll/slo';
import type { RuleOptions } from '@plimsoll/slo';
import { exitCodes } from '../../exit-codes.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { UsageError } from '../../usage-error.ts';
import { writeTo } from '../../outputs.ts';
import { slosIn } from './files.ts';
import { metricNamesOf } from './metric-names.ts';

const usage = `usage: plimsoll slo rules [options] [directory or file]

Prints Prometheus recording and alerting rules for SLO files. What cannot be measured is said on standard error, with its line.
Ends with 0, or with 3 when no rule could be written.

  --out FILE         write the rules there instead of printing them
  --tests FILE       write tests for promtool test rules, too; needs --out
  --dashboard FILE   write a Grafana dashboard over what the rules record, too
  --operator NAME    print a PrometheusRule object of that name for the Prometheus operator
  --metrics NAMES    what metrics are called where a file names none: otel (default) or prometheus
  --windows TABLE    burn-rate windows: google (default) or waf++
  --interval 1m      time between evaluations
  --errors-min N     errors in the long window before an alert fires (default: 10)
  --help             print this page
`;

const options = {
  out: { type: 'string' },
  tests: { type: 'string' },
  dashboard: { type: 'string' },
  operator: { type: 'string' },
  metrics: { type: 'string' },
  windows: { type: 'string' },
  interval: { type: 'string' },
  'errors-min': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  if (values.help) {
    terminal.out(usage);
    return exitCodes.holds;
  }
  if (values.tests !== undefined && (values.out === undefined || values.operator !== undefined)) {
    throw new UsageError('--tests names the rule file that is tested: give --out FILE, too, and no --operator, as promtool reads rule files only');
  }
  const chosen: RuleOptions = {
    names: metricNamesOf(values.metrics),
    table: oneOf('--windows', values.windows ?? ruleOptionsByDefault.table, ['google', 'waf++']),
    intervalMs: intervalOf(values.interval),
    errorsMin: countOf(values['errors-min']),
  };
  const { found } = slosIn(positionals, terminal.cwd);
  const rules = joinedRules(found.flatMap(({ file }) => file.slos).map((slo) => rulesOf(slo, chosen)));
  const unread = found.flatMap(({ file }) => file.unread).map(({ file, line, message }) => `${file}:${line ?? 1}: ${message}`);
  for (const note of [...unread, ...rules.notes]) terminal.err(`${note}\n`);
  if (rules.groups.length === 0) {
    terminal.err(
      `plimsoll: ${found.length === 0 ? `there is no SLO file in ${positionals[0] ?? '.'}; plimsoll slo init SERVICE begins one` : 'no objective can be measured, so no rule was written'}\n`,
    );
    return exitCodes.notJudged;
  }
  const text = values.operator === undefined ? printRules(rules.groups) : printPrometheusRule(values.operator, rules.groups);
  if (values.out === undefined) terminal.out(text);
  else {
    writeTo(resolve(terminal.cwd, values.out), values.out, text);
    terminal.out(`${values.out}: ${rules.groups.reduce((sum, group) => sum + group.rules.length, 0)} rules for ${rules.groups.length} ${rules.groups.length === 1 ? 'objective' : 'objectives'}\n`);
  }
  if (values.dashboard !== undefined) {
    writeTo(resolve(terminal.cwd, values.dashboard), values.dashboard, `${JSON.stringify(dashboardOf(rules), null, 2)}\n`);
    if (values.out !== undefined) terminal.out(`${values.dashboard}: import it in Grafana\n`);
  }
  if (values.tests !== undefined && values.out !== undefined) {
    const path = resolve(terminal.cwd, values.tests);
    const tests = ruleTestsOf(rules, relative(dirname(path), resolve(terminal.cwd, values.out)).split(sep).join('/'));
    for (const note of tests.notes) terminal.err(`${note}\n`);
    writeTo(path, values.tests, tests.text);
    terminal.out(`${values.tests}: run promtool test rules ${values.tests}\n`);
  }
  return exitCodes.holds;
}

function oneOf<T extends string>(option: string, stated: string, legal: readonly T[]): T {
  const found = legal.find((each) => each === stated);
  if (found === undefined) throw new UsageError(`${option} ${stated}: choose ${legal.join(' or ')}`);
  return found;
}

function intervalOf(stated: string | undefined): number {
  if (stated === undefined) return ruleOptionsByDefault.intervalMs;
  const interval = parseDuration(stated);
  if (!interval.ok) throw new UsageError(`--interval: ${interval.message}`);
  if (interval.value < 1000 || interval.value > 120_000) throw new UsageError(`--interval ${stated}: choose from 1s to 2m, as rates are taken over 5 minutes`);
  return interval.value;
}

function countOf(stated: string | undefined): number {
  if (stated === undefined) return ruleOptionsByDefault.errorsMin;
  if (!/^\d{1,9}$/.test(stated)) throw new UsageError(`--errors-min ${stated} is not a whole number`);
  return Number(stated);
}
