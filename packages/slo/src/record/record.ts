import type { ObjectiveSnapshot } from '../status/snapshot.ts';

/** Everything that was read of a moment, in a form that can be kept and decided upon again. */
export interface Recording {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: string; readonly version: string };
  readonly at: string; // the moment it is about, ISO 8601 in UTC
  readonly source: RecordingSource;
  readonly objectives: readonly RecordedObjective[];
}

/** Where it was read. Never with a user, a password, or what an address carries behind its path. */
export interface RecordingSource {
  readonly kind: 'prometheus' | 'other';
  readonly address: string | null;
}

export interface RecordedObjective extends ObjectiveSnapshot {
  /** `raw`: the metrics themselves were counted; `recorded`: the rates that the rules record; `none`: nothing could be read. */
  readonly basis: 'raw' | 'recorded' | 'none';
  readonly notes: readonly string[];
}

/** An address without what may be secret: user, password, query and fragment. Null: it is none. */
export function publicAddress(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
}
