import type { StateLife, StateUse } from '../../../facts/code.ts';
import { valueOf } from '../../../model/known.ts';
import { argument } from '../code/calls.ts';
import { calleeName } from '../code/external.ts';
import { referentOf } from '../code/referent.ts';
import { siteAt } from '../code/site.ts';
import type { PythonCall, PythonFunction, PythonModule } from '../code/types.ts';
import { callAt } from '../code/workspace.ts';
import { handlerRole } from '../entries/handlers.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { namedChildren, textOf, walk } from '../../syntax/index.ts';
import { evaluate } from '../value/evaluate.ts';
import { literalOf } from '../value/literal.ts';
import { secondsSetting, unknownSetting } from '../value/setting.ts';
import { ioThrough } from '../work/io.ts';
import { endless } from './cache-life.ts';
import type { Container, ContainerUse } from './containers.ts';
import { containersOf, isWrite, livesOn, placesOf } from './containers.ts';

/** Dictionaries that keep what was fetched, or what requests left, until the process ends. */
export function dictionaryCaches(module: PythonModule): readonly StateUse[] {
  return containersOf(module).flatMap((container) => {
    if ((container.type !== 'dict' && container.type !== 'cachetools') || !livesOn(container)) return [];
    const writes = container.uses.filter((use) => isWrite(use) && use.act !== 'count');
    const reads = container.uses.filter((use) => use.act === 'read' || (use.act === 'remove' && use.key !== null));
    const kept = writes.some((use) => use.act === 'set' && byKey(use) && (fetched(use) || (fromRequest(use) && reads.some((each) => each.within !== use.within))));
    return kept && reads.length > 0 ? [useOf(container, writes, reads)] : [];
  });
}

function useOf(container: Container, writes: readonly ContainerUse[], reads: readonly ContainerUse[]): StateUse {
  const maker = callAt(container.value);
  const life: StateLife = {
    expiresMs: expiryOf(container, maker, writes),
    writes: placesOf(writes.filter((use) => !fills(use, reads))),
    reads: placesOf(reads),
    ...(sameForEver.test(container.name) ? { immutable: true } : {}),
  };
  const library = container.type === 'cachetools' ? (maker && calleeName(maker)) || 'cachetools' : 'dict';
  const site = { ...siteAt(container.value, container.target), lifetime: 'process' } as const;
  return { kind: 'state', state: 'cache', library, site, store: { where: 'process', protectsProcessOnly: false }, purpose: `entries of ${container.name.replace('self.', '')}`, life };
}

const sameForEver = /client|engine|template|schema|pattern|regex|compiled|conn(ection)?s?$|pool|sessionmaker|logger|registry|module|class|tokeni[sz]er|font|jwks|public_key/i;

function byKey(use: ContainerUse): boolean {
  return use.key !== null && literalOf(use.key) === undefined;
}

/** Put in where it was missed: the same value that any other instance would fetch. */
function fills(use: ContainerUse, reads: readonly ContainerUse[]): boolean {
  return use.act === 'set' && fetched(use) && reads.some((each) => each.within === use.within);
}

/** The value put in comes from a database or another service, directly or through a name of the function. */
function fetched(use: ContainerUse): boolean {
  return use.value !== null && valuesOf(use.value).some((value) => [...walk(value)].some((node) => waits(callAt(node))));
}

function waits(call: PythonCall | null): boolean {
  const io = call && ioThrough(call)?.io;
  return io === 'http' || io === 'database';
}

function valuesOf(node: SyntaxNode): readonly SyntaxNode[] {
  const names = [...walk(node)].filter((each) => each.type === 'identifier' && each.field !== 'attribute').slice(0, 10);
  return [
    node,
    ...names.flatMap((each) => {
      const referent = referentOf(each);
      return referent?.kind === 'value' ? [referent.value] : [];
    }),
  ];
}

/** Put in by a function that serves requests; locks, events and futures belong to the process that made them. */
function fromRequest(use: ContainerUse): boolean {
  let serves = false;
  for (let made: ContainerUse['within'] | null = use.within; made; made = made.outer) serves ||= handlerRole(made) === 'server';
  if (!serves || !use.value) return false;
  return !valuesOf(use.value).some((value) => ofProcess(callAt(value)) || /[wW]eb_?[sS]ocket/.test(textOf(value).slice(0, 200)));
}

function ofProcess(call: PythonCall | null): boolean {
  return call !== null && /^(asyncio|threading|multiprocessing|queue|concurrent|subprocess)\b/.test(calleeName(call) ?? '');
}

/** Seconds of a TTLCache; entries that carry a time of their own expire when the code says so. */
function expiryOf(container: Container, maker: PythonCall | null, writes: readonly ContainerUse[]): NonNullable<StateLife['expiresMs']> {
  if (maker && maker.written.endsWith('TTLCache')) {
    const ttl = argument(maker, 'ttl', 1);
    if (ttl) return secondsSetting(ttl);
  }
  const compared = container.uses.map((use) => comparedAge(use.within)).find((each) => each !== null);
  if (compared) return secondsSetting(compared);
  const timed = writes.find((use) => /\b(time\.(time|monotonic)\(|datetime\.|timezone\.now|utcnow|expires?|ttl\b)/i.test(textOf(use.within.node)));
  return timed ? unknownSetting(timed.node, `the entries of ${container.name} carry a time`, 'how long an entry lives') : endless(container.value, 'nothing ends an entry');
}

/** The 30 of `if time.time() - kept < 30`. */
function comparedAge(made: PythonFunction): SyntaxNode | null {
  for (const node of walk(made.node)) {
    if (node.type !== 'comparison_operator') continue;
    const [left, right] = namedChildren(node);
    if (!left || !right) continue;
    const age = [left, right].find((each) => each.type === 'binary_operator' && /-/.test(textOf(each)) && /now|time|monotonic/.test(textOf(each)));
    const limit = age === left ? right : left;
    if (age && typeof valueOf(evaluate(limit).known) === 'number') return limit;
  }
  return null;
}
