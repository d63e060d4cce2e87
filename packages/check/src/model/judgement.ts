import type { Evidence, JoinNote, Severity, Source, UndecidedBy } from '@plimsoll/contract';
import { evidenceOf, undecidedBy } from './evidence.ts';
import type { Known, Unknown } from './known.ts';
import type { Broken, Kept, Together, Undecided } from './rule.ts';

interface Shown {
  readonly at: Source | null;
  readonly message: string;
  readonly help: string;
  readonly because?: readonly (Known<unknown> | null | undefined)[]; // values whose lines led here
  readonly evidence?: readonly Evidence[]; // further lines
  readonly joins?: readonly JoinNote[];
}

export function kept(...because: readonly (Known<unknown> | null | undefined)[]): Kept {
  return { state: 'kept', evidence: evidenceOf(...because) };
}

export function keptBy(evidence: readonly Evidence[]): Kept {
  return { state: 'kept', evidence };
}

export function broken(shown: Shown & { readonly severity?: Severity; readonly places?: readonly Source[]; readonly together?: Together }): Broken {
  return {
    state: 'broken',
    at: shown.at,
    message: shown.message,
    help: shown.help,
    evidence: linesOf(shown),
    joins: shown.joins ?? [],
    ...(shown.severity ? { severity: shown.severity } : {}),
    ...(shown.places ? { places: shown.places } : {}),
    ...(shown.together ? { together: shown.together } : {}),
  };
}

export function undecided(
  shown: Shown & { readonly unknowns?: readonly Unknown[]; readonly missing?: readonly UndecidedBy[]; readonly breaksWhen?: string; readonly places?: readonly Source[]; readonly together?: Together },
): Undecided {
  return {
    state: 'undecided',
    at: shown.at,
    message: shown.message,
    help: shown.help,
    undecidedBy: [...undecidedBy(shown.unknowns ?? [], shown.breaksWhen ?? null), ...(shown.missing ?? [])],
    evidence: linesOf(shown),
    joins: shown.joins ?? [],
    ...(shown.places ? { places: shown.places } : {}),
    ...(shown.together ? { together: shown.together } : {}),
  };
}

/** An evidence line from a source and a phrase. */
export function line(source: Source, says: string): Evidence {
  return { file: source.file, line: source.line, column: source.column, endLine: source.endLine, endColumn: source.endColumn, says };
}

export function lower(severity: Severity, steps: number): Severity {
  const order: readonly Severity[] = ['error', 'warning', 'info'];
  return order[Math.min(order.length - 1, order.indexOf(severity) + steps)] ?? 'info';
}

function linesOf(shown: Shown): readonly Evidence[] {
  const lines = [...evidenceOf(...(shown.because ?? [])), ...(shown.evidence ?? [])];
  const seen = new Set<string>();
  return lines.filter((entry) => {
    const key = `${entry.file}:${entry.line}:${entry.column}`;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}
