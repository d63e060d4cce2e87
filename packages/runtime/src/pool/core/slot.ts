import type { CallSite } from './call-site.ts';
import type { Holding } from './holding.ts';

/**
 * One session on the server, from before it is opened until the server has let go of it.
 *
 *     opening ─► idle ─► checking ─► leased ─► restoring ─► idle … ─► closing
 */
export interface Slot<Connection> {
  phase: 'opening' | 'idle' | 'checking' | 'leased' | 'restoring' | 'closing';
  connection: Connection | null;
  endsMs: number;
  idleSinceMs: number;
  leasedAtMs: number;
  site: CallSite | null;
  holding: Holding | null;
  leakReported: boolean;
  lost: boolean;
}

export function newSlot<Connection>(): Slot<Connection> {
  return { phase: 'opening', connection: null, endsMs: Infinity, idleSinceMs: 0, leasedAtMs: 0, site: null, holding: null, leakReported: false, lost: false };
}
