import { parseArgs } from 'node:util';
import { env } from 'node:process';
import { lintSlos, readFacts, sloRules, withSuppressions } from '@plimsoll/slo';
import type { LintedFile, LiveFacts, MetricNames } from '@plimsoll/slo';
import { exitCodes } from '../../exit-codes.ts';
import { prometheusAt, prometheusHeaders } from '../../measured/prometheus.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { version } from '../../version.ts';
import { exitCodeOf, failOnOf } from '../check/exit-code.ts';
import { outputsOf, writeOutputs } from '../check/outputs.ts';
import { todayOf } from '../directory.ts';
import { ignoreFileIn } from '../../disk/own-file.ts';
import { exemptionNotes } from './exemptions.ts';
import { slosIn } from './files.ts';
import { metricNamesOf } from './metric-names.ts';
import { suppressingIn } from './suppressing.ts';

const usage = `usage: plimsoll slo lint [options] [directory or file]

Holds SLO files against what is known to go wrong with them: units, buckets, alerts that cannot fire, budgets over another period.
Ends with 0 when they hold, 1 when they do not, 3 when there is no SLO file. Findings are left as check leaves them: by a comment
(plimsoll-ignore slo/… -- reason (until YYYY-MM-DD)), or by an entry of .plimsoll/ignore.yml in the directory.

  --format NAME[=FILE]  text, json, sarif, junit, markdown, html or github; repeatable (default: text)
  --fail-on SEVERITY    error, warning, info, undecided or never (default: error)
  --today YYYY-MM-DD    the day by which reviews are judged (default: now)
  --prometheus URL      ask this Prometheus, too: whether metrics, labels and buckets exist, and whether samples are kept for long enough
  --metrics NAMES       what metrics are called where a file names none: otel (default) or prometheus
  --all                 every finding in full
  --help                print this page

A Prometheus behind a login is asked with the token in PLIMSOLL_PROMETHEUS_TOKEN, or with PLIMSOLL_PROMETHEUS_USER and
PLIMSOLL_PROMETHEUS_PASSWORD. What it does not answer within a minute is undecided.
`;

const options = {
  format: { type: 'string', multiple: true },
  'fail-on': { type: 'string' },
  today: { type: 'string' },
  prometheus: { type: 'string' },
  metrics: { type: 'string' },
  all: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  if (values.help) {
    terminal.out(usage);
    return exitCodes.holds;
  }
  const outputs = outputsOf(values.format ?? ['text']);
  const failOn = failOnOf(values['fail-on'] ?? 'error');
  const today = todayOf(values.today, terminal.now());
  const names = metricNamesOf(values.metrics);
  const startedMs = performance.now();
  const { directory, index, seen, found } = slosIn(positionals, terminal.cwd);
  if (found.length === 0) {
    terminal.err(`plimsoll: there is no SLO file in ${positionals[0] ?? '.'}; plimsoll slo init SERVICE begins one\n`);
    return exitCodes.notJudged;
  }
  const suppressing = await suppressingIn(found, ignoreFileIn(directory), today);
  const live = values.prometheus === undefined ? null : await liveFacts(values.prometheus, found, names, terminal.now());
  const linted = lintSlos(found, { today, names, live, version: version(), ms: Math.round(performance.now() - startedMs), filesSeen: seen });
  const suppressed = suppressing ? withSuppressions(linted, suppressing) : linted;
  const report = { ...suppressed, unread: [...suppressed.unread, ...exemptionNotes(index, today)] };
  await writeOutputs(outputs, { report, files: index, directory, failOn, all: values.all === true, rules: sloRules }, terminal);
  return exitCodeOf(report, failOn);
}

async function liveFacts(url: string, found: readonly LintedFile[], names: MetricNames, now: Date): Promise<LiveFacts> {
  const slos = found.flatMap(({ file }) => file.slos);
  return readFacts(prometheusAt(url, { headers: prometheusHeaders(env) }), slos, names, now.getTime());
}
