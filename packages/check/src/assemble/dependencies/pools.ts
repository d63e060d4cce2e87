import type { CodeFact, ConfigEntry, Engine, EntryPoint, EnvironmentEntry, PoolUse, Setting, Site } from '../../facts/index.ts';
import { byDefault, isKnown, map, stated, unknown, valueOf } from '../../model/known.ts';
import type { Fact, Known } from '../../model/known.ts';
import { isWorkerRole } from '../../model/roles.ts';
import type { Database, Pool, Reach, Unit, Workload } from '../../model/system.ts';
import type { CodeGraph } from '../reach/graph.ts';
import { instancesMaxOf } from '../workloads/multiplied.ts';
import { applyConfiguration } from '../uses/settings.ts';
import { serves } from '../uses/index.ts';
import type { FoundDatabase } from './databases.ts';

export interface PoolJoins {
  readonly pools: readonly Pool[];
  readonly databases: readonly Database[];
}

/** Joins pools to the databases they open connections to, with the instances that multiply them. */
export function joinPools(
  code: readonly CodeFact[],
  bare: readonly FoundDatabase[],
  graph: CodeGraph,
  reachOf: (site: Site) => Reach,
  loading: (site: Site) => readonly Workload[],
  packageRootOf: (path: string) => string,
): PoolJoins {
  const processes = processCounts(code, packageRootOf);
  const uses = code.filter((fact): fact is PoolUse => fact.kind === 'pool' && serves(fact.site, graph));
  const pools = uses.flatMap((use) => {
    const reach = reachOf(use.site);
    const own = loading(use.site);
    // Every workload that runs this line opens a pool of its own.
    const perInstance = processes.get(packageRootOf(use.site.source.file)) ?? null;
    return own.length === 0
      ? [poolOf(use, reach, null, own, bare, perInstance, graph, null)]
      : own.map((owner) => poolOf(use, reach, owner, own, bare, perInstance, graph, owner.processesPerInstance));
  });
  const databases = bare.map((database): Database => {
    const mine = pools.filter((pool) => pool.database?.id === database.id);
    return { ...database, pools: mine, joins: mine.flatMap((pool) => joinsOf(pool, database)) };
  });
  return { pools, databases };
}

function poolOf(
  use: PoolUse,
  reach: Reach,
  owner: Workload | null,
  owners: readonly Workload[],
  databases: readonly FoundDatabase[],
  processes: ConfigEntry | null,
  graph: CodeGraph,
  ofCommand: Known<number> | null,
): Pool {
  const configured = owner ? [owner] : [];
  const setting = (value: Setting<number> | null) => (value ? applyConfiguration(value, configured) : null);
  const sole = owners.length <= 1;
  const database = databaseOf(use, owner, databases);
  return {
    id: `pool:${use.site.source.file}:${use.site.source.line}${sole || !owner ? '' : `@${owner.name}`}`,
    use,
    reach,
    owners,
    owner,
    connectionsMax: sizeInUrl(use, configured) ?? applyConfiguration(use.sizeMax, configured),
    sizeUnset: use.sizeUnset === true && urlIsKnown(use, configured),
    overflowMax: setting(use.overflowMax),
    acquireTimeoutMs: setting(use.acquireTimeoutMs),
    lifetimeMs: setting(use.lifetimeMs),
    idleTimeoutMs: setting(use.idleTimeoutMs ?? null),
    statementTimeoutMs: statementTimeoutInUrl(use, configured) ?? setting(use.statementTimeoutMs),
    sharedWith: owner ? sharedWith(use, owner, graph) : null,
    instancesMax: owner ? instancesOn(database, use, owner, databases) : notRunHere(use),
    processesPerInstance: processesPerInstance(use, processes, reach, configured, ofCommand),
    database,
  };
}

/** Settings of process managers that start several copies of a web program in one instance. */
const processKeys: ReadonlySet<string> = new Set(['gunicorn.workers', 'uwsgi.processes', 'uwsgi.workers']);

function processCounts(code: readonly CodeFact[], packageRootOf: (path: string) => string): ReadonlyMap<string, ConfigEntry> {
  return new Map(code.flatMap((fact) => (fact.kind === 'config-entry' && processKeys.has(fact.key) ? [[packageRootOf(fact.source.file), fact] as const] : [])));
}

function processesPerInstance(use: PoolUse, entry: ConfigEntry | null, reach: Reach, owners: readonly Workload[], ofCommand: Known<number> | null): Known<number> {
  // What a command says wins over the file that it may name, and multiplies whatever the process serves.
  const firm = ofCommand !== null && (!isKnown(ofCommand) || ofCommand.basis !== 'default');
  if (ofCommand && (firm || !entry)) return ofCommand;
  if (!entry || reach.path !== 'request') return byDefault(1, use.site.source, 'one process per instance', 'no process manager was found');
  return applyConfiguration({ ...entry.value, value: map(entry.value.value, Number) }, owners);
}

/** Connection strings carry limits of their own: `?connection_limit=5` (Prisma), `pool_max_conns=5` (pgx). */
function sizeInUrl(use: PoolUse, owners: readonly Workload[]): Fact<number> | null {
  for (const entry of urlEntries(use, owners)) {
    const match = /[?&\s](?:connection_limit|pool_max_conns)=(\d+)/.exec(valueOf(entry.value) ?? '');
    if (match) return stated(Number(match[1]), entry.source, `${entry.name}: ${match[0].slice(1)}`);
  }
  return null;
}

/** PostgreSQL takes it among the options of a connection string: `?options=-c%20statement_timeout%3D5000`, `statement_timeout=5000`. */
function statementTimeoutInUrl(use: PoolUse, owners: readonly Workload[]): Fact<number> | null {
  const own = use.url && isKnown(use.url.value) ? [{ text: use.url.value.value, source: use.url.value.source }] : [];
  for (const { text, source } of [...urlEntries(use, owners).map((entry) => ({ text: valueOf(entry.value) ?? '', source: entry.source })), ...own]) {
    const match = /statement_timeout(?:=|%3D)(\d+)(ms|s)?\b/i.exec(text);
    if (match) return stated(Number(match[1]) * (match[2] === 's' ? 1000 : 1), source, match[0]);
  }
  return null;
}

/** A pool that a server and background work of the same process both load. */
function sharedWith(use: PoolUse, owner: Workload, graph: CodeGraph): Pool['sharedWith'] {
  const loads = (entry: EntryPoint): boolean => graph.closureOf(entry.source.file).has(use.site.source.file);
  for (const process of owner.processes) {
    const server = process.entryPoints.find((entry) => entry.role === 'server' && loads(entry));
    const worker = process.entryPoints.find((entry) => isWorkerRole(entry.role) && loads(entry));
    if (server && worker) return { server: server.source, worker: worker.source, role: worker.role };
  }
  return null;
}

function urlIsKnown(use: PoolUse, owners: readonly Workload[]): boolean {
  return urlEntries(use, owners).some((entry) => isKnown(entry.value));
}

function urlEntries(use: PoolUse, owners: readonly Workload[]): readonly EnvironmentEntry[] {
  const names = use.url?.variables ?? [];
  return owners.flatMap((owner) => owner.units.flatMap((unit) => unit.environment.filter((entry) => names.includes(entry.name))));
}

/** Code that no unit here runs: at least one instance opens the pool, how many is not known. */
function notRunHere(use: PoolUse): Known<number> {
  return unknown(
    'nothing in this repository says what runs this code',
    { cause: 'outside-the-repository', what: `the number of instances that run ${use.site.source.file}` },
    { source: use.site.source, bounds: { min: 1 } },
  );
}

/** Variants of one workload may point at different databases: only those that do not point elsewhere count. */
function instancesOn(joined: Pool['database'], use: PoolUse, owner: Workload, databases: readonly FoundDatabase[]): Known<number> {
  const database = databases.find((candidate) => candidate.id === joined?.id);
  if (!database) return owner.instancesMax;
  const variables = use.url?.variables ?? [];
  const elsewhere = (unit: Unit): boolean =>
    unit.environment.some((entry) => {
      const text = variables.includes(entry.name) ? valueOf(entry.value) : undefined;
      return text !== undefined && !database.hosts.some((host) => names(text, host));
    });
  const here = owner.units.filter((unit) => !elsewhere(unit));
  return here.length === owner.units.length || here.length === 0 ? owner.instancesMax : instancesMaxOf(owner.name, here, owner.source);
}

function databaseOf(use: PoolUse, owner: Workload | null, databases: readonly FoundDatabase[]): Pool['database'] {
  // What a developer's compose file starts is not what deployed instances connect to.
  const deployedOwner = owner?.units.some((unit) => !unit.local) === true;
  const fitting = databases.filter((database) => sameEngine(database.engine, use.engine) && !(database.local && deployedOwner));
  const url = use.url && isKnown(use.url.value) ? use.url.value.value : undefined;
  const byUrl = url === undefined ? undefined : fitting.find((database) => database.hosts.some((host) => names(url, host)));
  if (byUrl) return { id: byUrl.id, why: 'the connection string names it', sure: 'certain' };
  const variables = use.url?.variables ?? [];
  for (const unit of owner?.units ?? []) {
    for (const entry of unit.environment) {
      const about =
        variables.length === 0
          ? /(database|db|postgres|pg|mysql|mongo|sql|jdbc|datasource).*(url|uri|host|endpoint|dsn|server|address)?/i.test(entry.name)
          : variables.includes(entry.name) || /(host|url|uri|endpoint|dsn)$/i.test(entry.name);
      if (!about) continue;
      const text = valueOf(entry.value);
      const named = fitting.find(
        (database) => (database.address !== null && (entry.refersTo ?? []).includes(database.address)) || (text !== undefined && database.hosts.some((host) => names(text, host))),
      );
      if (named) return { id: named.id, why: `${entry.name} of ${unit.name} names it`, sure: variables.includes(entry.name) ? 'certain' : 'likely' };
    }
  }
  const deployed = fitting.filter((database) => !database.local);
  const candidates = deployed.length > 0 ? deployed : fitting;
  const only = candidates[0];
  return candidates.length === 1 && only && use.engine !== 'unknown' ? { id: only.id, why: `the only ${only.engine} database here`, sure: 'likely' } : null;
}

function sameEngine(database: Engine, pool: Engine): boolean {
  if (pool === 'sqlite' || pool === 'h2' || pool === 'redis') return false;
  return pool === 'unknown' || database === pool || (database === 'mysql' && pool === 'mariadb') || (database === 'mariadb' && pool === 'mysql');
}

/** Whether a host stands as a whole word in a connection string. */
function names(text: string, host: string): boolean {
  const position = text.indexOf(host);
  if (position === -1) return false;
  const before = text[position - 1] ?? '/';
  const after = text[position + host.length] ?? '/';
  return !/[A-Za-z0-9_-]/.test(before) && !/[A-Za-z0-9_-]/.test(after);
}

function joinsOf(pool: Pool, database: FoundDatabase): Database['joins'] {
  const own = pool.owner?.joins ?? [];
  return pool.database ? [{ from: `${pool.use.site.source.file}:${pool.use.site.source.line}`, to: database.name, why: pool.database.why, sure: pool.database.sure }, ...own] : own;
}
