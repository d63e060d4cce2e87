import type { Run } from '@plimsoll/contract';
import { parseAcceptance, parseRun } from '../schema/parse.ts';
import { idOfPath, serviceFolder } from './paths.ts';
import type { Acceptance, AcceptanceListing, RunFilter, RunListing, UnreadFile } from './run-store.ts';
import { timeOfRunId } from './run-id.ts';

export interface StoredText {
  readonly path: string;
  readonly text: string;
}

/** Whether the file can hold a run that the filter wants, as far as its path tells: the rest need not be opened. */
export function pathMayMatch(path: string, filter: RunFilter): boolean {
  const id = idOfPath(path);
  if (id === null) return false;
  if (filter.service !== undefined && !path.startsWith(`${serviceFolder(filter.service)}/`)) return false;
  return filter.since === undefined || Date.parse(timeOfRunId(id) ?? '') >= Date.parse(filter.since);
}

export function runListing(files: readonly StoredText[], filter: RunFilter, note: string | null): RunListing {
  const runs: Run[] = [];
  const unread: UnreadFile[] = [];
  for (const { path, text } of files) {
    const parsed = parseRun(text);
    if (!parsed.ok) unread.push({ path, message: parsed.message });
    else if (parsed.value.id !== idOfPath(path)) unread.push({ path, message: `id: "${parsed.value.id}" is not what the file is called` });
    else if (matches(parsed.value, filter)) runs.push(parsed.value);
  }
  return { runs: runs.toSorted(byId), unread: unread.toSorted(byPath), note };
}

export function acceptanceListing(files: readonly StoredText[]): AcceptanceListing {
  const acceptances: Acceptance[] = [];
  const unread: UnreadFile[] = [];
  for (const { path, text } of files) {
    const parsed = parseAcceptance(text);
    if (parsed.ok) acceptances.push(parsed.value);
    else unread.push({ path, message: parsed.message });
  }
  return { acceptances: acceptances.toSorted(byId), unread: unread.toSorted(byPath) };
}

function matches(run: Run, filter: RunFilter): boolean {
  if (filter.service !== undefined && run.service !== filter.service) return false;
  if (filter.scenarioHash !== undefined && run.scenario.hash !== filter.scenarioHash) return false;
  return filter.branch === undefined || run.git?.branch === filter.branch;
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : Number(a.id > b.id);
}

function byPath(a: UnreadFile, b: UnreadFile): number {
  return a.path < b.path ? -1 : Number(a.path > b.path);
}
