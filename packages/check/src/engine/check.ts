import type { CheckReport, Source, Unread } from '@plimsoll/contract';
import { sloRules } from '@plimsoll/slo';
import { assemble } from '../assemble/index.ts';
import { environmentsOf } from '../assemble/environments.ts';
import type { System } from '../model/system.ts';
import type { FileIndex } from '../readers/reader.ts';
import { rules } from '../rules/registry.ts';
import { collect } from './collect.ts';
import type { Format, Progress, RunsLoader } from './collect.ts';
import { controlsOf } from './controls.ts';
import { decisionsReport } from './decisions.ts';
import { findingsOf } from './findings.ts';
import { ignoring } from './ignores.ts';
import type { IgnoreFile } from './ignores.ts';
import { judge } from './judge.ts';
import { summarise } from './principles.ts';
import { suppressions } from './suppressions.ts';

export interface CheckOptions {
  readonly today: string; // YYYY-MM-DD
  readonly version: string;
  readonly stats: { readonly files: number; readonly bytes: number };
  readonly unread?: readonly Unread[]; // what could not even be listed or decoded
  readonly now?: () => number; // milliseconds; injected so that reports can be compared
  readonly progress?: Progress;
  readonly ignores?: IgnoreFile | null; // .plimsoll/ignore.yml
  readonly runs?: RunsLoader; // the stored load-test runs that decisions name as their evidence
  readonly rules?: ReadonlySet<string>; // ids; default: all
  /** Which of the environments found are judged; default: all. What it throws ends the check. */
  readonly environments?: (found: readonly string[]) => readonly string[];
  /** Receives the systems that are judged, for those who draw what was judged. */
  readonly systems?: (judged: readonly System[]) => void;
}

export interface Analysis {
  readonly systems: readonly System[];
  readonly unread: readonly Unread[];
  readonly internalErrors: readonly string[];
  readonly parsed: number;
  readonly formats: readonly Format[];
}

/** Reads a repository and assembles one system for each of its environments. */
export async function analyse(files: FileIndex, today: string, progress?: Progress, runs?: RunsLoader): Promise<Analysis> {
  const { collected, unread, internalErrors, parsed, formats } = await collect(files, progress, runs);
  progress?.('assembling', 0, 1);
  const systems: System[] = [];
  const errors = [...internalErrors];
  for (const environment of environmentsOf(collected)) {
    try {
      systems.push(assemble(collected, environment, today));
    } catch (error) {
      errors.push(`assemble ${environment}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
  return { systems, unread, internalErrors: errors, parsed, formats };
}

/** Reads, assembles and judges: the whole of `plimsoll check` but for disk and terminal. */
export async function check(files: FileIndex, options: CheckOptions): Promise<CheckReport> {
  const now = options.now ?? (() => performance.now());
  const began = now();
  const analysis = await analyse(files, options.today, options.progress, options.runs);
  const found = analysis.systems.map((system) => system.environment);
  const environments = options.environments?.(found) ?? found;
  const chosen = rules.filter((rule) => options.rules?.has(rule.id) ?? true);
  const judgedSystems = analysis.systems.filter((system) => environments.includes(system.environment));
  options.systems?.(judgedSystems);
  const { judged, summaries, internalErrors } = judge(chosen, judgedSystems);
  const linesOf = lineReader(files);
  const lineAt = (source: Source): string => linesOf(source.file)[source.line - 1] ?? '';
  const comments = suppressions(options.today, linesOf);
  const ignores = ignoring(
    options.ignores ?? null,
    options.today,
    [...rules, ...sloRules].map((rule) => rule.id), // one file for both commands: an entry of the other is no mistake
    (analysis.systems[0]?.debts ?? []).flatMap(({ item }) => (item ? [{ id: item.id.value, closed: item.closed, due: item.due?.value ?? null }] : [])),
  );
  const findings = findingsOf(
    judged,
    environments,
    lineAt,
    (rule, location) => comments.of(rule, location),
    (rule, subject, location) => ignores.of(rule, subject, location),
  );
  // Of one environment only, an entry may match in another.
  const judgedRules = new Set(environments.length === found.length ? chosen.map((rule) => rule.id) : []);
  const notes = [...comments.notes(), ...ignores.notes(judgedRules)];
  // Said only where all of DP8 was judged: otherwise a claim would pass for kept that nobody looked at.
  const decisions = rules.every((rule) => !rule.id.startsWith('dp8/') || chosen.includes(rule)) ? decisionsReport(judgedSystems, findings, options.today) : undefined;
  const groups = new Set(chosen.map((rule) => rule.id.split('/')[0]?.toUpperCase()));
  return {
    schemaVersion: 1,
    tool: { name: 'plimsoll', version: options.version },
    today: options.today,
    environments,
    principles: summarise(summaries, findings).filter((principle) => groups.has(principle.id)),
    rules: summaries,
    controls: controlsOf(rules, summaries),
    comparison: null,
    ...(decisions ? { decisions } : {}),
    findings,
    unread: [...(options.unread ?? []), ...analysis.unread, ...notes].toSorted((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : (a.line ?? 0) - (b.line ?? 0))),
    internalErrors: [...analysis.internalErrors, ...internalErrors],
    stats: { ...options.stats, parsed: analysis.parsed, ms: Math.round(now() - began) },
  };
}

function lineReader(files: FileIndex): (file: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (file) => {
    const cached = known.get(file);
    if (cached) return cached;
    const lines = (files.text(file) ?? '').split(/\r?\n/);
    known.set(file, lines);
    return lines;
  };
}
