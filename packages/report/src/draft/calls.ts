import { isKnown, valueOf } from '@plimsoll/check';
import type { System, Workload } from '@plimsoll/check';
import { sayDuration } from '@plimsoll/contract';
import { agreed, fromOf, sameValue, wholeNumber } from './agreed.ts';
import { left, section, value } from './lines.ts';
import type { Entry, Section } from './lines.ts';
import type { Everywhere } from './workload.ts';

/** What a workload calls: pools on databases that were found, and clients whose target has a name. */
export function callsOf({ in: all }: Everywhere): readonly Section[] {
  const first = all[0];
  if (!first) return [];
  const names = new Set(first.system.databases.filter((database) => !database.local).map((database) => database.name));
  const calls = [...[...names].flatMap((name) => poolOf(name, all)), ...clients(first.system, first.workload, names)];
  return calls.length === 0 ? [] : [section('calls', calls)];
}

/** One size is stated where every pool of the workload on the database has it. */
function poolOf(name: string, all: Everywhere['in']): readonly Section[] {
  const pools = all.map(({ system, workload }) => {
    const database = system.databases.find((candidate) => candidate.name === name);
    return { environment: system.environment, own: system.pools.filter((pool) => pool.owner?.id === workload.id && pool.database !== null && pool.database.id === database?.id) };
  });
  const own = pools.flatMap((entry) => entry.own);
  if (own.length === 0) return [];
  const several = pools.some((entry) => entry.own.length > 1) && !sameValue(own.map((pool) => pool.connectionsMax));
  if (several) return [section(name, [left('pool', '10', `it opens ${pools[0]?.own.length ?? 0} pools of different size`)])];
  const unset = own.some((pool) => pool.sizeUnset);
  const found = pools.flatMap(({ environment, own: [pool] }) => (pool ? [{ environment, known: pool.connectionsMax }] : []));
  const entry = agreed('pool', found, wholeNumber, '10');
  return [section(name, [unset && entry.kind === 'value' ? left('pool', entry.value, `nobody chose it: ${entry.from}`) : entry])];
}

/** Variables such as FRAUD_API_URL and hosts such as fraud-api.internal name what is called. */
function clients(system: System, workload: Workload, taken: ReadonlySet<string>): readonly Section[] {
  const uses = system.clients.filter((used) => used.owners.includes(workload) && used.use.protocol !== 'sdk').map((used) => used.use);
  const named = Map.groupBy(uses, (use) => nameOf(use.target?.variables ?? [], valueOf(use.target?.value)));
  return [...named].flatMap(([name, own]): readonly Section[] => {
    if (name === null || taken.has(name)) return [];
    // The contract is held against every client whose target bears the name: one that is called alike would be meant as well.
    const alike = uses.filter((use) => [...(use.target?.variables ?? []), valueOf(use.target?.value) ?? ''].some((text) => plain(text).includes(plain(name))));
    const known = alike.map((use) => use.timeoutMs.value);
    const [fact] = known;
    if (alike.length > own.length || !fact || !isKnown(fact) || !sameValue(known)) return [section(name, [left('timeout', '300ms', 'its calls have no timeout that is known, or different ones')])];
    return [section(name, [timeout(fact.value, fact.basis === 'default', fromOf(fact))])];
  });
}

function timeout(ms: number, isDefault: boolean, from: string): Entry {
  if (!Number.isFinite(ms)) return left('timeout', '300ms', `its calls wait without limit: ${from}`);
  return isDefault ? left('timeout', sayDuration(ms), `nobody chose it: ${from}`) : value('timeout', sayDuration(ms), from);
}

const suffix = /[_-]?(?:base[_-]?)?(?:url|uri|host|hostname|endpoint|address|addr|origin)$/i;

function nameOf(variables: readonly string[], target: string | undefined): string | null {
  for (const variable of variables) {
    const name = variable.replace(suffix, '').toLowerCase().replaceAll('_', '-');
    if (/^[a-z][a-z0-9-]{2,}$/.test(name)) return name;
  }
  const host = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/@]*@)?([a-z][a-z0-9-]*)/i.exec(target ?? '')?.[1]?.toLowerCase();
  return host === undefined || host.length < 3 || /^(?:localhost|www|api)$/.test(host) ? null : host;
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
