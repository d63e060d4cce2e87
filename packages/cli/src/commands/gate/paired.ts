import type { Measurement, Slice } from '@plimsoll/contract';
import { parseDuration, parseRate } from '@plimsoll/contract';
import type { Contract } from '@plimsoll/contract/file';
import { judgePaired } from '@plimsoll/gate';
import type { GateSettings, RelativeResult } from '@plimsoll/gate';
import { fingerprint, interleaved, scenarioIdentity, scenarioOfUrl } from '@plimsoll/gate/load';
import { isK6Script } from '../../measured/k6.ts';
import { right } from '../../measured/limits.ts';
import type { LiveView } from '../../measured/live.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { UsageError } from '../../usage-error.ts';
import { version } from '../../version.ts';
import { duration, planOf, positive, requestsOf } from '../load/options.ts';
import type { Arm } from './arms.ts';
import { shell } from './arms.ts';
import type { Measured } from './measured.ts';
import type { GateValues } from './options.ts';

export interface PairedOrder {
  readonly values: GateValues;
  readonly settings: GateSettings;
  readonly base: Arm;
  readonly head: Arm;
  readonly contract: Contract | null;
  readonly terminal: Terminal;
  readonly view: LiveView;
  readonly signal: AbortSignal;
}

const slicesPerArm = 6;

/** Runs blocks until the judgement is made or the looks are used up. */
export async function measurePaired({ values, settings, base, head, contract, terminal, view, signal }: PairedOrder): Promise<Measured> {
  const script = values.scenario ?? contract?.gate?.scenario?.value;
  if (values.path === undefined && isK6Script(script))
    throw new UsageError(`${script} is a k6 script, and k6 cannot take turns between two systems in slices; write the scenario in YAML, or judge limits alone with --head and no --base`);
  const scenario = values.path === undefined ? requestsOf(values, undefined, terminal.cwd, contract).scenario : scenarioOfUrl(new URL(values.path, 'http://127.0.0.1'));
  for (const name of ['steps', 'spike', 'replay', 'vus'] as const)
    if (values[name] !== undefined) throw new UsageError(`--${name} has no place in a comparison: both arms get the same constant --rate`);
  const ratePerSecond = positive('--rate', right('--rate', parseRate(/^[\d.,_]+$/.test(values.rate ?? '100') ? `${values.rate ?? '100'}/s` : (values.rate ?? ''))));
  const sliceMs = duration(values, 'slice', ratePerSecond >= 400 ? 500 : 5000);
  const warmUpMs = duration(values, 'warm-up', Math.max(500, Math.min(10_000, sliceMs)));
  const arrivals = { kind: 'rate', spacing: values.poisson === true ? 'poisson' : 'even', stages: [{ durationMs: sliceMs, fromPerSecond: ratePerSecond, toPerSecond: ratePerSecond }] } as const;
  const plan = planOf(values, scenario, { durationMs: sliceMs, warmUpMs, sliceMs }, arrivals);
  const blocks = Math.max(...settings.looks.map((look) => look.blocks));
  const { reset } = values;

  const parts: Measurement[] = [];
  const slices: Slice[] = [];
  let relative: readonly RelativeResult[] = [];
  const measurements = interleaved({
    plan,
    ratePerSecond,
    spacing: arrivals.spacing,
    blocks,
    slicesPerArm,
    sliceMs,
    warmUpMs,
    start: { base: base.start, head: head.start },
    reset: reset === undefined ? null : async () => shell(reset, terminal.cwd, '--reset'),
    version: version(),
    signal,
    onTick: (_, tick) => view.onTick(tick),
  });
  for await (const measurement of measurements) {
    parts.push(measurement);
    slices.push(...measurement.slices);
    const judgement = judgePaired(slices, settings);
    relative = judgement.results;
    view.end();
    if (values.quiet !== true) terminal.err(`block ${parts.length} of ${blocks}${judgement.isLook ? '' : ' (no look yet)'}: ${relative[0]?.says ?? 'too few answers'}\n`);
    if (judgement.decided) break;
  }
  if (parts.length === 0) throw new UsageError('stopped before the first block ended');
  const complete = parts.length === blocks || judgePaired(slices, settings).decided;
  return {
    head: complete || parts.at(-1)?.interrupted ? parts : [...parts.slice(0, -1), { ...(parts.at(-1) as Measurement), interrupted: 'stopped by the user' }],
    base: [],
    comparison: 'paired',
    relative,
    scenario: scenarioIdentity(scenario, arrivals),
    labels: { head: head.label, base: base.label },
    git: { head: head.git, base: base.git },
    fingerprint: fingerprint(`plimsoll ${version()}`),
    notes: base.isStarted && head.isStarted ? [] : ['an arm that was given as a URL is not started anew between blocks, so what its start did by luck is part of the difference'],
  };
}

export function readyWithin(values: GateValues): number {
  const written = values['ready-within'];
  return written === undefined ? 60_000 : right('--ready-within', parseDuration(written));
}
