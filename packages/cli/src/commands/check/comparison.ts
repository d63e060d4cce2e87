import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { baselineText, check, knownOf, readBaseline, sinceRevision, withBaseline } from '@plimsoll/check';
import type { CheckOptions } from '@plimsoll/check';
import type { CheckReport, KnownFinding, Unread } from '@plimsoll/contract';
import type { RevisionFiles } from '../../git/revision-files.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { UsageError } from '../../usage-error.ts';
import { writeTo } from '../../outputs.ts';

/** What a report is compared with: `--baseline`, `--write-baseline`, `--since`. */
export interface Compared {
  readonly baseline: string | undefined;
  readonly writeBaseline: string | undefined;
  readonly since: string | undefined;
}

/** Wrong combinations are named before anything is read. */
export function refuseMixed({ baseline, writeBaseline, since }: Compared, isPart: boolean): void {
  if (since !== undefined && (baseline ?? writeBaseline) !== undefined) throw new UsageError('--since and a baseline both say what is known; use one of them');
  if (writeBaseline !== undefined && isPart) throw new UsageError('a baseline is written of the whole; leave out --principle, --rule and --env with --write-baseline');
}

/** Reads the baseline before the check, so that a wrong file is told at once. */
export function knownIn(baseline: string | undefined, cwd: string): readonly KnownFinding[] | null {
  if (baseline === undefined) return null;
  let text: string;
  try {
    text = readFileSync(resolve(cwd, baseline), 'utf8').replace(/^\ufeff/, '');
  } catch (error) {
    throw new UsageError(`--baseline ${baseline} cannot be read: ${error instanceof Error ? error.message : String(error)}; plimsoll check --write-baseline ${baseline} writes it`);
  }
  const read = readBaseline(text);
  if (!read.ok) throw new UsageError(`--baseline ${baseline} ${read.message}`);
  return read.findings;
}

export interface ComparedReport {
  readonly report: CheckReport;
  readonly keep: () => void; // writes the baseline, once the report is shown
}

/**
 * With a baseline, what stands in it is known; written anew beside it, it keeps only what is still found and takes nothing in. Without
 * one, everything found now is written, and known from then on.
 */
export function comparedWithBaseline(report: CheckReport, known: readonly KnownFinding[] | null, { baseline, writeBaseline }: Compared, complete: boolean, terminal: Terminal): ComparedReport {
  const compared = known && baseline !== undefined ? withBaseline(report, { name: baseline, findings: known, complete }) : report;
  if (writeBaseline === undefined) return { report: compared, keep: () => {} };
  if (report.internalErrors.length > 0) {
    return { report: compared, keep: () => terminal.err(`plimsoll: ${writeBaseline} was not written: Plimsoll has a bug here, so findings may be missing\n`) };
  }
  const kept = known ? knownOf(compared.findings.filter((finding) => finding.suppressed?.kind === 'baseline')) : knownOf(report.findings);
  return {
    report: known ? compared : withBaseline(report, { name: writeBaseline, findings: kept, complete }),
    keep: () => {
      writeTo(resolve(terminal.cwd, writeBaseline), writeBaseline, baselineText(kept));
      terminal.err(`plimsoll: ${writeBaseline} now holds ${kept.length} known finding${kept.length === 1 ? '' : 's'}\n`);
    },
  };
}

/** Judges the tree of a revision as well, and keeps of the report what is new. */
export async function comparedWithRevision(report: CheckReport, paths: readonly string[], files: RevisionFiles, revision: string, options: CheckOptions): Promise<CheckReport> {
  const { environments: chosen, ...rest } = options;
  const earlier = await check(files, {
    ...rest,
    ignores: files.ignores,
    unread: [],
    // An environment that is new has no findings of before.
    ...(chosen ? { environments: (found: readonly string[]) => found.filter((name) => report.environments.includes(name)) } : {}),
  });
  const open = earlier.findings.filter((finding) => !finding.suppressed);
  const compared = sinceRevision(report, { name: revision, findings: knownOf(open), complete: true });
  const present = files.submodules.filter((file) => paths.some((path) => path.startsWith(`${file}/`)));
  const submodules = present.map((file): Unread => ({ file, line: null, message: `is a submodule: what it held at ${revision} is not in this repository, so its findings count as new` }));
  return { ...compared, unread: [...compared.unread, ...submodules], internalErrors: [...compared.internalErrors, ...earlier.internalErrors.map((error) => `at ${revision}: ${error}`)] };
}
