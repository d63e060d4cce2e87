import type { Fact, Known, System, Unknown, Workload } from '@plimsoll/check';
import { sayDuration } from '@plimsoll/contract';
import type { Source } from '@plimsoll/contract';
import { demandOf, knownView, plus } from '../known-view.ts';
import { sayRange, sayView } from '../say.ts';
import { nameOfVariable } from './names.ts';
import type { Hop, Part } from './picture.ts';

/** One way from a workload to a part; those with equal ends are drawn as one. */
export interface Way {
  readonly from: string;
  readonly to: Omit<Part, 'lines' | 'zone'> & { readonly lines?: readonly string[] };
  readonly what: string; // `pool 10 × 20 = 200`, the protocol
  readonly timeoutMs: Known<number> | null; // null: nothing is on record about one
  readonly isBack: boolean; // messages come from the part
  readonly source: Source;
}

type Setting = { readonly value: Known<string>; readonly variables: readonly string[] };

/** Everything that leaves or enters a workload, from what its code does. */
export function waysOf(system: System): readonly Way[] {
  return [...pools(system), ...calls(system), ...clients(system), ...channels(system), ...connections(system)];
}

function pools(system: System): readonly Way[] {
  return system.databases.flatMap((database) =>
    [...Map.groupBy(database.pools, (pool) => pool.owner?.id)].flatMap(([owner, own]): readonly Way[] => {
      const [first] = own;
      if (owner === undefined || !first) return [];
      const total = sayRange(plus(own.map(demandOf)));
      const factors = [first.connectionsMax, first.processesPerInstance, first.instancesMax].flatMap((known) => ('value' in known && Number.isFinite(known.value) ? known.value : []));
      const product = factors.filter((factor, index) => index === 0 || factor !== 1).join(' × ');
      const one = factors.length < 3 ? `pool, ${total === '?' ? 'size ?' : total}` : `pool ${product}${product === total ? '' : ` = ${total}`}`;
      const what = own.length > 1 ? `${own.length} pools, ${total} in all` : one;
      return [
        {
          from: owner,
          to: { key: database.id, kind: 'database', name: database.name, source: database.source },
          what,
          timeoutMs: first.statementTimeoutMs,
          isBack: false,
          source: first.use.site.source,
        },
      ];
    }),
  );
}

function calls(system: System): readonly Way[] {
  return system.internalCalls.flatMap(({ client, to }) =>
    client.owners
      .filter((owner) => owner.id !== to.id)
      .map((owner): Way => ({
        from: owner.id,
        to: { key: to.id, kind: 'workload', name: to.name, source: to.source },
        what: client.use.protocol,
        timeoutMs: client.use.timeoutMs.value,
        isBack: false,
        source: client.use.site.source,
      })),
  );
}

/** Calls to what is outside of this repository: by host, by service of the cloud, else by the variable that holds the address. */
function clients(system: System): readonly Way[] {
  const internal = new Set(system.internalCalls.map(({ client }) => client));
  const channelled = new Set(system.channels.flatMap(({ use, owners }) => owners.map((owner) => `${owner.id} ${use.service}`)));
  return system.clients.flatMap((client) => {
    const { use, owners, reach } = client;
    if (internal.has(client) || reach.path === 'unreached' || reach.path === 'script' || (use.service === null && use.act === 'client')) return [];
    const target = use.service === null ? outsideOf(use.target) : { key: `service:${use.service}`, kind: 'service' as const, name: use.service };
    return owners.flatMap((owner): readonly Way[] =>
      use.service !== null && channelled.has(`${owner.id} ${use.service}`)
        ? []
        : [{ from: owner.id, to: { ...target, source: use.site.source }, what: use.service === null ? use.protocol : 'sdk', timeoutMs: use.timeoutMs.value, isBack: false, source: use.site.source }],
    );
  });
}

function outsideOf(target: Setting | null): Omit<Way['to'], 'source'> {
  const [host, variable] = [hostOf(target), variableOf(target)];
  if (host !== null) return { key: `outside:${host}`, kind: 'outside', name: host };
  return variable === null
    ? { key: 'outside:', kind: 'outside', name: 'hosts not known', lines: ['nothing here names them'] }
    : { key: `outside:${variable}`, kind: 'outside', name: nameOfVariable(variable), lines: [`host in ${variable}`] };
}

function hostOf(target: Setting | null): string | null {
  const text = textOf(target?.value);
  return text === null ? null : (/^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#:]+)/i.exec(text)?.[1] ?? null);
}

function variableOf(setting: Setting | null): string | null {
  return setting?.variables[0] ?? null;
}

function textOf(known: Known<string> | undefined): string | null {
  return known && 'value' in known && typeof known.value === 'string' && known.value !== '' ? known.value : null;
}

const stores = new Set(['s3', 'gcs', 'blob']);

function channels(system: System): readonly Way[] {
  return system.channels.flatMap(({ use, owners }) => {
    const stated = textOf(use.name?.value);
    const variable = stated === null ? variableOf(use.name) : null;
    const name = stated ?? variable;
    return owners.map((owner): Way => {
      const store = stores.has(use.service);
      const key = store ? `service:${use.service}` : `queue:${use.service}:${name ?? ''}`;
      const client = system.clients.find((each) => each.use.service === use.service && each.owners.includes(owner));
      const to = {
        key,
        kind: store ? ('service' as const) : ('queue' as const),
        name: store ? use.service : (named(system, owner, use.direction) ?? stated ?? (variable === null ? 'a queue' : nameOfVariable(variable))),
        lines: store ? [] : [use.service, ...(variable === null ? [] : [`name in ${variable}`])],
        source: use.site.source,
      };
      return {
        from: owner.id,
        to,
        what: store ? 'sdk' : use.direction === 'send' ? 'sends' : 'receives',
        timeoutMs: client?.use.timeoutMs.value ?? null,
        isBack: !store && use.direction === 'receive',
        source: use.site.source,
      };
    });
  });
}

/** The queue as the infrastructure calls it, where exactly one has this workload as its consumer. */
function named(system: System, owner: Workload, direction: 'send' | 'receive'): string | null {
  if (direction === 'send') return null;
  const units = new Set(owner.units.map(({ id }) => id));
  const consumed = system.queueVisibilities.filter(({ consumer }) => consumer && units.has(consumer.unit));
  return consumed.length === 1 ? (consumed[0]?.queue ?? null) : null;
}

function connections(system: System): readonly Way[] {
  return system.connections.flatMap(({ use, owners, reach }) => {
    if (reach.path === 'unreached' || reach.path === 'script') return [];
    const same = system.databases.filter(({ engine }) => engine === use.engine);
    const [only] = same;
    const host = hostOf(use.url);
    const to =
      only && same.length === 1
        ? { key: only.id, kind: 'database' as const, name: only.name, source: only.source }
        : {
            key: `cache:${use.engine}`,
            kind: use.engine === 'redis' ? ('cache' as const) : ('database' as const),
            name: use.engine,
            lines: [host ?? (variableOf(use.url) === null ? '' : `address in ${variableOf(use.url)}`)].filter(Boolean),
            source: use.site.source,
          };
    return owners.map((owner): Way => ({ from: owner.id, to, what: use.engine === 'redis' ? 'connection' : 'single connections', timeoutMs: null, isBack: false, source: use.site.source }));
  });
}

const whatMax = 2;

/** Ways with equal ends as one hop: what they are, and the range of their timeouts. */
export function hopOf(ways: readonly Way[], key: string): Hop {
  const [first] = ways as readonly [Way, ...Way[]];
  const whats = [...Map.groupBy(ways, ({ what }) => what)].map(([what, own]) => (own.length > 1 ? `${what} ×${own.length}` : what));
  const timeouts = ways.flatMap(({ timeoutMs }) => timeoutMs ?? []);
  const lines = [whats.slice(0, whatMax).join(', ') + (whats.length > whatMax ? ', …' : ''), sayTimeouts(timeouts)].filter((line) => line !== '');
  const [from, to] = first.isBack ? [first.to.key, first.from] : [first.from, first.to.key];
  return { key, from, to, lines, isUnbounded: timeouts.some((known) => 'value' in known && known.value === Infinity), sources: ways.map(({ source }) => source) };
}

/** `300 ms`, `150 ms to 5 s`, `no timeout`, `some without timeout`, `timeout ?`. */
function sayTimeouts(all: readonly Known<number>[]): string {
  if (all.length === 0) return '';
  const known = all.filter((each): each is Fact<number> => 'value' in each);
  const bounded = known.filter(({ value }) => value !== Infinity).map(({ value }) => value);
  const unbounded = known.length - bounded.length;
  if (unbounded === all.length) return 'no timeout';
  if (bounded.length === 0) return unbounded > 0 ? 'some without timeout' : sayUnknown(all);
  const [least, most] = [Math.min(...bounded), Math.max(...bounded)];
  const range = least === most ? sayDuration(least) : `${sayDuration(least)} to ${sayDuration(most)}`;
  return unbounded > 0 ? `${range}, or none` : `timeout ${range}`;
}

function sayUnknown(all: readonly Known<number>[]): string {
  const first = all.find((each): each is Unknown => !('value' in each));
  return `timeout ${first ? sayView(knownView(first), sayDuration) : '?'}`;
}
