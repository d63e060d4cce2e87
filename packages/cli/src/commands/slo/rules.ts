import { dirname, relative, resolve, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { parseDuration } from '@plimsoll/contract';
import { dashboardOf, joinedInTurn, printPrometheusRule, printRulesInTurn, ruleOptionsByDefault, ruleTestsOf, rulesOf } from '@plimsoll/slo';
import type { Planned, RuleGroup, RuleOptions } from '@plimsoll/slo';
import { exitCodes } from '../../exit-codes.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { UsageError } from '../../usage-error.ts';
import { writePiecesTo, writeTo } from '../../outputs.ts';
import { slosIn } from './files.ts';
import { metricNamesOf } from './metric-names.ts';

const usage = `usage: plimsoll slo rules [options] [directory or file]

Prints Prometheus recording and alerting rules for SLO files. What cannot be measured is said on standard error, with its line.
Ends with 0, or with 3 when no rule could be written.

  --lint             hold the files against the rules of slo lint first, and write nothing when they do not hold (exit code 1)
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
  lint: { type: 'boolean' },
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
  refuseOneFile(values, terminal.cwd);
  const chosen: RuleOptions = {
    names: metricNamesOf(values.metrics),
    table: oneOf('--windows', values.windows ?? ruleOptionsByDefault.table, ['google', 'waf++']),
    intervalMs: intervalOf(values.interval),
    errorsMin: countOf(values['errors-min']),
  };
  const { directory, index, seen, found } = slosIn(positionals, terminal.cwd);
  if (found.length === 0) {
    terminal.err(`plimsoll: there is no SLO file in ${positionals[0] ?? '.'}; plimsoll slo init SERVICE begins one\n`);
    return exitCodes.notJudged;
  }
  if (values.lint) {
    const { holds } = await import('./lint-first.ts');
    if (!(await holds({ directory, index, seen, found }, chosen.names, terminal))) {
      terminal.err('plimsoll: no rule was written, as the SLO files do not hold\n');
      return exitCodes.doesNotHold;
    }
  }
  const written = { rules: 0, objectives: 0 };
  const notes = found.flatMap(({ file }) => file.unread).map(({ file, line, message }) => `${file}:${line ?? 1}: ${message}`);
  const plans: Planned[] = [];
  const needsPlans = values.tests !== undefined || values.dashboard !== undefined;
  const groupsInTurn = function* (): Generator<readonly RuleGroup[]> {
    const slos = found.values().flatMap(({ file }) => file.slos);
    for (const rules of joinedInTurn(slos.map((slo) => rulesOf(slo, chosen)))) {
      notes.push(...rules.notes);
      if (needsPlans) plans.push(...rules.plans);
      written.objectives += rules.groups.length;
      for (const group of rules.groups) written.rules += group.rules.length;
      yield rules.groups;
    }
  };
  const pieces = values.operator === undefined ? printRulesInTurn(groupsInTurn()) : objectOf(values.operator, groupsInTurn());
  if (values.out === undefined) for (const piece of pieces) terminal.out(piece);
  else writePiecesTo(resolve(terminal.cwd, values.out), values.out, pieces);
  for (const note of notes) terminal.err(`${note}\n`);
  if (written.rules === 0) {
    terminal.err('plimsoll: no objective can be measured, so no rule was written\n');
    return exitCodes.notJudged;
  }
  if (values.out !== undefined) terminal.out(`${values.out}: ${written.rules} rules for ${written.objectives} ${written.objectives === 1 ? 'objective' : 'objectives'}\n`);
  if (values.dashboard !== undefined) {
    writeTo(resolve(terminal.cwd, values.dashboard), values.dashboard, `${JSON.stringify(dashboardOf({ plans }), null, 2)}\n`);
    if (values.out !== undefined) terminal.out(`${values.dashboard}: import it in Grafana\n`);
  }
  if (values.tests !== undefined && values.out !== undefined) {
    const path = resolve(terminal.cwd, values.tests);
    const tests = ruleTestsOf({ plans }, relative(dirname(path), resolve(terminal.cwd, values.out)).split(sep).join('/'));
    for (const note of tests.notes) terminal.err(`${note}\n`);
    writeTo(path, values.tests, tests.text);
    terminal.out(`${values.tests}: run promtool test rules ${values.tests}\n`);
  }
  return exitCodes.holds;
}

/** The later of two would leave nothing of the earlier. */
function refuseOneFile(values: { readonly out?: string | undefined; readonly tests?: string | undefined; readonly dashboard?: string | undefined }, cwd: string): void {
  const named = (['out', 'tests', 'dashboard'] as const).flatMap((option) => (values[option] === undefined ? [] : [{ option, path: resolve(cwd, values[option]) }]));
  for (const [index, { option, path }] of named.entries()) {
    const earlier = named.slice(0, index).find((other) => other.path === path);
    if (earlier) throw new UsageError(`--${earlier.option} and --${option} name one file; give each a file of its own`);
  }
}

/** An object of the operator is printed as a whole: its text has one head, and no server takes a large one anyway. */
function* objectOf(name: string, parts: Iterable<readonly RuleGroup[]>): Generator<string> {
  const groups = [...parts].flat();
  if (groups.length > 0) yield printPrometheusRule(name, groups);
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
