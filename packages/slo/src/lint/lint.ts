import { createHash } from 'node:crypto';
import { compareSources } from '@plimsoll/contract';
import type { CheckReport, Finding, RuleSummary, Unread } from '@plimsoll/contract';
import type { SloFile } from '../read/index.ts';
import type { MetricNames } from '../rules/index.ts';
import { sloRules } from './rules/registry.ts';
import type { SloFault, SloRule } from './rule.ts';
import { subjectOf } from './rule.ts';

export interface LintedFile {
  readonly path: string;
  readonly text: string;
  readonly file: SloFile;
}

export interface LintOptions {
  readonly today: string; // YYYY-MM-DD
  readonly version: string;
  readonly names?: MetricNames;
  readonly ms?: number; // how long reading took
  readonly filesSeen?: number;
}

/** Holds SLO files against the rules of `plimsoll slo lint`, as a report that every reporter of `check` prints. */
export function lintSlos(files: readonly LintedFile[], options: LintOptions): CheckReport {
  const drafts: Draft[] = [];
  const rules = sloRules.map((rule) => judged(rule, files, options, drafts));
  const findings = withFingerprints(drafts, files);
  const count = (part: 'broken' | 'kept'): number => rules.reduce((sum, rule) => sum + rule[part], 0);
  const broken = count('broken');
  const status = findings.some(({ severity }) => severity !== 'info') ? 'broken' : count('kept') > 0 ? 'kept' : 'not-applicable';
  return {
    schemaVersion: 1,
    tool: { name: 'plimsoll', version: options.version },
    today: options.today,
    environments: ['default'],
    principles: [{ id: 'DP5', status, broken, kept: count('kept'), undecided: 0 }],
    rules,
    controls: [],
    comparison: null,
    findings,
    unread: files.flatMap((each) => (each.file.slos.length === 0 ? each.file.unread : pagesOf(each))),
    internalErrors: [],
    stats: { files: options.filesSeen ?? files.length, bytes: files.reduce((sum, { text }) => sum + text.length, 0), parsed: files.length, ms: options.ms ?? 0 },
  };
}

interface Draft extends SloFault {
  readonly rule: SloRule;
  readonly subject: string;
}

function judged(rule: SloRule, files: readonly LintedFile[], { today, names = 'otel' }: LintOptions, drafts: Draft[]): RuleSummary {
  const before = drafts.length;
  let kept = 0;
  for (const { file } of files) {
    for (const [index, slo] of file.slos.entries()) {
      if (slo.kind === 'document') continue;
      for (const { subject, broken } of rule.judge({ slo, problems: index === 0 ? file.problems : [], today, names })) {
        if (broken) drafts.push({ rule, subject, ...broken });
        else kept++;
      }
    }
  }
  return { rule: rule.id, broken: drafts.length - before, kept, undecided: 0, undecidedByCause: { 'outside-the-repository': 0, 'no-value-given': 0, 'not-supported-yet': 0 } };
}

/** Prose promises something, too, but nothing that can be held. */
function pagesOf({ file }: LintedFile): readonly Unread[] {
  return file.slos.flatMap((slo) =>
    slo.kind === 'document' ? [{ file: slo.file, line: slo.source.line, message: `${subjectOf(slo)} is a page; its objectives were not judged: write them as a file (plimsoll slo init)` }] : [],
  );
}

function withFingerprints(drafts: readonly Draft[], files: readonly LintedFile[]): readonly Finding[] {
  const lines = new Map(files.map(({ path, text }) => [path, text.split('\n')]));
  const seen = new Map<string, number>();
  return drafts
    .toSorted((a, b) => compareSources(a.at, b.at))
    .map(({ rule, subject, at, message, help, evidence = [] }) => {
      const line = lines.get(at.file)?.[at.line - 1]?.trim() ?? '';
      const key = [rule.id, subject, line].join('\n');
      const ordinal = seen.get(key) ?? 0;
      seen.set(key, ordinal + 1);
      return {
        rule: rule.id,
        principle: 'DP5',
        severity: rule.severity,
        state: 'broken',
        subject,
        environments: ['default'],
        message,
        help,
        location: at,
        places: [],
        evidence,
        joins: [],
        undecidedBy: [],
        fingerprint: createHash('sha256').update(`${key}\n${ordinal}`).digest('hex').slice(0, 16),
        suppressed: null,
      };
    });
}
