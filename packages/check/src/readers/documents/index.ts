import type { Source, Unread } from '@plimsoll/contract';
import { mayBeDebtRegister, mayBeDecision, readDebtRegister, readDecision, supersessionOf } from '@plimsoll/decisions';
import type { DebtItem, DecisionRecord } from '@plimsoll/decisions';
import { mayBeSlo, readSloFile } from '@plimsoll/slo';
import type { ServiceLevelObjectives } from '@plimsoll/slo';
import type { FileIndex } from '../reader.ts';
import { notForProduction } from './purpose.ts';

export interface Documents {
  readonly slos: readonly ServiceLevelObjectives[];
  readonly decisions: readonly DecisionRecord[];
  readonly debts: readonly DebtItem[];
  readonly registers: readonly string[];
  readonly notForProduction: Source | null;
  readonly unread: readonly Unread[];
  readonly parsed: number;
}

/** Where the contract says that records and debt are kept. */
export interface Declared {
  readonly adr: string | null;
  readonly debt: string | null;
}

/** Copies of other projects and the fixtures of tests promise nothing for this repository. */
const notOurs = /^(examples?|samples?)\/|(^|\/)(vendor|third_party|testdata|fixtures?|__fixtures__|__tests__|node_modules|versioned_docs|website\/i18n)\//;

/** SLO files, decision records and the debt register, read by the packages that own those formats. */
export function readDocuments(files: FileIndex, declared: Declared = { adr: null, debt: null }): Documents {
  const slos: ServiceLevelObjectives[] = [];
  const decisions: DecisionRecord[] = [];
  const debts: DebtItem[] = [];
  const registers: string[] = [];
  const unread: Unread[] = [];
  let parsed = 0;
  for (const path of files.paths) {
    if (!/\.(ya?ml|md|mdx|json)$/i.test(path) || notOurs.test(path)) continue;
    const text = files.text(path);
    if (text === undefined) continue;
    const isDeclared = path === declared.debt;
    const register = isDeclared || mayBeDebtRegister(path) ? readDebtRegister(path, text, isDeclared) : null;
    if (register) {
      debts.push(...register.items);
      registers.push(path);
      unread.push(...register.unread);
      parsed++;
      continue;
    }
    const slo = mayBeSlo(path, text) ? readSloFile(path, text) : null;
    if (slo) {
      slos.push(...slo.slos);
      unread.push(...slo.unread);
      parsed++;
      continue;
    }
    const decision = mayBeDecision(path, text, declared.adr) ? readDecision(path, text, declared.adr) : null;
    if (decision) {
      decisions.push(decision);
      unread.push(...decision.unread);
      parsed++;
    }
  }
  unread.push(...supersessionOf(decisions.filter(({ template }) => !template)).notes);
  return { slos, decisions, debts, registers, notForProduction: notForProduction(files), unread, parsed };
}
