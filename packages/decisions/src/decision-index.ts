import type { Stated } from '@plimsoll/contract';
import type { DecisionRecord } from './decision.ts';

/** The records of a repository: templates apart, superseded ones without a say. */
export interface DecisionIndex {
  readonly records: readonly DecisionRecord[]; // without templates
  readonly templates: readonly DecisionRecord[];
  readonly inForce: readonly DecisionRecord[]; // neither draft, rejected, deprecated nor superseded
  readonly byDebtId: ReadonlyMap<string, readonly DebtMention[]>;
}

export interface DebtMention {
  readonly record: DecisionRecord;
  readonly id: Stated<string>;
}

export function decisionIndex(files: readonly DecisionRecord[]): DecisionIndex {
  const records = files.filter(({ template }) => !template);
  const inForce = records.filter((record) => !isReplaced(record, records) && !['draft', 'rejected', 'deprecated', 'superseded'].includes(record.status ?? 'accepted'));
  const mentions = inForce.flatMap((record) => record.debtIds.map((id): DebtMention => ({ record, id })));
  return { records, templates: files.filter(({ template }) => template), inForce, byDebtId: Map.groupBy(mentions, ({ id }) => id.value) };
}

/** Some records only say what they supersede: "Supersedes 0003" takes the force of 0003, whatever that one says. */
function isReplaced(record: DecisionRecord, records: readonly DecisionRecord[]): boolean {
  const name = record.file.slice(record.file.lastIndexOf('/') + 1);
  return records.some(({ file, statusText }) => file !== record.file && statusText !== null && /\bsupersedes\b/i.test(statusText.value) && statusText.value.includes(name));
}
