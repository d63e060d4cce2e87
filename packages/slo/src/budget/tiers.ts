import { errorBudgetOf } from './budget.ts';

/** One burn-rate condition: it holds when both windows burn faster than the factor. */
export interface Tier {
  readonly severity: 'page' | 'ticket';
  readonly longMs: number;
  readonly shortMs: number;
  readonly factor: number;
}

export interface Tiers {
  readonly tiers: readonly Tier[];
  readonly dropped: readonly string[]; // tiers that cannot fire or say nothing, and why
}

export type TierTable = 'google' | 'waf++';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

interface Row {
  readonly severity: Tier['severity'];
  readonly longMs: number;
  readonly shortMs: number;
  readonly budgetShare: number; // spent when the long window has burnt at the factor
}

/** Site Reliability Workbook, chapter 5, table 5-8 (https://sre.google/workbook/alerting-on-slos/), with the tier of a day that Sloth adds. */
const google: readonly Row[] = [
  { severity: 'page', longMs: hourMs, shortMs: 5 * minuteMs, budgetShare: 0.02 },
  { severity: 'page', longMs: 6 * hourMs, shortMs: 30 * minuteMs, budgetShare: 0.05 },
  { severity: 'ticket', longMs: dayMs, shortMs: 2 * hourMs, budgetShare: 0.1 },
  { severity: 'ticket', longMs: 3 * dayMs, shortMs: 6 * hourMs, budgetShare: 0.1 },
];

/** The table of WAF++'s best practice: the same factors on longer windows, so it fires after 12, 20 and 30 % of the budget of 30 days. */
const wafPlusPlus: readonly Row[] = [
  { severity: 'page', longMs: 6 * hourMs, shortMs: hourMs, budgetShare: 0.12 },
  { severity: 'page', longMs: dayMs, shortMs: 6 * hourMs, budgetShare: 0.2 },
  { severity: 'ticket', longMs: 3 * dayMs, shortMs: dayMs, budgetShare: 0.3 },
];

/**
 * The conditions for one objective: factor = share of the budget × window / long window. A factor below 1 would fire at a burn that
 * the window allows, so it is raised to 1; a tier is dropped when its long window does not fit into the window, or when even a total
 * outage stays below it (factor × (1 - target) ≥ 1).
 */
export function tiersOf(target: number, windowMs: number, table: TierTable = 'google'): Tiers {
  const tiers: Tier[] = [];
  const dropped: string[] = [];
  const budget = errorBudgetOf(target);
  for (const { severity, longMs, shortMs, budgetShare } of table === 'google' ? google : wafPlusPlus) {
    const name = `the ${severity} over ${longMs / hourMs} h`;
    if (longMs >= windowMs) {
      dropped.push(`${name} is left out: the objective's window is ${Number((windowMs / hourMs).toPrecision(6))} h`);
      continue;
    }
    const factor = Math.max(1, Number(((budgetShare * windowMs) / longMs).toPrecision(12)));
    if (factor * budget >= 1) {
      const highest = Number((1 / budget).toPrecision(3));
      dropped.push(`${name} is left out: at ${percent(target)} a total outage burns ${highest} times as fast as allowed, and it would fire above ${Number(factor.toPrecision(4))}`);
      continue;
    }
    tiers.push({ severity, longMs, shortMs, factor });
  }
  return { tiers, dropped };
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(12))} %`;
}
