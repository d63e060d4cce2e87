import type { ClaimEntry, ClaimState, DebtEntry, DebtState, DecisionEntry, DecisionsReport, Finding } from '@plimsoll/contract';
import type { ClaimCheck, Debt, JoinedDecision, System } from '../model/system.ts';

/** What the report shows of decisions and debts; undefined where neither is recorded. Verdicts come from the findings, which are the same everywhere. */
export function decisionsReport(systems: readonly System[], findings: readonly Finding[], today: string): DecisionsReport | undefined {
  const system = systems.find(({ environment }) => environment === 'prod') ?? systems[0];
  if (!system) return undefined;
  const records = system.decisions.filter(({ decision }) => !decision.template);
  if (records.length === 0 && system.debts.length === 0) return undefined;
  const byLine = findingsByLine(findings);
  const debts = system.debts.map((debt) => debtEntry(debt, today));
  return {
    decisions: records.map((joined) => decisionEntry(joined, system, byLine, debts)),
    debts,
    headrooms: system.claimed.headrooms.map(({ service, run, headroom }) => ({
      service,
      quantile: headroom.quantile,
      limitMs: headroom.limitMs,
      measuredMs: headroom.measuredMs,
      acceptedMs: headroom.acceptedMs,
      leftMs: headroom.leftMs,
      fits: headroom.fits,
      run: run?.id ?? null,
    })),
  };
}

type ByLine = ReadonlyMap<string, readonly Finding[]>;

function findingsByLine(findings: readonly Finding[]): ByLine {
  const places = findings.flatMap((finding) =>
    finding.principle === 'DP8' && !finding.suppressed ? [finding.location, ...finding.places].flatMap((source) => (source ? [{ source, finding }] : [])) : [],
  );
  return new Map([...Map.groupBy(places, ({ source }) => `${source.file}:${source.line}`)].map(([key, group]) => [key, group.map(({ finding }) => finding)]));
}

function decisionEntry({ decision, claims }: JoinedDecision, { claimed }: System, byLine: ByLine, debts: readonly DebtEntry[]): DecisionEntry {
  return {
    file: decision.file,
    line: decision.source.line,
    number: decision.number,
    title: decision.title,
    status: decision.status,
    date: decision.date?.value ?? null,
    bearsOnPerformance: decision.bearsOnPerformance.yes,
    hasPerformanceSection: decision.performanceSection !== null,
    supersededBy: claimed.superseded.find(({ link }) => link.earlier.file === decision.file)?.link.later.file ?? null,
    claims: perLine(claims.map((check) => claimEntry(check, claimed, byLine, debts))),
    debts: [...new Set(decision.debtIds.map(({ value }) => value))],
  };
}

function claimEntry({ claim, workload }: ClaimCheck, claimed: System['claimed'], byLine: ByLine, debts: readonly DebtEntry[]): ClaimEntry {
  const { file, line } = claim.source;
  const evidence = claim.kind === 'performance' ? claim.evidence : null;
  const lines = [line, ...(evidence && evidence.source.line !== line ? [evidence.source.line] : [])];
  const own = lines.flatMap((each) => byLine.get(`${file}:${each}`) ?? []);
  const result = claimed.results.find((entry) => entry.claim === claim);
  const debt = claim.kind === 'debt' && claim.id ? debts.find(({ id }) => id === claim.id?.value) : undefined;
  const isHeld =
    (result !== undefined && (result.run !== null || result.met !== null)) ||
    claimed.targets.some((entry) => entry.claim === claim) ||
    ((claim.kind === 'instances' || claim.kind === 'scaling-signal') && workload !== null);
  const worst: ClaimState | undefined = own.some(({ state }) => state === 'broken') ? 'broken' : own.length > 0 ? 'undecided' : undefined;
  return {
    kind: claim.kind,
    text: claim.text.trim().slice(0, 300),
    line,
    state: worst ?? (debt ? stateOfDebtClaim[debt.state] : isHeld ? 'kept' : 'stated'),
    rules: [...new Set(own.map(({ rule }) => rule))],
    run: result?.run?.id ?? null,
  };
}

/** Several percentiles of one line are one claim to a reader: the worst of them. */
function perLine(entries: readonly ClaimEntry[]): readonly ClaimEntry[] {
  const order: readonly ClaimState[] = ['broken', 'undecided', 'kept', 'stated'];
  const lines = Map.groupBy(entries, ({ line, kind }) => `${line} ${kind}`);
  return [...lines.values()].flatMap((group) => group.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state)).slice(0, 1));
}

const stateOfDebtClaim: Readonly<Record<DebtState, ClaimState>> = { open: 'kept', closed: 'kept', overdue: 'broken', unregistered: 'broken', undated: 'undecided' };

function debtEntry({ item, id, mentionedAt }: Debt, today: string): DebtEntry {
  const state: DebtState = !item ? 'unregistered' : item.closed ? 'closed' : !item.due ? 'undated' : item.due.value < today ? 'overdue' : 'open';
  const measuredMs = item?.measured?.impactMs ?? null;
  return {
    id: item?.id.value ?? mentionedAt[0]?.value ?? id,
    title: item?.title ?? '',
    state,
    file: item?.source.file ?? null,
    line: item?.source.line ?? null,
    owner: item?.owner?.value ?? null,
    priority: item?.priority ?? null,
    impact: item?.impact ?? null,
    impactMs: measuredMs ?? item?.impactMs ?? null,
    isMeasured: measuredMs !== null,
    services: item?.services.map(({ value }) => value) ?? [],
    created: item?.accepted?.value ?? null,
    reviewed: item?.reviewed?.value ?? null,
    target: item?.targetText ?? null,
    due: item?.due?.value ?? null,
    extensions: item?.extensions.length ?? 0,
    decisions: [...new Set(mentionedAt.map(({ source }) => source.file))],
  };
}
