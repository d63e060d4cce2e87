import type { System, Unit, Workload } from '@plimsoll/check';
import { agreed, placeOf, wholeNumber } from './agreed.ts';
import { callsOf } from './calls.ts';
import { left, scalar, section, value } from './lines.ts';
import type { Entry, Section } from './lines.ts';

/** A workload of one name in every environment that has it; the first is that of production, where there is one. */
export interface Everywhere {
  readonly name: string;
  readonly in: readonly { readonly system: System; readonly workload: Workload }[];
}

export function workloadDraft(everywhere: Everywhere): Section {
  const workload = everywhere.in[0]?.workload;
  if (!workload) return section(everywhere.name, []);
  return section(everywhere.name, [
    profile(workload),
    ...code(workload),
    slo(everywhere),
    deadline(workload),
    ...queue(workload),
    ...schedule(everywhere),
    ...scale(everywhere),
    ...state(everywhere),
    ...callsOf(everywhere),
  ]);
}

/** The unit that the contract is held against: what runs elsewhere than on a developer's machine, and has instances. */
export function deployedUnit(workload: Workload): Unit | undefined {
  return workload.units.find((unit) => !unit.local && unit.type !== 'lambda');
}

function profile({ profiles, entryPoints }: Workload): Entry {
  const [only, ...others] = profiles;
  const entry = entryPoints[0];
  if (!only) return left('profile', 'sync-api', 'no entry point was found in its code: sync-api, background-job, batch or stream');
  if (others.length > 0) return left('profile', only, `it is ${profiles.join(' and ')} in one: which of them it shall be decides`);
  return value('profile', only, entry ? `${entry.framework} ${entry.role}, ${placeOf(entry.source)}` : 'it runs on a schedule');
}

function code({ codeRoots, joins }: Workload): readonly Entry[] {
  const [root, ...others] = codeRoots;
  if (root === undefined || root === '') return [];
  if (others.length > 0) return [left('code', scalar(root), `its code stands in ${codeRoots.join(' and ')}`)];
  const join = joins.find((entry) => entry.from === root);
  return [value('code', scalar(root), join ? `by ${join.why} (${join.sure})` : 'its entry points stand there')];
}

function slo(everywhere: Everywhere): Entry {
  for (const { system, workload } of everywhere.in) {
    const own = system.slos.find((entry) => entry.workload?.id === workload.id);
    if (own) return value('slo', scalar(own.slo.file), `it names ${own.slo.service?.value ?? workload.name}, ${placeOf(own.slo.service?.source ?? own.slo.source)}`);
  }
  return left('slo', scalar(`docs/slos/${everywhere.name}.yml`), 'no objectives were found for it');
}

function deadline({ profiles }: Workload): Entry {
  const example = profiles.includes('sync-api') ? '800ms' : '30s';
  return left('deadline', example, 'how long one request or job may take; the timeouts of its calls are held against it');
}

function queue({ entryPoints }: Workload): readonly Entry[] {
  const queues = entryPoints.flatMap((entry) =>
    entry.queue && (entry.role === 'consumer' || entry.role === 'stream') ? [{ key: entry.role === 'stream' ? 'stream' : 'queue', known: entry.queue.value }] : [],
  );
  const [first, ...others] = queues;
  if (!first || others.length > 0) return [];
  return [agreed(first.key, [{ environment: '', known: first.known }], (name) => (name === '' ? null : scalar(name)), first.key === 'stream' ? 'events' : 'jobs')];
}

function schedule(everywhere: Everywhere): readonly Entry[] {
  const found = everywhere.in.flatMap(({ system, workload }) => {
    const known = workload.units.find((unit) => !unit.local && unit.schedule)?.schedule;
    return known ? [{ environment: system.environment, known }] : [];
  });
  return found.length === 0 ? [] : [agreed('schedule', found, cronOf, '"0 2 * * *"')];
}

/** EventBridge writes `cron(0 2 * * ? *)`; a rate has no place in the contract. */
function cronOf(written: string): string | null {
  const fields = /^cron\((.*)\)$/.exec(written.trim())?.[1] ?? written.trim();
  return [5, 6].includes(fields.split(/\s+/).length) && !fields.includes('(') ? JSON.stringify(fields) : null;
}

function scale(everywhere: Everywhere): readonly Entry[] {
  const units = everywhere.in.flatMap(({ system, workload }) => {
    const unit = deployedUnit(workload);
    return unit && !unit.schedule ? [{ environment: system.environment, unit }] : [];
  });
  if (units.length === 0) return [];
  const bounds = (known: 'instancesMin' | 'instancesMax', key: string, example: string): Entry =>
    agreed(
      key,
      units.map(({ environment, unit }) => ({ environment, known: unit[known] })),
      wholeNumber,
      example,
    );
  return [section('scale', [signal(units.map((entry) => entry.unit)), bounds('instancesMin', 'min', '2'), bounds('instancesMax', 'max', '20')])];
}

function signal(units: readonly Unit[]): Entry {
  const scalers = units.flatMap((unit) => unit.autoscaler ?? []);
  const [scaler] = scalers;
  if (!scaler) return left('signal', 'request-rate', 'nothing scales it: request-rate, queue-depth, lag, cpu, memory, schedule, concurrency or latency');
  const signals = [...new Set(scalers.flatMap((entry) => entry.signals.map((own) => own.signal)))];
  const [only, ...others] = signals;
  const first = scaler.signals[0];
  if (!only || !first || others.length > 0 || only === 'other' || scalers.some((entry) => !entry.signalsComplete)) {
    return left(
      'signal',
      only && only !== 'other' ? only : 'request-rate',
      `its scaling (${placeOf(scaler.source)}) has ${signals.length > 1 ? signals.join(' and ') : 'a signal that could not be read'}`,
    );
  }
  return value('signal', only, `${first.says}, ${placeOf(first.source)}`);
}

const stateKeys = {
  session: 'sessions',
  cache: 'cache',
  lock: 'locks',
  upload: 'uploads',
  'rate-limit': 'rate_limits',
  'temporary-file': 'temporary_files',
  'connection-registry': 'connections',
} as const;

/** Where state lives is known where a library names its store; what lives in the process is a question, not a promise. */
function state({ in: all }: Everywhere): readonly Entry[] {
  const first = all[0];
  if (!first) return [];
  const uses = first.system.states.filter((used) => used.owners.includes(first.workload));
  const entries = Object.entries(stateKeys).flatMap(([kind, key]): readonly Entry[] => {
    const [use] = uses.filter((used) => used.use.state === kind).map((used) => used.use);
    if (!use || (use.store.where === 'process' && use.store.protectsProcessOnly)) return [];
    const from = `${use.library}, ${placeOf(use.site.source)}`;
    const { store } = use;
    if (store.where === 'shared') return [/^[a-z][\w-]*$/i.test(store.what) ? value(key, store.what.toLowerCase(), from) : left(key, 'redis:cache', `${store.what}: ${from}`)];
    if (store.where === 'unknown') return [left(key, 'redis:cache', `${store.reason}: ${from}`)];
    return [left(key, 'redis:cache', `${(store.where === 'conditional' ? store.whenUnset : store.where) === 'disk' ? 'now on the disk' : 'now in the process'}: ${from}`)];
  });
  return entries.length === 0 ? [] : [section('state', entries)];
}
