import type { CheckReport, Source, Unread } from '@plimsoll/contract';
import { assemble } from '../assemble/index.ts';
import { environmentsOf } from '../assemble/environments.ts';
import type { System } from '../model/system.ts';
import type { FileIndex } from '../readers/reader.ts';
import { rules } from '../rules/registry.ts';
import { collect } from './collect.ts';
import type { Progress } from './collect.ts';
import { controlsOf } from './controls.ts';
import { findingsOf } from './findings.ts';
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
}

export interface Analysis {
  readonly systems: readonly System[];
  readonly unread: readonly Unread[];
  readonly internalErrors: readonly string[];
  readonly parsed: number;
}

/** Reads a repository and assembles one system for each of its environments. */
export async function analyse(files: FileIndex, today: string, progress?: Progress): Promise<Analysis> {
  const { collected, unread, internalErrors, parsed } = await collect(files, progress);
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
  return { systems, unread, internalErrors: errors, parsed };
}

/** Reads, assembles and judges: the whole of `plimsoll check` but for disk and terminal. */
export async function check(files: FileIndex, options: CheckOptions): Promise<CheckReport> {
  const now = options.now ?? (() => performance.now());
  const began = now();
  const analysis = await analyse(files, options.today, options.progress);
  const environments = analysis.systems.map((system) => system.environment);
  const { judged, summaries, internalErrors } = judge(rules, analysis.systems);
  const linesOf = lineReader(files);
  const lineAt = (source: Source): string => linesOf(source.file)[source.line - 1] ?? '';
  const comments = suppressions(options.today, linesOf);
  const findings = findingsOf(judged, environments, lineAt, (rule, location) => comments.of(rule, location));
  return {
    schemaVersion: 1,
    tool: { name: 'plimsoll', version: options.version },
    today: options.today,
    environments,
    principles: summarise(summaries, findings),
    rules: summaries,
    controls: controlsOf(rules, summaries),
    comparison: null,
    findings,
    unread: [...(options.unread ?? []), ...analysis.unread, ...comments.notes()].toSorted((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : (a.line ?? 0) - (b.line ?? 0))),
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
