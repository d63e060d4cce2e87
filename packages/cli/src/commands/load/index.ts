import { parseArgs } from 'node:util';
import { fingerprint, reachable, runLoad, scenarioIdentity } from '@plimsoll/gate/load';
import { newRunId } from '@plimsoll/gate/history';
import { combine, judgeAbsolute, quick, summaryOf, validityOf } from '@plimsoll/gate';
import { loadText } from '@plimsoll/report';
import { randomBytes } from 'node:crypto';
import type { Run } from '@plimsoll/contract';
import { exitCodes } from '../../exit-codes.ts';
import { liveView, untilInterrupted } from '../../measured/live.ts';
import { contractIn, limitOptions, limitsOf } from '../../measured/limits.ts';
import { keepRun } from '../../measured/runs.ts';
import { outputsAmong, writeAll } from '../../outputs.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { UsageError } from '../../usage-error.ts';
import { version } from '../../version.ts';
import { identityOf } from '../gate/arms.ts';
import { arrivalsOf, planOf, requestsOf, timingOf, trafficOptions } from './options.ts';
import { usage } from './usage.ts';

const options = { ...trafficOptions, ...limitOptions, format: { type: 'string', multiple: true }, quiet: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;

export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  if (values.help) {
    terminal.out(usage);
    return exitCodes.holds;
  }
  if (positionals.length > 1) throw new UsageError(`one target at a time, not ${positionals.length}: ${positionals.join(' ')}`);
  const outputs = outputsAmong(values.format ?? ['text'], ['text', 'json']);
  const contract = contractIn(terminal.cwd);
  const limits = limitsOf(values, terminal.cwd, contract);
  const { scenario, target } = requestsOf(values, positionals[0], terminal.cwd, contract);
  if (!target) throw new UsageError('the scenario names no `target`; name one after the options, such as http://127.0.0.1:8080');
  const timing = timingOf(values);
  const arrivals = arrivalsOf(values, timing, terminal.cwd);
  const plan = { ...planOf(values, scenario, timing, arrivals), targets: { head: target.origin } };
  const unreachable = await reachable(target, 5000);
  if (unreachable !== null) throw new UsageError(`nothing answers at ${target.origin}: ${unreachable}`);

  const { signal, dispose } = untilInterrupted();
  const view = liveView(terminal, limits.criteria, values.quiet === true);
  const { measurement } = await runLoad(plan, { version: version(), signal, onTick: view.onTick });
  view.end();
  dispose();

  const validity = validityOf(measurement, limits.criteria);
  const judged = judgeAbsolute(measurement, limits.criteria, quick);
  const { verdict } = combine(validity, judged, []);
  const kept: Run = {
    schemaVersion: 1,
    id: newRunId(terminal.now(), randomBytes),
    service: limits.service,
    environment: contract?.gate?.environment?.value ?? null,
    scenario: scenarioIdentity(scenario, arrivals),
    git: identityOf(terminal.cwd),
    fingerprint: fingerprint(`plimsoll ${version()}`),
    measurement,
    verdict: judged.length === 0 ? null : verdict,
    selfTest: false,
  };
  const keptAs = keepRun(terminal.cwd, kept);
  const report = {
    name: scenario.name,
    target: target.origin,
    measurement: { ...measurement, notes: [...measurement.notes, ...limits.notes] },
    summary: summaryOf(measurement),
    validity,
    limits: judged,
    keptAs,
  };
  writeAll(outputs, (format, toFile) => (format === 'json' ? `${JSON.stringify(kept)}\n` : loadText(report, { columns: terminal.columns, colour: terminal.colour && !toFile })), terminal);
  if (verdict === 'invalid') return exitCodes.notJudged;
  return verdict === 'fail' ? exitCodes.doesNotHold : exitCodes.holds;
}
