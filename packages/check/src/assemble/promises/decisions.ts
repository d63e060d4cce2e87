import { folderOf } from '@plimsoll/contract';
import type { Source, Stated } from '@plimsoll/contract';
import { supersessionOf } from '@plimsoll/decisions';
import type { DebtItem, DecisionRecord } from '@plimsoll/decisions';
import type { Debt, JoinedDecision, JoinedSlo, Workload } from '../../model/system.ts';
import { normalName } from '../path.ts';

/** Decisions that hold, with their claims joined to the workload they name. A superseded or rejected decision claims nothing. */
export function joinDecisions(decisions: readonly DecisionRecord[], workloads: readonly Workload[], slos: readonly JoinedSlo[] = []): readonly JoinedDecision[] {
  const inForce = new Set(holding(decisions));
  return decisions.map((decision) => {
    const named = workloadOf(decision, workloads, slos);
    const holds = inForce.has(decision);
    return {
      id: `decision:${decision.file}`,
      decision,
      claims: holds
        ? decision.claims.map((claim) => ({
            id: `claim:${decision.file}:${claim.source.line}:${claim.kind}`,
            claim,
            workload: named?.workload ?? null,
            joins: named ? [{ from: decision.file, to: named.workload.name, why: named.why, sure: named.sure }] : [],
          }))
        : [],
    };
  });
}

/** A decision that is replaced, also where only its successor says so, no longer holds; neither does a template. */
function holding(decisions: readonly DecisionRecord[]): readonly DecisionRecord[] {
  const records = decisions.filter(({ template }) => !template);
  const supersession = supersessionOf(records);
  return records.filter((record) => supersession.replacing(record) === null && record.status !== 'superseded' && record.status !== 'rejected' && record.status !== 'deprecated');
}

/** A title may call a workload by its own name or as its SLO file does. */
function workloadOf(decision: DecisionRecord, workloads: readonly Workload[], slos: readonly JoinedSlo[]) {
  const deployed = workloads.filter((workload) => workload.units.some((unit) => !unit.local));
  const title = ` ${normalName(decision.title).replaceAll('-', ' ')} `;
  const names = (workload: Workload): readonly string[] => [workload.name, ...slos.flatMap(({ slo, workload: own }) => (own?.id === workload.id && slo.service ? [slo.service.value] : []))];
  const inTitle = deployed.flatMap((workload) => {
    const name = names(workload).find((each) => title.includes(` ${normalName(each).replaceAll('-', ' ')} `));
    return name === undefined ? [] : [{ workload, name }];
  });
  const only = inTitle[0];
  if (inTitle.length === 1 && only) return { workload: only.workload, why: `its title names ${only.name}`, sure: 'likely' as const };
  const serving = deployed.filter((workload) => workload.profiles.includes('sync-api'));
  const service = serving[0];
  return serving.length === 1 && service ? { workload: service, why: 'the only deployed service', sure: 'assumed' as const } : null;
}

/** Where a reader of the decisions begins: the page beside them that lists them, else the first of them. */
export function decisionIndexOf(decisions: readonly DecisionRecord[], paths: readonly string[]): Source | null {
  const folders = new Set(decisions.map(({ file }) => folderOf(file)));
  const pages = paths.filter((path) => /(^|\/)(readme|index)\.md$/i.test(path));
  const page = pages.find((path) => folders.has(folderOf(path))) ?? pages.find((path) => [...folders].some((folder) => folder.startsWith(`${folderOf(path)}/`) && folderOf(path) !== ''));
  return page ? { file: page, line: 1, column: 1, endLine: 1, endColumn: 2 } : (decisions[0]?.source ?? null);
}

/** Every debt that a register holds or a decision in force names. */
export function debtsOf(items: readonly DebtItem[], decisions: readonly DecisionRecord[], registers: readonly string[]): readonly Debt[] {
  const mentions = new Map<string, Stated<string>[]>();
  for (const decision of holding(decisions)) {
    for (const mention of decision.debtIds) {
      const known = mentions.get(mention.value);
      if (known) known.push(mention);
      else mentions.set(mention.value, [mention]);
    }
  }
  const registered = items.map((item): Debt => ({ id: `debt:${item.id.value}`, item, mentionedAt: mentions.get(item.id.value) ?? [], registers }));
  const known = new Set(items.map((item) => item.id.value));
  const missing = [...mentions].filter(([id]) => !known.has(id)).map(([id, mentionedAt]): Debt => ({ id: `debt:${id}`, item: null, mentionedAt, registers }));
  return [...registered, ...missing];
}
