import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { Run } from '@plimsoll/contract';
import { TargetError } from '@plimsoll/gate/load';
import { newRunId } from '@plimsoll/gate/history';
import type { GateReport } from '@plimsoll/gate';
import { gateGithub, gateHtml, gateJson, gateJunit, gateMarkdown, gateText } from '@plimsoll/report';
import { exitCodes } from '../../exit-codes.ts';
import { liveView, untilInterrupted } from '../../measured/live.ts';
import { contractIn, limitOptions, limitsOf } from '../../measured/limits.ts';
import { keepRun } from '../../measured/runs.ts';
import { outputsAmong, writeAll } from '../../outputs.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { UsageError } from '../../usage-error.ts';
import { todayOf } from '../directory.ts';
import { trafficOptions } from '../load/options.ts';
import { armOf } from './arms.ts';
import type { Arm } from './arms.ts';
import { measuredIn } from './from-results.ts';
import type { Measured } from './measured.ts';
import { gateOptions } from './options.ts';
import type { GateValues } from './options.ts';
import { measurePaired, readyWithin } from './paired.ts';
import { pooled, reportOf } from './report.ts';
import { ratioOf, settingsOf } from './settings.ts';
import { measureSingle } from './single.ts';
import { storeOf } from './store.ts';
import { usage } from './usage.ts';
import { withHistory } from './with-history.ts';

const formats = ['text', 'json', 'junit', 'markdown', 'html', 'github'] as const;

export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { ...trafficOptions, ...limitOptions, ...gateOptions } });
  if (values.help) {
    terminal.out(usage);
    return exitCodes.holds;
  }
  if (positionals.length > 0) throw new UsageError(`${positionals[0] ?? ''} belongs to no option; a system under test is named by --head and --base, and files by --results`);
  const outputs = outputsAmong(values.format ?? ['text'], formats);
  const [settings, ratio, today] = [settingsOf(values), ratioOf(values), todayOf(values.today, terminal.now())];
  const contract = contractIn(terminal.cwd);
  const limits = limitsOf(values, terminal.cwd, contract);
  const store = storeOf(values, terminal.cwd);

  const measured = await measure(values, { settings, ratio, contract, limits, terminal });
  const selfTest = values['self-test'] === true;
  const history = await withHistory(measured, store, settings, today, terminal.cwd);
  const report = reportOf({ history, criteria: selfTest ? [] : limits.criteria, limitNotes: limits.notes, settings, ratio, today, reproduce: `plimsoll gate ${args.map(quoted).join(' ')}` });
  const kept: Run = {
    schemaVersion: 1,
    id: newRunId(terminal.now(), randomBytes),
    service: limits.service,
    environment: contract?.gate?.environment?.value ?? null,
    scenario: measured.scenario,
    git: measured.git.head,
    fingerprint: measured.fingerprint,
    measurement: pooled(measured.head),
    verdict: report.verdict,
    selfTest,
  };
  keepRun(terminal, kept);
  if (values.record === true || selfTest) await record(kept, store, terminal);
  writeAll(outputs, (format, toFile) => render(format, report, terminal, toFile), terminal);
  if (values.comment === true) await (await import('./comment.ts')).keepComment(gateMarkdown(report), terminal);
  return { pass: exitCodes.holds, fail: exitCodes.doesNotHold, inconclusive: exitCodes.notJudged, invalid: exitCodes.notJudged }[report.verdict];
}

interface Circumstances {
  readonly settings: ReturnType<typeof settingsOf>;
  readonly ratio: number | null;
  readonly contract: ReturnType<typeof contractIn>;
  readonly limits: ReturnType<typeof limitsOf>;
  readonly terminal: Terminal;
}

async function measure(values: GateValues, { settings, ratio, contract, limits, terminal }: Circumstances): Promise<Measured> {
  if (values.results !== undefined) {
    if ((values.head ?? values.base) !== undefined) throw new UsageError('--results judges what was measured before; --head and --base measure anew');
    return measuredIn(values.results, values['base-results'] ?? [], settings, ratio, terminal.cwd);
  }
  const changed = values.head ?? (values.start !== undefined && values.base !== undefined ? '.' : undefined);
  const [baseName, headName] = values['self-test'] === true ? [values.base, values.base] : [values.base, changed];
  if (headName === undefined)
    throw new UsageError(values['self-test'] === true ? '--self-test compares base with base; name it with --base' : 'name what is judged: --head COMMAND or URL, or --results FILE');
  if (ratio !== null) throw new UsageError('--rule ratio compares files; name them with --results and --base-results');
  const { signal, dispose } = untilInterrupted();
  const view = liveView(terminal, limits.criteria, values.quiet === true);
  const armOptions = {
    startCommand: values.start,
    buildCommand: values.build,
    readyPath: values.ready ?? '/',
    readyWithinMs: readyWithin(values),
    directory: terminal.cwd,
    traffic: values,
    contract,
    signal,
  };
  const arms: Arm[] = [];
  try {
    const head = await armOf(headName, armOptions);
    arms.push(head);
    if (baseName === undefined) return await measureSingle({ values, head, contract, criteria: limits.criteria, terminal, view, signal });
    const base = await armOf(baseName, armOptions);
    arms.push(base);
    return await measurePaired({ values, settings, base, head, contract, terminal, view, signal });
  } catch (error) {
    if (error instanceof TargetError) throw new UsageError(error.message);
    throw error;
  } finally {
    view.end();
    dispose();
    for (const arm of arms) arm.dispose();
  }
}

async function record(run: Run, store: ReturnType<typeof storeOf>, terminal: Terminal): Promise<void> {
  if (store === null) {
    terminal.err('plimsoll: the run was not recorded: this folder is in no repository, or --history is none; --history DIR keeps it in a directory\n');
    return;
  }
  try {
    const { note } = await store.append(run);
    if (note !== null) terminal.err(`plimsoll: ${note}\n`);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    terminal.err(`plimsoll: the run was not recorded: ${error.message}\n`); // what was measured is judged all the same
  }
}

function render(format: (typeof formats)[number], report: GateReport, terminal: Terminal, toFile: boolean): string {
  switch (format) {
    case 'json':
      return gateJson(report);
    case 'junit':
      return gateJunit(report);
    case 'markdown':
      return gateMarkdown(report);
    case 'html':
      return gateHtml(report);
    case 'github':
      return gateGithub(report);
    case 'text':
      return gateText(report, { columns: terminal.columns, colour: terminal.colour && !toFile });
  }
}

/** The command as one could type it; what may hold a secret is left out. */
function quoted(argument: string, index: number, all: readonly string[]): string {
  if (all[index - 1] === '--header' || all[index - 1] === '--body' || /^--(?:header|body)=/.test(argument)) return "'…'";
  const withoutSecrets = argument.replace(/(https?:\/\/)[^/@\s]*@/, '$1…@').replace(/([?&][^=&\s]+=)[^&\s]+/g, '$1…');
  return /^[\w./:=%@+,-]+$/.test(withoutSecrets) ? withoutSecrets : `'${withoutSecrets.replaceAll("'", String.raw`'\''`)}'`;
}
