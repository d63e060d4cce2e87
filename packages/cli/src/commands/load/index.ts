import { parseArgs } from 'node:util';
import { fingerprint, k6ScriptOf, kubernetesManifests, reachable, runLoad, scenarioIdentity, secretHeaders, variableOfHeader } from '@plimsoll/gate/load';
import { newRunId } from '@plimsoll/gate/history';
import { combine, judgeAbsolute, quick, summaryOf, validityOf } from '@plimsoll/gate';
import { loadText } from '@plimsoll/report';
import { randomBytes } from 'node:crypto';
import { parseCount } from '@plimsoll/contract';
import type { Measurement, Run, ScenarioIdentity } from '@plimsoll/contract';
import type { Contract } from '@plimsoll/contract/file';
import { exitCodes } from '../../exit-codes.ts';
import { liveView, untilInterrupted } from '../../measured/live.ts';
import type { Limits } from '../../measured/limits.ts';
import { contractIn, limitOptions, limitsOf, right } from '../../measured/limits.ts';
import { isK6Script, longestMs, measureK6, scriptIdentity } from '../../measured/k6.ts';
import { keepRun } from '../../measured/runs.ts';
import type { Output } from '../../outputs.ts';
import { outputsAmong, writeAll } from '../../outputs.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { UsageError } from '../../usage-error.ts';
import { version } from '../../version.ts';
import { identityOf } from '../gate/arms.ts';
import { allowedTarget, arrivalsOf, planOf, requestsOf, timingOf, trafficOptions } from './options.ts';
import type { TrafficValues } from './options.ts';
import { usage } from './usage.ts';

const options = {
  ...trafficOptions,
  ...limitOptions,
  format: { type: 'string', multiple: true },
  quiet: { type: 'boolean' },
  kubernetes: { type: 'boolean' },
  parallelism: { type: 'string' },
  namespace: { type: 'string' },
  claim: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

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
  const script = values.scenario ?? (positionals[0] === undefined ? contract?.gate?.scenario?.value : undefined);
  if (values.kubernetes === true) return writeManifests(values, positionals[0], terminal, contract);
  if (isK6Script(script)) return runScript(script, { values, target: positionals[0], limits, contract, outputs, terminal });
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
  return shown({ measurement, scenario: scenarioIdentity(scenario, arrivals), target: target.origin, limits, contract, outputs, terminal });
}

interface Shown {
  readonly measurement: Measurement;
  readonly scenario: ScenarioIdentity;
  readonly target: string;
  readonly limits: Limits;
  readonly contract: Contract | null;
  readonly outputs: readonly Output<'text' | 'json'>[];
  readonly terminal: Terminal;
}

/** What was measured, judged against the limits, kept and printed. */
async function shown({ measurement, scenario, target, limits, contract, outputs, terminal }: Shown): Promise<number> {
  const validity = validityOf(measurement, limits.criteria);
  const judged = judgeAbsolute(measurement, limits.criteria, quick);
  const { verdict } = combine(validity, judged, []);
  const kept: Run = {
    schemaVersion: 1,
    id: newRunId(terminal.now(), randomBytes),
    service: limits.service,
    environment: contract?.gate?.environment?.value ?? null,
    scenario,
    git: await identityOf(terminal.cwd),
    fingerprint: fingerprint(`${measurement.tool.name} ${measurement.tool.version ?? ''}`.trim()),
    measurement,
    verdict: judged.length === 0 ? null : verdict,
    selfTest: false,
  };
  const keptAs = keepRun(terminal, kept);
  const report = {
    name: scenario.name,
    target,
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

/** A k6 script is k6's to run; only how long it may take is ours. */
async function runScript(
  script: string,
  { values, target, ...rest }: Omit<Shown, 'measurement' | 'scenario' | 'target'> & { readonly values: TrafficValues; readonly target: string | undefined },
): Promise<number> {
  const url = target === undefined ? null : allowedTarget(target, values, rest.contract);
  const { signal, dispose } = untilInterrupted();
  const given = [...(values.vus === undefined ? [] : ['--vus', values.vus]), ...(values.duration === undefined ? [] : ['--duration', values.duration])];
  const measurement = await measureK6({ script, directory: rest.terminal.cwd, target: url?.origin ?? null, arguments: given, timeoutMs: longestMs, signal });
  dispose();
  return shown({ ...rest, measurement, scenario: scriptIdentity(script, rest.terminal.cwd), target: url?.origin ?? 'the targets of the script' });
}

/** Manifests for k6-operator, which runs a load that one machine cannot. */
function writeManifests(
  values: TrafficValues & { readonly parallelism?: string | undefined; readonly namespace?: string | undefined; readonly claim?: string | undefined },
  named: string | undefined,
  terminal: Terminal,
  contract: Contract | null,
): number {
  const { scenario, target } = requestsOf(values, named, terminal.cwd, contract);
  if (!target) throw new UsageError('the scenario names no `target`; name the one that the pods will load');
  const { durationMs } = timingOf(values);
  const timing = { durationMs, warmUpMs: 0, sliceMs: durationMs };
  const arrivals = arrivalsOf(values, timing, terminal.cwd);
  const [stage, ...more] = arrivals.kind === 'rate' ? arrivals.stages : [];
  if (!stage || more.length > 0 || stage.fromPerSecond !== stage.toPerSecond) throw new UsageError('--kubernetes sends at a constant --rate');
  const { inFlightMax, timeoutMs } = planOf(values, scenario, timing, arrivals);
  try {
    const script = k6ScriptOf(scenario, { target: target.origin, ratePerSecond: stage.fromPerSecond, durationMs, inFlightMax, timeoutMs });
    terminal.out(
      kubernetesManifests({
        name: 'plimsoll-load',
        namespace: values.namespace ?? 'default',
        script,
        parallelism: right('--parallelism', parseCount(values.parallelism ?? '2')),
        claim: values.claim ?? 'plimsoll-results',
        secretHeaders: secretHeaders(scenario).map((header) => [variableOfHeader(header), header]),
      }),
    );
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
  return exitCodes.holds;
}
