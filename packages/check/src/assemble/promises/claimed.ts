import type { Contract } from '@plimsoll/contract/file';
import { agreementsOf, checkLimits, checkTargets, headroomOf, lastRunOf, meetsAll, requestsNeeded, resolveEvidence, sameName, supersessionOf } from '@plimsoll/decisions';
import type { DebtItem, Limit, PerformanceClaim, RunHistory } from '@plimsoll/decisions';
import type { Claimed, ClaimedResult, ClaimedTarget, Debt, JoinedDecision, JoinedSlo, ServiceHeadroom, Workload } from '../../model/system.ts';

interface Parts {
  readonly decisions: readonly JoinedDecision[];
  readonly debts: readonly Debt[];
  readonly slos: readonly JoinedSlo[];
  readonly runs: RunHistory | null;
  readonly contract: Contract | null;
}

/** Lays what decisions state beside stored runs, objectives and accepted debt. */
export function claimedOf(parts: Parts): Claimed {
  const records = parts.decisions.flatMap(({ decision }) => (decision.template ? [] : [decision]));
  return {
    results: parts.decisions.flatMap((decision) => resultsOf(decision, parts)),
    targets: parts.decisions.flatMap((decision) => targetsOf(decision, parts)),
    headrooms: parts.slos.flatMap((slo) => headroomsOf(slo, parts)),
    superseded: supersessionOf(records).links.map((link) => ({ id: `superseded:${link.earlier.file}:${link.later.file}`, link })),
    evidenceAgeMax: parts.contract?.decisions?.evidenceAge ?? null,
  };
}

function resultsOf({ decision, claims }: JoinedDecision, { slos, runs }: Parts): readonly ClaimedResult[] {
  const performance = claims.flatMap(({ claim, workload, joins }) => (claim.kind === 'performance' ? [{ claim, workload, joins }] : []));
  const targets = performance.flatMap(({ claim }) => (claim.phase === 'design-target' ? [claim] : []));
  return performance
    .filter(({ claim }) => claim.phase === 'load-test-result')
    .map(({ claim, workload, joins }): ClaimedResult => {
      const resolution = resolveEvidence(claim, runs);
      const run = resolution.kind === 'run' ? resolution.run : null;
      const checks = checkTargets(claim, targets, run);
      return {
        id: `result:${decision.file}:${claim.source.line}:${claim.quantile ?? 'rate'}`,
        decision,
        claim,
        resolution,
        run,
        agreements: run ? agreementsOf(claim, run) : [],
        targets: checks,
        met: meetsAll(checks),
        requestsNeeded: claim.quantile === null ? null : requestsNeeded(claim.quantile),
        services: workload ? namesOf(workload, slos) : onlyPromised(slos),
        joins,
      };
    });
}

function targetsOf({ decision, claims }: JoinedDecision, { slos }: Parts): readonly ClaimedTarget[] {
  return claims.flatMap(({ claim, workload, joins }): ClaimedTarget[] => {
    if (claim.kind !== 'performance' || claim.phase !== 'design-target') return [];
    const own = workload ? slos.filter((slo) => slo.workload?.id === workload.id) : onlyPromised(slos).length > 0 ? slos : [];
    const checks = checkLimits(
      claim,
      own.flatMap((slo) => limitsOf(slo)),
    );
    return checks.length === 0 ? [] : [{ id: targetId(decision.file, claim), decision, claim, checks, joins: [...joins, ...own.flatMap((slo) => slo.joins)] }];
  });
}

function targetId(file: string, claim: PerformanceClaim): string {
  return `target:${file}:${claim.source.line}:${claim.quantile ?? 'rate'}`;
}

/** Objectives without endpoints of their own are about the whole service, as decisions are. */
function limitsOf({ slo }: JoinedSlo): readonly Limit[] {
  return slo.objectives.flatMap((objective): Limit[] => {
    if (objective.kind === 'latency') return objective.quantile !== null && objective.thresholdMs ? [{ of: 'latency', quantile: objective.quantile, value: objective.thresholdMs }] : [];
    if (objective.kind === 'throughput') return objective.targetRate ? [{ of: 'rate', value: objective.targetRate }] : [];
    if (objective.kind !== 'availability' || !objective.target) return [];
    return [{ of: 'errors', value: { value: Number((1 - objective.target.value).toPrecision(12)), source: objective.target.source } }];
  });
}

/** By how much the accepted debt of a service may still grow. A debt belongs to the services it names, else to those of its decision. */
function headroomsOf(joined: JoinedSlo, parts: Parts): readonly ServiceHeadroom[] {
  const { slo, workload } = joined;
  const names = [...(slo.service ? [slo.service.value] : []), ...(workload ? namesOf(workload, parts.slos) : [])];
  if (names.length === 0) return [];
  const debts = parts.debts.flatMap(({ item }) => (item && !item.closed && belongs(item, names, workload, parts.decisions) ? [item] : []));
  if (!debts.some(({ impactMs, measured }) => (measured?.impactMs ?? impactMs) !== null)) return [];
  const run = parts.runs
    ? lastRunOf(
        parts.runs.runs.filter(({ isAncestor }) => isAncestor !== false),
        names,
      )
    : null;
  return limitsOf(joined).flatMap((limit): ServiceHeadroom[] =>
    limit.of === 'latency' ? [{ id: `headroom:${names[0]}:${limit.quantile}`, service: names[0] ?? '', limit: limit.value, run, headroom: headroomOf(limit, run, debts), debts }] : [],
  );
}

function belongs(item: DebtItem, names: readonly string[], workload: Workload | null, decisions: readonly JoinedDecision[]): boolean {
  if (item.services.length > 0) return item.services.some(({ value }) => names.some((name) => sameName(name, value)));
  if (!workload) return false;
  return decisions.some(({ decision, claims }) => decision.debtIds.some(({ value }) => value === item.id.value) && claims.some((claim) => claim.workload?.id === workload.id));
}

/** Where nothing is deployed here, a single service that promises something is the one that decisions are about. */
function onlyPromised(slos: readonly JoinedSlo[]): readonly string[] {
  const names = [...new Set(slos.flatMap(({ slo }) => slo.service?.value ?? []))];
  return names.length === 1 && slos.every(({ slo, workload }) => slo.service && !workload?.units.some(({ local }) => !local)) ? names : [];
}

function namesOf(workload: Workload, slos: readonly JoinedSlo[]): readonly string[] {
  const promised = slos.flatMap(({ slo, workload: own }) => (own?.id === workload.id && slo.service ? [slo.service.value] : []));
  const folders = workload.codeRoots.map((root) => root.slice(root.lastIndexOf('/') + 1)).filter((name) => name !== '');
  return [...new Set([...promised, workload.name, ...workload.units.map(({ name }) => name), ...folders])];
}
