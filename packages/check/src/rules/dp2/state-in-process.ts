import type { StateKind, StateUse } from '../../facts/index.ts';
import { broken, keptBy, line, lower, undecided } from '../../model/judgement.ts';
import type { Broken, Judgement } from '../../model/rule.ts';
import { say } from '../../model/say.ts';
import type { System, Used, Workload } from '../../model/system.ts';
import { isKnown } from '../../model/known.ts';

export interface OwnedState {
  readonly id: string;
  readonly state: Used<StateUse>;
  readonly workload: Workload | null;
}

export interface Words {
  readonly lost: string; // what goes wrong with a second instance
  readonly help: string;
}

/** A lock guards memory, rightly, unless something shared was seen inside it. */
function isLockOnMemory(use: StateUse): boolean {
  return use.state === 'lock' && use.store.where === 'unknown';
}

/** A setting of the program has a default in its code, which is not followed: whoever knows it has no question. */
function isProgramSetting({ store }: StateUse): boolean {
  return store.where === 'conditional' && store.whenSet !== store.whenUnset && !isVariable(store.variable);
}

function isVariable(name: string): boolean {
  return /^[A-Z][A-Z0-9_]*$/.test(name);
}

/** Every pair of a piece of state and a workload that keeps it; state that rightly guards one process is no subject. */
export function ownedStates(system: System, kind: StateKind): readonly OwnedState[] {
  return system.states
    .filter(
      ({ use, reach }) =>
        use.state === kind &&
        reach.path !== 'script' &&
        !isLockOnMemory(use) &&
        !isProgramSetting(use) &&
        !(use.store.where !== 'shared' && 'protectsProcessOnly' in use.store && use.store.protectsProcessOnly),
    )
    .flatMap((state): readonly OwnedState[] =>
      state.owners.length === 0 ? [{ id: state.id, state, workload: null }] : state.owners.map((workload) => ({ id: `${state.id}@${workload.name}`, state, workload })),
    );
}

/** State kept by a process is right while one process runs, and wrong from the second on. */
export function judgeState({ state, workload }: OwnedState, words: Words): Judgement {
  const { use } = state;
  const at = use.site.source;
  const here = placeOf(use, workload);
  if (here.where === 'shared') return keptBy([line(at, here.says)]);
  if (here.where === 'unknown') {
    return undecided({
      at,
      message: `where ${use.purpose} live is not known: ${here.says}`,
      help: words.help,
      missing: [{ cause: here.cause, missing: here.says, breaksWhen: 'they stay in the process and a second instance runs' }],
      joins: workload?.joins ?? [],
    });
  }
  const multiplied = workload?.multiplied;
  // Processes of one instance share its disk.
  if (multiplied?.answer === 'no' || (multiplied?.answer === 'yes' && multiplied.of === 'processes' && here.where === 'disk')) return keptBy([line(at, `${use.library}, one instance`)]);
  if (!multiplied || multiplied.answer === 'unknown') {
    const why = multiplied?.why;
    return undecided({
      at,
      message: `${use.library} keeps ${use.purpose} ${here.where === 'disk' ? 'on the local disk' : 'in the process'}; whether ${workload?.name ?? 'this code'} runs more than once is not known`,
      help: words.help,
      unknowns: why && !isKnown(why) ? [why] : [],
      missing: workload ? [] : [{ cause: 'outside-the-repository', missing: 'the unit that runs this code', breaksWhen: 'it runs more than one instance' }],
      breaksWhen: 'more than one instance runs',
      evidence: here.evidence,
      joins: workload?.joins ?? [],
    });
  }
  return inProcess(state, multiplied.unit.name, `${say(multiplied.because)} ${multiplied.of}`, here, words, multiplied.because, workload);
}

function inProcess(state: Used<StateUse>, unit: string, instances: string, here: Place, words: Words, because: Parameters<typeof say>[0], workload: Workload | null): Broken {
  const { use, reach } = state;
  return broken({
    at: use.site.source,
    severity: lower('error', reach.path === 'worker' ? 1 : 0), // DP2 says must
    message: `${use.library} keeps ${use.purpose} ${here.where === 'disk' ? 'on the local disk' : 'in the process'}, and ${unit} may run ${instances}: ${words.lost}`,
    help: words.help,
    because: [because],
    evidence: here.evidence,
    joins: workload?.joins ?? [],
  });
}

interface Place {
  readonly where: 'process' | 'disk' | 'shared' | 'unknown';
  readonly says: string;
  readonly cause: 'outside-the-repository' | 'no-value-given' | 'not-supported-yet';
  readonly evidence: readonly ReturnType<typeof line>[];
}

/** A store chosen by a variable lives where the units of the workload set that variable, or do not. */
function placeOf(use: StateUse, workload: Workload | null): Place {
  const { store } = use;
  if (store.where === 'shared') return { where: 'shared', says: `${use.library}: ${store.what}`, cause: 'no-value-given', evidence: [] };
  if (store.where === 'unknown') return { where: 'unknown', says: store.reason, cause: 'not-supported-yet', evidence: [] };
  if (store.where !== 'conditional') return { where: store.where, says: use.library, cause: 'no-value-given', evidence: [] };

  const choice = store.sources.map((source) => line(source, `chosen by ${store.variable}`));
  const units = (workload?.units ?? []).filter((unit) => !unit.local);
  const setting = units.filter((unit) => unit.environment.some((entry) => entry.name === store.variable && !(isKnown(entry.value) && entry.value.value === '')));
  const unset = units.find((unit) => !setting.includes(unit));
  if (units.length > 0 && !unset) {
    const entry = setting[0]?.environment.find((candidate) => candidate.name === store.variable);
    return { where: store.whenSet, says: `${store.variable} is set`, cause: 'no-value-given', evidence: [...choice, ...(entry ? [line(entry.source, `${store.variable} is set`)] : [])] };
  }
  if (unset?.environmentComplete)
    return { where: store.whenUnset, says: `${store.variable} is not set`, cause: 'no-value-given', evidence: [...choice, line(unset.source, `${unset.name} does not set ${store.variable}`)] };
  if (store.whenSet === store.whenUnset) return { where: store.whenSet, says: use.library, cause: 'no-value-given', evidence: choice };
  return { where: 'unknown', says: `it depends on ${store.variable}, which no unit here sets`, cause: 'outside-the-repository', evidence: choice };
}
