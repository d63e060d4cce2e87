import type { Stated } from '@plimsoll/contract';
import type { DecisionRecord } from './decision.ts';
import { supersessionOf } from './supersession.ts';
import type { Supersession } from './supersession.ts';

/** The records of a repository: templates apart, superseded ones without a say. */
export interface DecisionIndex {
  readonly records: readonly DecisionRecord[]; // without templates
  readonly templates: readonly DecisionRecord[];
  readonly inForce: readonly DecisionRecord[]; // neither draft, rejected, deprecated nor superseded
  readonly supersession: Supersession;
  readonly byDebtId: ReadonlyMap<string, readonly DebtMention[]>;
}

export interface DebtMention {
  readonly record: DecisionRecord;
  readonly id: Stated<string>;
}

/** Some records only say what they supersede: "Supersedes 0003" takes the force of 0003, whatever that one says. */
export function decisionIndex(files: readonly DecisionRecord[]): DecisionIndex {
  const records = files.filter(({ template }) => !template);
  const supersession = supersessionOf(records);
  const inForce = records.filter((record) => supersession.replacing(record) === null && !['draft', 'rejected', 'deprecated', 'superseded'].includes(record.status ?? 'accepted'));
  const mentions = inForce.flatMap((record) => record.debtIds.map((id): DebtMention => ({ record, id })));
  return { records, templates: files.filter(({ template }) => template), inForce, supersession, byDebtId: Map.groupBy(mentions, ({ id }) => id.value) };
}
