import type { PerformanceClaim } from '../decision.ts';
import type { MeasuredRun, RunHistory } from './measured-run.ts';

/** What the evidence of a claim leads to. */
export type Resolution =
  | { readonly kind: 'run'; readonly run: MeasuredRun }
  | { readonly kind: 'not-given' }
  | { readonly kind: 'no-reference'; readonly written: string } // words, but no id and no hash
  | { readonly kind: 'no-history' } // nothing to look in
  | { readonly kind: 'not-found'; readonly place: string }
  | { readonly kind: 'ambiguous'; readonly ids: readonly string[] }; // a short hash of several

const runId = /^\d{8}T\d{6}Z-[0-9a-f]{6,32}$/;

/** By id, or by the first eight or more digits of its hash. */
export function resolveEvidence({ evidence }: Pick<PerformanceClaim, 'evidence'>, history: RunHistory | null): Resolution {
  if (!evidence) return { kind: 'not-given' };
  const hash = /^sha256:([0-9a-f]{8,64})$/.exec(evidence.value)?.[1];
  if (hash === undefined && !runId.test(evidence.value)) return { kind: 'no-reference', written: evidence.value };
  if (history === null) return { kind: 'no-history' };
  const found = history.runs.filter((run) => (hash === undefined ? run.id === evidence.value : run.hash.startsWith(hash)));
  const [run, ...others] = found;
  if (!run) return { kind: 'not-found', place: history.place };
  return others.length > 0 ? { kind: 'ambiguous', ids: found.map(({ id }) => id) } : { kind: 'run', run };
}
