import type { Database, Pool } from '@plimsoll/check';
import type { Certainty, JoinNote, Source } from '@plimsoll/contract';
import { joinJson, sourceJson } from '../json/parts.ts';
import { demandOf, knownView, minus, plus, rangeOf } from './known-view.ts';
import type { KnownView, Range } from './known-view.ts';

export interface DatabaseView {
  readonly id: string;
  readonly name: string;
  readonly engine: string;
  readonly source: Source;
  readonly hosts: readonly string[];
  readonly connectionsMax: KnownView;
  readonly connectionsReserved: KnownView;
  readonly serves: RangeView; // to applications
  readonly demand: RangeView; // of all pools together
  readonly pooler: { readonly name: string; readonly source: Source } | null;
  readonly pools: readonly PoolView[];
  readonly joins: readonly JoinNote[];
}

/** Pools at most open `connectionsMax × processesPerInstance × instancesMax`. */
export interface PoolView {
  readonly id: string;
  readonly library: string;
  readonly owner: { readonly id: string; readonly name: string } | null;
  readonly source: Source;
  readonly connectionsMax: KnownView;
  readonly processesPerInstance: KnownView;
  readonly instancesMax: KnownView;
  readonly overflowMax: KnownView | null;
  readonly acquireTimeoutMs: KnownView | null;
  readonly demand: RangeView;
  readonly why: string | null; // why it was joined to its database
  readonly sure: Certainty | null;
}

/** What is certain of a calculated number; null where there is no such end. */
export interface RangeView {
  readonly min: number;
  readonly max: number | null;
}

export function databaseView(database: Database): DatabaseView {
  return {
    id: database.id,
    name: database.name,
    engine: database.engine,
    source: sourceJson(database.source),
    hosts: database.hosts,
    connectionsMax: knownView(database.connectionsMax),
    connectionsReserved: knownView(database.connectionsReserved),
    serves: rangeView(minus(rangeOf(database.connectionsMax), rangeOf(database.connectionsReserved))),
    demand: rangeView(plus(database.pools.map(demandOf))),
    pooler: database.pooler ? { name: database.pooler.name, source: sourceJson(database.pooler.source) } : null,
    pools: database.pools.map(poolView),
    joins: database.joins.map(joinJson),
  };
}

function poolView(pool: Pool): PoolView {
  return {
    id: pool.id,
    library: pool.use.library,
    owner: pool.owner ? { id: pool.owner.id, name: pool.owner.name } : null,
    source: sourceJson(pool.use.site.source),
    connectionsMax: knownView(pool.connectionsMax),
    processesPerInstance: knownView(pool.processesPerInstance),
    instancesMax: knownView(pool.instancesMax),
    overflowMax: pool.overflowMax ? knownView(pool.overflowMax) : null,
    acquireTimeoutMs: pool.acquireTimeoutMs ? knownView(pool.acquireTimeoutMs) : null,
    demand: rangeView(demandOf(pool)),
    why: pool.database?.why ?? null,
    sure: pool.database?.sure ?? null,
  };
}

function rangeView({ min, max }: Range): RangeView {
  return { min: min === Infinity ? Number.MAX_SAFE_INTEGER : min, max: max === Infinity ? null : max };
}
