import type { Criteria } from '@plimsoll/contract';
import type { Contract } from '@plimsoll/contract/file';
import { fingerprint, runLoad, scenarioIdentity, scenarioOfUrl } from '@plimsoll/gate/load';
import type { LiveView } from '../../measured/live.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { isK6Script, longestMs, measureK6, scriptIdentity } from '../../measured/k6.ts';
import { version } from '../../version.ts';
import { arrivalsOf, planOf, requestsOf, timingOf } from '../load/options.ts';
import type { Arm } from './arms.ts';
import type { Measured } from './measured.ts';
import type { GateValues } from './options.ts';

export interface SingleOrder {
  readonly values: GateValues;
  readonly head: Arm;
  readonly contract: Contract | null;
  readonly criteria: Criteria;
  readonly terminal: Terminal;
  readonly view: LiveView;
  readonly signal: AbortSignal;
}

/** One run of head alone: its limits are judged, and it is compared with the history where there is one. */
export async function measureSingle({ values, head, contract, terminal, view, signal }: SingleOrder): Promise<Measured> {
  const script = values.scenario ?? contract?.gate?.scenario?.value;
  if (values.path === undefined && isK6Script(script)) return measureScript(script, head, terminal, signal);
  const scenario = values.path === undefined ? requestsOf(values, undefined, terminal.cwd, contract).scenario : scenarioOfUrl(new URL(values.path, 'http://127.0.0.1'));
  const stated = { ...values, rate: values.steps === undefined && values.replay === undefined && values.vus === undefined ? (values.rate ?? '100/s') : values.rate };
  const timing = timingOf(stated);
  const arrivals = arrivalsOf(stated, timing, terminal.cwd);
  const running = await head.start();
  try {
    const { measurement } = await runLoad({ ...planOf(stated, scenario, timing, arrivals), targets: { head: running.url.origin } }, { version: version(), signal, onTick: view.onTick });
    return {
      head: [measurement],
      base: [],
      comparison: 'none',
      relative: [],
      scenario: scenarioIdentity(scenario, arrivals),
      labels: { head: head.label, base: null },
      git: { head: head.git, base: null },
      fingerprint: fingerprint(`plimsoll ${version()}`),
      notes: measurement.notes,
    };
  } finally {
    view.end();
    await running.stop();
  }
}

/** k6 runs its own script against the system, which it finds as BASE_URL. */
async function measureScript(script: string, head: Arm, terminal: Terminal, signal: AbortSignal): Promise<Measured> {
  const running = await head.start();
  try {
    const measurement = await measureK6({ script, directory: terminal.cwd, target: running.url.origin, arguments: [], timeoutMs: longestMs, signal });
    return {
      head: [measurement],
      base: [],
      comparison: 'none',
      relative: [],
      scenario: scriptIdentity(script, terminal.cwd),
      labels: { head: head.label, base: null },
      git: { head: head.git, base: null },
      fingerprint: fingerprint(`k6 ${measurement.tool.version ?? ''}`.trim()),
      notes: measurement.notes,
    };
  } finally {
    await running.stop();
  }
}
