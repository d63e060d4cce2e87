import type { Before } from './decide.ts';
import type { ChangeClass } from './policy.ts';
import type { DeployVerdict } from './verdict.ts';

/** One decision about one service, as a line of the audit log. */
export interface AuditRecord {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: string; readonly version: string };
  readonly decidedAt: string; // ISO 8601 in UTC, by the clock of whoever decided
  readonly at: string; // the moment that the budgets are of
  readonly today: string; // YYYY-MM-DD; exemptions are judged by it
  readonly service: string;
  readonly environment: string | null;
  readonly verdict: DeployVerdict;
  readonly budgetVerdict: DeployVerdict;
  readonly exitCode: number;
  readonly advisory: boolean;
  readonly change: ChangeClass;
  readonly evidence: readonly string[];
  readonly objectives: readonly AuditedObjective[];
  readonly exemption: { readonly file: string; readonly line: number; readonly reason: string; readonly approver: string; readonly until: string } | null;
  readonly inputs: string; // sha256 of everything that was decided on
  readonly recording: { readonly file: string; readonly sha256: string } | null;
  readonly by: string | null;
  readonly commit: string | null;
}

export interface AuditedObjective {
  readonly name: string;
  readonly verdict: DeployVerdict;
  readonly cause: string;
  readonly remaining: number | null; // of what counts for the decision
  readonly remainingRaw: number | null; // of all events
  readonly frozen: boolean;
  readonly measured: boolean;
}

const textMax = 2000; // of one text, so that a line stays far below what a system appends in one piece

/** A line of the log. Texts are cut, so that its length is bounded by the number of objectives. */
export function auditLine(record: AuditRecord): string {
  return `${JSON.stringify(record, (_, value: unknown) => (typeof value === 'string' && value.length > textMax ? `${value.slice(0, textMax).toWellFormed()}…` : value))}\n`;
}

export interface AuditLog {
  readonly records: readonly AuditRecord[];
  readonly damaged: number; // lines that are no records
}

/** The records of a log. A line that is none is counted and passed by. */
export function readAuditLog(text: string): AuditLog {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const records = lines.flatMap((line) => recordIn(line) ?? []);
  return { records, damaged: lines.length - records.length };
}

/** What a log says of a service in an environment before a moment. */
export function earlierIn(records: readonly AuditRecord[], about: { readonly service: string; readonly environment: string | null; readonly beforeMs: number }): Before {
  const frozen = new Map<string, boolean>();
  const measured = new Set<string>();
  let lastMs = -Infinity;
  for (const record of records) {
    const ms = Date.parse(record.at);
    // Lines stand in the order of writing; what was replayed later is about an earlier moment.
    if (record.service !== about.service || record.environment !== about.environment || !(ms < about.beforeMs) || ms < lastMs) continue;
    lastMs = ms;
    for (const objective of record.objectives) {
      frozen.set(objective.name, objective.frozen);
      if (objective.measured) measured.add(objective.name);
    }
  }
  return { frozen: [...frozen].flatMap(([name, is]) => (is ? [name] : [])), measured: [...measured] };
}

function recordIn(line: string): AuditRecord | null {
  try {
    const value = JSON.parse(line) as Partial<AuditRecord> | null;
    const whole = typeof value === 'object' && value !== null && value.schemaVersion === 1 && typeof value.service === 'string' && typeof value.at === 'string' && Array.isArray(value.objectives);
    const objectives: readonly unknown[] = whole ? (value.objectives ?? []) : [];
    const good = objectives.every((each) => typeof each === 'object' && each !== null && 'name' in each && typeof each.name === 'string' && 'frozen' in each && typeof each.frozen === 'boolean');
    return whole && good ? ({ environment: null, ...value } as AuditRecord) : null;
  } catch {
    return null;
  }
}
