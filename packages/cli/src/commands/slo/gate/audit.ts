import { userInfo } from 'node:os';
import { env } from 'node:process';
import { auditLine } from '@plimsoll/slo';
import type { AuditRecord, BudgetReport, Decision, GateOutcome } from '@plimsoll/slo';
import { GitError, gitLine } from '../../../git/git.ts';
import type { ReadBudgets } from '../status/source.ts';

export interface AuditContext {
  readonly report: BudgetReport;
  readonly gate: GateOutcome;
  readonly kept: ReadBudgets['kept'];
  readonly decidedAt: Date;
  readonly directory: string;
}

/** A line for each service. */
export function auditLines(context: AuditContext): string {
  const who = { by: nameOf(), commit: commitIn(context.directory) };
  return context.report.decisions.map((decision) => auditLine({ ...recordOf(decision, context), ...who })).join('');
}

function recordOf(decision: Decision, { report, gate, kept, decidedAt }: AuditContext): Omit<AuditRecord, 'by' | 'commit'> {
  const { exemption } = decision;
  return {
    schemaVersion: 1,
    tool: report.tool,
    decidedAt: decidedAt.toISOString(),
    at: report.at,
    today: report.today,
    service: decision.service,
    environment: report.environment,
    verdict: decision.verdict,
    budgetVerdict: decision.budgetVerdict,
    exitCode: gate.exitCode,
    advisory: gate.advisory,
    change: gate.change.change,
    evidence: gate.change.evidence,
    objectives: decision.objectives.map(({ name, verdict, cause, considered, status, frozen }) => ({
      name,
      verdict,
      cause,
      remaining: finite(considered.budget?.remaining),
      remainingRaw: finite(status.budget?.remaining),
      frozen,
      measured: status.snapshot.data === 'measured',
    })),
    exemption: exemption && {
      file: exemption.source?.file ?? '',
      line: exemption.source?.line ?? 0,
      reason: exemption.reason,
      approver: exemption.approver,
      until: exemption.until,
    },
    inputs: gate.inputs,
    recording: kept,
  };
}

function finite(share: number | undefined): number | null {
  return share !== undefined && Number.isFinite(share) ? share : null;
}

/** Whom the job names (GITHUB_ACTOR, GITLAB_USER_LOGIN), else who is signed in here. */
function nameOf(): string | null {
  const named = env['GITHUB_ACTOR'] ?? env['GITLAB_USER_LOGIN'];
  if (named !== undefined && named !== '') return named;
  try {
    return userInfo().username;
  } catch {
    return null; // a user that the machine has no name for, as in some containers
  }
}

/** The commit that is deployed: GITHUB_SHA, CI_COMMIT_SHA, else what is checked out. */
function commitIn(directory: string): string | null {
  const named = env['GITHUB_SHA'] ?? env['CI_COMMIT_SHA'];
  if (named !== undefined && /^[0-9a-f]{40,64}$/.test(named)) return named;
  try {
    return gitLine(directory, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
  } catch (error) {
    if (error instanceof GitError) return null;
    throw error;
  }
}
