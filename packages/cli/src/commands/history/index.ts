import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { trendOf } from '@plimsoll/gate';
import { defaultPrunePolicy, newRunId, trendRows } from '@plimsoll/gate/history';
import type { RunStore } from '@plimsoll/gate/history';
import { historyText } from '@plimsoll/report';
import { exitCodes } from '../../exit-codes.ts';
import { gitLine } from '../../git/git.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { UsageError } from '../../usage-error.ts';
import { dayOf, todayOf } from '../directory.ts';
import { storeOf } from '../gate/store.ts';

const usage = `usage: plimsoll history show [--service NAME] [--scenario NAME] [--format text|json]
       plimsoll history accept --metric p95 --reason TEXT [--until YYYY-MM-DD] [--sha REF] [--anchor]
       plimsoll history prune

The runs that plimsoll gate --record has kept, in the branch plimsoll-runs. accept writes down, for reviewers, that a level may change
from a commit on; with --anchor the run of that commit becomes the release that many small steps are held against.

  --history BRANCH|DIR    where the runs are (default: the branch plimsoll-runs)
  --history-remote NAME   also fetched from and pushed to
  --who NAME              who accepts (default: user.name of git)
  --today YYYY-MM-DD      the date that ages are counted to
  --help                  print this page
`;

const options = {
  history: { type: 'string' },
  'history-remote': { type: 'string' },
  service: { type: 'string' },
  scenario: { type: 'string' },
  format: { type: 'string' },
  metric: { type: 'string' },
  reason: { type: 'string' },
  until: { type: 'string' },
  sha: { type: 'string' },
  who: { type: 'string' },
  anchor: { type: 'boolean' },
  today: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Values = { readonly [Name in keyof typeof options]?: ((typeof options)[Name] extends { type: 'boolean' } ? boolean : string) | undefined };

export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  if (values.help) {
    terminal.out(usage);
    return exitCodes.holds;
  }
  const [action = 'show', ...rest] = positionals;
  if (rest.length > 0 || !['show', 'accept', 'prune'].includes(action)) throw new UsageError(`plimsoll history knows show, accept and prune, not ${positionals.join(' ')}`);
  const store = storeOf(values, terminal.cwd);
  if (store === null) throw new UsageError('there is no history here: this folder is in no repository; name a directory with --history ./DIR');
  if (action === 'accept') return accept(values, store, terminal);
  if (action === 'prune') return prune(values, store, terminal);
  return show(values, store, terminal);
}

async function show(values: Values, store: RunStore, terminal: Terminal): Promise<number> {
  if (values.format !== undefined && values.format !== 'text' && values.format !== 'json') throw new UsageError(`there is no history format ${values.format}; formats are text, json`);
  const { runs, unread, note } = await store.list(values.service === undefined ? {} : { service: values.service });
  const shown = runs.filter(({ scenario, selfTest }) => !selfTest && (values.scenario === undefined || scenario.name === values.scenario));
  const notes = [...(note === null ? [] : [note]), ...unread.map(({ path, message }) => `${path} was not read: ${message}`)];
  if (values.format === 'json') {
    terminal.out(`${JSON.stringify({ schemaVersion: 1, runs: trendRows(shown), notes }, null, 2)}\n`);
    return exitCodes.holds;
  }
  // Runs of different requests have no common level.
  const scenarios = [...Map.groupBy(shown, ({ scenario }) => scenario.hash).values()];
  if (scenarios.length === 0) terminal.out(historyText({ title: 'history', rows: [], trend: [], notes }, terminal));
  for (const [index, group] of scenarios.entries()) {
    const accepted = group.filter(({ verdict }) => verdict === 'pass');
    terminal.out(`${index === 0 ? '' : '\n'}${historyText({ title: group[0]?.scenario.name ?? '', rows: trendRows(group), trend: trendOf(accepted), notes: index === 0 ? notes : [] }, terminal)}`);
  }
  return exitCodes.holds;
}

async function accept(values: Values, store: RunStore, terminal: Terminal): Promise<number> {
  const kind = values.anchor === true ? 'anchor' : 'shift';
  if (values.reason === undefined || values.reason.trim() === '') throw new UsageError('accept needs --reason: reviewers will ask for it');
  if (kind === 'shift' && values.metric === undefined) throw new UsageError('accept needs --metric: p95, or * for all');
  if (values.metric !== undefined && values.metric !== 'p95' && values.metric !== '*') throw new UsageError(`--metric ${values.metric}: a level is told by p95; write p95, or * for all`);
  const sha = gitLine(terminal.cwd, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${values.sha ?? 'HEAD'}^{commit}`]);
  if (sha === null) throw new UsageError(`git knows no ${values.sha ?? 'HEAD'} here; --sha names the commit from which the level changes`);
  const who = values.who ?? gitLine(terminal.cwd, ['config', 'user.name']) ?? '';
  if (who === '') throw new UsageError('accept needs --who: git has no user.name here');
  const now = terminal.now();
  const today = todayOf(values.today, now);
  const until = values.until === undefined ? null : dayOf('--until', values.until);
  if (until !== null && until < today) throw new UsageError(`--until ${until} is past on ${today}`);
  const { path, note } = await store.accept({
    schemaVersion: 1,
    id: newRunId(now, randomBytes),
    kind,
    metric: values.metric ?? '*',
    endpoint: '*',
    reason: values.reason,
    who,
    until,
    sha,
    createdAt: now.toISOString(),
  });
  terminal.out(
    `${path}: ${kind === 'anchor' ? `the run of ${sha.slice(0, 10)} is the anchor` : `${values.metric ?? '*'} may change from ${sha.slice(0, 10)} on`}${until === null ? '' : `, until ${until}`}\n`,
  );
  if (note !== null) terminal.err(`plimsoll: ${note}\n`);
  return exitCodes.holds;
}

async function prune(values: Values, store: RunStore, terminal: Terminal): Promise<number> {
  const { removed, note } = await store.prune({ ...defaultPrunePolicy, today: todayOf(values.today, terminal.now()) });
  terminal.out(
    `${removed.length} ${removed.length === 1 ? 'run was' : 'runs were'} removed; passes of main younger than a year, the last ${defaultPrunePolicy.keepLastPerScenario} of each scenario and anchors stay\n`,
  );
  if (note !== null) terminal.err(`plimsoll: ${note}\n`);
  return exitCodes.holds;
}
