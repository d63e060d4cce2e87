import { statusOf } from '@plimsoll/slo';
import type { Exemption, FreezePolicy, LintedFile, Objective, ObjectiveSnapshot, Recording, RecordedObjective, ServiceLevelObjectives, SloStatus, Window } from '@plimsoll/slo';
import { UsageError } from '../../../usage-error.ts';
import { exemptionsIn } from '../exemptions.ts';
import type { FoundSlos } from '../files.ts';

const notesMax = 50; // of what SLO files say that is not understood; slo lint has them all

/** A service with everything that its budgets are decided by. */
export interface Service {
  readonly name: string;
  readonly statuses: readonly SloStatus[];
  readonly policy: FreezePolicy | null;
  readonly exemptions: readonly Exemption[];
}

export interface Services {
  readonly services: readonly Service[];
  readonly notes: readonly string[];
}

/** The objectives that are asked for: of all files, or of the services that are named. */
export function slosOf(found: readonly LintedFile[], named: readonly string[]): readonly ServiceLevelObjectives[] {
  const all = found.flatMap(({ file }) => file.slos).filter(({ kind }) => kind === 'objectives');
  const names = new Set(all.map(nameOf));
  const unknown = named.find((name) => !names.has(name));
  if (unknown !== undefined) throw new UsageError(`no SLO file is about the service ${unknown}; there ${names.size === 1 ? 'is' : 'are'} ${[...names].join(', ') || 'none'}`);
  return named.length === 0 ? all : all.filter((slo) => named.includes(nameOf(slo)));
}

/** Joins what files promise with what was read of it. What was not read is not known, and never good. */
export function servicesOf(slos: readonly ServiceLevelObjectives[], recording: Recording, { index, found }: FoundSlos, named: readonly string[]): Services {
  const files = new Set(slos.map(({ file }) => file));
  // A file that cannot be read may promise anything; it is decided on as a service of which nothing is known, unless services are named.
  const broken = found.filter(({ file }) => file.slos.length === 0);
  const notes = [...found.filter(({ path }) => files.has(path)), ...broken]
    .flatMap(({ file }) => file.problems.map((problem) => `${problem.file}:${problem.line}: ${problem.message}`))
    .slice(0, notesMax);
  for (const slo of found.flatMap(({ file }) => file.slos)) {
    if (slo.kind === 'document') notes.push(`${slo.file}:${slo.source.line}: this is a page, and its objectives are not decided on; plimsoll slo init SERVICE begins a file`);
  }
  const { exemptions, problems } = exemptionsIn(index);
  for (const { file, line, message } of problems) notes.push(`${file}:${line}: ${message}`);
  const read = Map.groupBy(recording.objectives, ({ service, name }) => key(service, name));
  // Of objectives of one name each is its own: the second of a file is the second that was read.
  const taken = (service: string, objective: string): RecordedObjective | undefined => read.get(key(service, objective))?.shift();
  const services = [...Map.groupBy(slos, nameOf)].map(([name, own]): Service => {
    const policies = own.flatMap(({ policy }) => policy ?? []);
    const [policy = null, other] = policies;
    if (policy && other) notes.push(`${name} has policies in ${policy.source.file} and ${other.source.file}; the first decides`);
    for (const { errorBudget } of own) {
      const word = errorBudget?.policy;
      if (word && !policy && !/freeze/i.test(word.value))
        notes.push(`${word.source.file}:${word.source.line}: the policy "${word.value.slice(0, 60)}" is a word for people; feature_freeze_on_exhaustion was applied`);
    }
    const statuses = own.flatMap((slo) => slo.objectives.flatMap((objective) => statusIn(name, objective, taken(name, objective.name), notes) ?? []));
    return { name, statuses, policy, exemptions: exemptions.filter(({ service }) => service === name) };
  });
  for (const { service, source } of exemptions) {
    if (source && !services.some(({ name }) => name === service)) notes.push(`${source.file}:${source.line}: this exemption is about ${service}, which is not decided on here`);
  }
  const asked = new Set(slos.flatMap((slo) => slo.objectives.map((objective) => key(nameOf(slo), objective.name))));
  const over = recording.objectives.filter(({ service, name }) => !asked.has(key(service, name)) && services.some((each) => each.name === service));
  if (over.length > 0) notes.push(`the recording holds ${over.map(({ name }) => name).join(', ')}, which no SLO file promises; not decided on`);
  return { services: [...services, ...(named.length === 0 ? broken : []).map(({ path }): Service => ({ name: path, statuses: [], policy: null, exemptions: [] }))], notes };
}

/** As readers of live data name a service without a name. */
function nameOf({ service }: ServiceLevelObjectives): string {
  return service?.value ?? 'service';
}

function key(service: string, objective: string): string {
  return JSON.stringify([service, objective]);
}

/** Null: no budget follows from it. */
function statusIn(service: string, objective: Objective, read: RecordedObjective | undefined, notes: string[]): SloStatus | null {
  if (!read && !objective.target && objective.kind === 'throughput') {
    notes.push(`${objective.source.file}:${objective.source.line}: \`${objective.name}\` is no share of good events; no budget follows from it, and it does not decide`);
    return null;
  }
  const window: Window = objective.window?.value ?? { kind: 'rolling', lengthMs: objective.windowByDefault?.ms ?? 30 * 86_400_000 };
  const target = objective.target?.value ?? NaN;
  if (read) noteChanges(read, { target, window, objective }, notes);
  const missing: ObjectiveSnapshot = { service, name: objective.name, target, window, data: 'lost', bad: NaN, total: NaN, coverage: 0, burn: [], history: [], notes: ['nothing of it was recorded'] };
  return statusOf(read ?? missing);
}

/** Decided upon is what was read; that a file has changed since is said. */
function noteChanges(read: RecordedObjective, { target, window, objective }: { readonly target: number; readonly window: Window; readonly objective: Objective }, notes: string[]): void {
  const place = `${objective.source.file}:${objective.source.line}: \`${objective.name}\``;
  if (!Object.is(read.target, target)) notes.push(`${place} promises ${share(target)} now and ${share(read.target)} when it was read; the latter was decided on`);
  if (objective.window && JSON.stringify(read.window) !== JSON.stringify(window)) notes.push(`${place} has another window now than when it was read; the earlier one was decided on`);
}

function share(target: number): string {
  return Number.isNaN(target) ? 'no share' : `${Number((target * 100).toPrecision(12))} %`;
}
