import { principleIds, principles } from '@plimsoll/contract';
import type { Finding } from '@plimsoll/contract';
import type { Line } from '../terminal/span.ts';
import { styled } from '../terminal/span.ts';
import { widthOf } from '../terminal/width.ts';
import { findingBlock } from './finding.ts';
import { findingList } from './finding-list.ts';
import type { Page } from './page.ts';
import { bySeverity, counted } from '../verdict/verdict.ts';
import { share } from './share.ts';

/** So many findings are shown in full per principle, no more of one rule than `fullOfRule`; then so many in a line each. */
const full = 10;
const fullOfRule = 3;
const short = 20;

/** What is broken, by principle, errors first. */
export function brokenSections(findings: readonly Finding[], page: Page): readonly Line[] {
  return [null, ...principleIds].flatMap((id) => {
    const own = findings.filter((finding) => finding.principle === id);
    if (own.length === 0) return [];
    return [...heading(id === null ? 'plimsoll.yml' : id, id === null ? 'what the contract states' : principles[id], counted(own.length, 'finding'), page), ...principleLines(own, page)];
  });
}

export function heading(lead: string, title: string, count: string, page: Page): readonly Line[] {
  const line = '─'.repeat(Math.max(2, Math.min(page.columns, 120) - widthOf(`── ${lead} ${title}  ${count} `)));
  return [[], [styled('quiet', '── '), styled('strong', `${lead} ${title}`), styled('quiet', ` ${line} ${count}`)], []];
}

function principleLines(findings: readonly Finding[], page: Page): readonly Line[] {
  const groups = [...Map.groupBy(findings.toSorted(bySeverity), (finding) => `${finding.severity} ${finding.rule}`).values()];
  const inFull = page.all
    ? groups.map((group) => group.length)
    : share(
        full,
        groups.map((group) => group.length),
        fullOfRule,
      );
  const inShort = page.all
    ? groups.map(() => 0)
    : share(
        short,
        groups.map((group, index) => group.length - (inFull[index] ?? 0)),
      );
  return groups.flatMap((group, index) => groupLines(group, inFull[index] ?? 0, inShort[index] ?? 0, page));
}

function groupLines(group: readonly Finding[], inFull: number, inShort: number, page: Page): readonly Line[] {
  const shown = group.slice(0, inFull).flatMap((finding, index): readonly Line[] => [...findingBlock(finding, page, group[index - 1]), []]);
  const rest = group.slice(inFull);
  const [first] = rest;
  if (!first) return shown;
  const left = rest.length - inShort;
  return [
    ...shown,
    ['  ', `${inFull > 0 ? `${rest.length} more` : counted(rest.length, first.severity)} of ${first.rule}${inShort > 0 ? '' : ' (--all shows them)'}`],
    ...findingList(rest.slice(0, inShort), group, page),
    ...(left > 0 && inShort > 0 ? [['    ', styled('quiet', `and ${left} more (--all shows them)`)]] : []),
    [],
  ];
}
