import type { ClaimEntry, DebtEntry, DecisionEntry, DecisionsReport, HeadroomEntry } from '@plimsoll/contract';

/** `decisions` of the schema, in its order and with nothing else. */
export function decisionsJson({ decisions, debts, headrooms }: DecisionsReport): unknown {
  return { decisions: decisions.map(decisionJson), debts: debts.map(debtJson), headrooms: headrooms.map(headroomJson) };
}

function decisionJson({ file, line, number, title, status, date, bearsOnPerformance, hasPerformanceSection, supersededBy, claims, debts }: DecisionEntry): unknown {
  return { file, line, number, title, status, date, bearsOnPerformance, hasPerformanceSection, supersededBy, claims: claims.map(claimJson), debts };
}

function claimJson({ kind, text, line, state, rules, run }: ClaimEntry): unknown {
  return { kind, text, line, state, rules, run };
}

function debtJson({ id, title, state, file, line, owner, priority, impact, impactMs, isMeasured, services, created, reviewed, target, due, extensions, decisions }: DebtEntry): unknown {
  return { id, title, state, file, line, owner, priority, impact, impactMs, isMeasured, services, created, reviewed, target, due, extensions, decisions };
}

function headroomJson({ service, quantile, limitMs, measuredMs, acceptedMs, leftMs, fits, run }: HeadroomEntry): unknown {
  return { service, quantile, limitMs, measuredMs, acceptedMs, leftMs, fits, run };
}
