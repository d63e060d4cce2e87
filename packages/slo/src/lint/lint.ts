import { createHash } from 'node:crypto';
import { compareSources } from '@plimsoll/contract';
import type { CheckReport, Finding, RuleSummary, UndecidedBy, Unread } from '@plimsoll/contract';
import type { LiveFacts } from '../live/index.ts';
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
  readonly live?: LiveFacts | null; // what a Prometheus holds of their metrics, see `readFacts`
  readonly ms?: number; // how long reading took
  readonly filesSeen?: number;
}

/** Holds SLO files against the rules of `plimsoll slo lint`, as a report that every reporter of `check` prints. */
export function lintSlos(files: readonly LintedFile[], options: LintOptions): CheckReport {
  const drafts: Draft[] = [];
  const rules = sloRules.map((rule) => judged(rule, files, options, drafts));
  const findings = withFingerprints(drafts, files);
  const count = (part: 'broken' | 'kept' | 'undecided'): number => rules.reduce((sum, rule) => sum + rule[part], 0);
  const broken = count('broken');
  const status = findings.some(({ state, severity }) => state === 'broken' && severity !== 'info') ? 'broken' : count('undecided') > 0 ? 'undecided' : count('kept') > 0 ? 'kept' : 'not-applicable';
  return {
    schemaVersion: 1,
    tool: { name: 'plimsoll', version: options.version },
    today: options.today,
    environments: ['default'],
    principles: [{ id: 'DP5', status, broken, kept: count('kept'), undecided: count('undecided') }],
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
  readonly undecidedBy: readonly UndecidedBy[]; // none: broken
}

const outside = 'outside-the-repository';

function judged(rule: SloRule, files: readonly LintedFile[], { today, names = 'otel', live = null }: LintOptions, drafts: Draft[]): RuleSummary {
  let [broken, kept, undecided] = [0, 0, 0];
  for (const { file } of files) {
    for (const [index, slo] of file.slos.entries()) {
      if (slo.kind === 'document') continue;
      for (const judgement of rule.judge({ slo, problems: index === 0 ? file.problems : [], today, names, live })) {
        const { subject } = judgement;
        if (judgement.undecided) {
          const { at, message, missing, breaksWhen } = judgement.undecided;
          drafts.push({ rule, subject, at, message, help: missing, undecidedBy: [{ cause: outside, missing, breaksWhen }] });
          undecided++;
        } else if (judgement.broken) {
          drafts.push({ rule, subject, ...judgement.broken, undecidedBy: [] });
          broken++;
        } else kept++;
      }
    }
  }
  return { rule: rule.id, broken, kept, undecided, undecidedByCause: { [outside]: undecided, 'no-value-given': 0, 'not-supported-yet': 0 } };
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
    .map(({ rule, subject, at, message, help, evidence = [], undecidedBy }) => {
      const line = lines.get(at.file)?.[at.line - 1]?.trim() ?? '';
      const key = [rule.id, subject, line].join('\n');
      const ordinal = seen.get(key) ?? 0;
      seen.set(key, ordinal + 1);
      return {
        rule: rule.id,
        principle: 'DP5',
        severity: rule.severity,
        state: undecidedBy.length > 0 ? 'undecided' : 'broken',
        subject,
        environments: ['default'],
        message,
        help,
        location: at,
        places: [],
        evidence,
        joins: [],
        undecidedBy,
        fingerprint: createHash('sha256').update(`${key}\n${ordinal}`).digest('hex').slice(0, 16),
        suppressed: null,
      };
    });
}
