import { AsyncLocalStorage } from 'node:async_hooks';
import type { CallSite } from './call-site.ts';

/**
 * That a flow of execution holds, or has asked for, a connection of a pool. Holdings form a chain over all pools, kept in the async
 * context, so that a second acquisition by the same flow is seen however deep in the calls it stands.
 */
export interface Holding {
  readonly pool: object;
  readonly site: CallSite;
  /** Given by `use()`: what runs under it ends before the connection is returned. Else the context may have spread to work that runs beside. */
  readonly certain: boolean;
  readonly parent: Holding | null;
  active: boolean;
  /** The caller has its connection. Before that, code that runs in the same breath stands beside it, not under it. */
  delivered: boolean;
  /** How many waiters of the same pool stand under this holding: while there are any, it may never end. */
  claims: number;
}

const context = new AsyncLocalStorage<Holding | null>();

/** The chain of this flow without what was returned or is still being asked for, so that it never grows beyond what is held. */
export function holdings(): Holding | null {
  let holding = context.getStore() ?? null;
  while (holding && !(holding.active && holding.delivered)) holding = holding.parent;
  return holding;
}

export function holdingOf(pool: object, from: Holding | null = holdings()): Holding | null {
  for (let holding = from; holding; holding = holding.parent) if (holding.pool === pool && holding.active) return holding;
  return null;
}

export function newHolding(pool: object, site: CallSite, certain: boolean, parent: Holding | null): Holding {
  return { pool, site, certain, parent, active: true, delivered: false, claims: 0 };
}

/** Runs `work` under the holding, and nothing else. */
export function underHolding<T>(holding: Holding, work: () => T): T {
  return context.run(holding, work);
}

/** Puts the rest of the calling flow under the holding: the caller of an acquisition goes on with the connection it gets. */
export function enterHolding(holding: Holding): void {
  context.enterWith(holding);
}

/** Runs work that outlives its caller, such as an audit record written beside a request, free of what the caller holds. */
export function detached<T>(work: () => T): T {
  return context.run(null, work);
}
