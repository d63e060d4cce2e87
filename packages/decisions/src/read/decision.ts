import type { Stated, Unread } from '@plimsoll/contract';
import { debtStage } from '../claims/debt.ts';
import { claimsIn, isDebtHeading } from '../claims/index.ts';
import { debtIdsIn } from '../debt/debt-id.ts';
import type { Claim, DebtSection, DecisionRecord, DecisionSection, PerformanceSection, Relevance } from '../decision.ts';
import type { Outline, OutlineSection } from '../markdown/outline.ts';
import { branchOf, outlineOf, textOfLines } from '../markdown/outline.ts';
import { partOf, performanceIn } from './headings.ts';
import { metadataOf } from './metadata.ts';
import type { Metadata } from './metadata.ts';
import { inDecisionFolder, isIndexPage, isNumbered, isPage, isTemplateName, numberOf } from './place.ts';
import { relevanceOf } from './relevance.ts';

/** A cheap look before reading: a page in a folder of decisions, numbered like a record, or with a heading "Decision". */
export function mayBeDecision(path: string, text: string, folder: string | null = null): boolean {
  return isPage(path) && !isIndexPage(path) && (inDecisionFolder(path, folder) || isNumbered(path) || /\badrs?\b/i.test(path) || /^#+\s*(?:\d+\.\s*)?Decision/m.test(text.slice(0, 20_000)));
}

/** Reads an architecture decision record (Nygard, MADR, log4brains and their kin); null when the page is none. `folder`: the contract names it. Never throws. */
export function readDecision(file: string, text: string, folder: string | null = null): DecisionRecord | null {
  if (!mayBeDecision(file, text, folder)) return null;
  const outline = named(outlineOf(file, text));
  const metadata = metadataOf(outline);
  if (!isRecord(outline, metadata, folder)) return null;

  const template = isTemplate(outline);
  const branch = performanceBranch(outline);
  const claimed = [...branch, ...outline.sections.filter((section) => !branch.includes(section) && /performance debt|leistungsschuld/i.test(section.heading))];
  const notes: Unread[] = [];
  const claims = template ? [] : claimsIn(file, claimed, notes);
  const { aboutPerformance, ...said } = metadata;
  const everyLine = [...outline.preamble, ...outline.sections.flatMap((section) => section.lines)];
  return {
    file,
    source: outline.title?.source ?? { file, line: 1, column: 1, endLine: 1, endColumn: 1 },
    title: (outline.title?.value ?? '')
      .replace(/^(?:ADR[-_ #]*)?\d{1,5}[.:)]?\s+(?:[-–—:]\s*)?/i, '')
      .replace(/^(?:ADR|Architect(?:ure|ural) Decision(?: Record)?):\s*/i, '')
      .trim(),
    number: numberOf(file, outline.title?.value ?? ''),
    ...said,
    sections: outline.sections.map(sectionOf),
    template,
    performanceSection: performanceSectionOf(branch),
    performanceHeadings: outline.sections.flatMap((section): Stated<string>[] =>
      branch.includes(section) || performanceIn(section.heading) === null ? [] : [{ value: section.heading, source: section.source }],
    ),
    debtSections: template ? [] : claimed.filter(({ heading }) => isDebtHeading(heading)).map((section) => debtSectionOf(section, outline.sections, claims)),
    bearsOnPerformance: template ? { yes: false, stated: false, because: [] } : bearing(outline, aboutPerformance),
    claims,
    debtIds: template ? [] : debtIdsIn(file, everyLine),
    unread: [...outline.unread, ...notes],
  };
}

/** A record without a title is called as its file is. */
function named(outline: Outline): Outline {
  if (outline.title) return outline;
  const stem = outline.file
    .slice(outline.file.lastIndexOf('/') + 1)
    .replace(/\.\w+$/, '')
    .replace(/^(?:\d{4}-\d{2}(?:-\d{2})?|\d+)[-_ ]+/, '');
  return { ...outline, title: { value: stem.replace(/[-_]+/g, ' '), source: { file: outline.file, line: 1, column: 1, endLine: 1, endColumn: 1 } } };
}

/** In a folder of decisions one typical part is enough; elsewhere the page needs the whole shape. */
function isRecord(outline: Outline, { statusText }: Metadata, folder: string | null): boolean {
  const parts = new Set(outline.sections.map(({ heading }) => partOf(heading)).filter((part) => part !== null));
  if (statusText) parts.add('status');
  const placed = inDecisionFolder(outline.file, folder) || /^adr\b/i.test(outline.title?.value ?? '');
  if (placed) return parts.size >= 1 && (parts.size >= 2 || parts.has('decision') || isNumbered(outline.file));
  return parts.has('decision') && parts.has('status') && (parts.has('context') || parts.has('consequences')) && (isNumbered(outline.file) || parts.size >= 4);
}

function isTemplate(outline: Outline): boolean {
  const title = outline.title?.value ?? '';
  if (isTemplateName(outline.file) || /^[{[<].*[}\]>]$|\btemplate$|^(?:adr[-_ ]?)?(?:n{2,4}|x{2,4}|number)\b|\{.*\}|\[short title/i.test(title)) return true;
  const lines = outline.sections.flatMap((section) => section.lines).filter((line) => line.text.trim() !== '');
  const blanks = lines.filter((line) => /^\s*(?:[-*+]\s+|\d+[.)]\s+)?(?:\{[^}]+\}|\[[^\]]+\](?![(:[])|<[^>/]+>|…|\.\.\.)\s*$/.test(line.text));
  return blanks.length >= 3 && blanks.length * 2 >= lines.length;
}

/** The section about performance with everything below it: the highest one, and of those the first. */
function performanceBranch({ sections }: Outline): readonly OutlineSection[] {
  const candidates = sections.filter(({ heading }) => performanceIn(heading) === 'section' && !/\bdebt\b/i.test(heading));
  const [top] = candidates.toSorted((a, b) => a.level - b.level);
  return top ? branchOf(sections, top) : [];
}

function performanceSectionOf(branch: readonly OutlineSection[]): PerformanceSection | null {
  const [top, ...below] = branch;
  if (!top) return null;
  return { heading: top.heading, source: top.source, subsections: below.map(sectionOf), empty: branch.every(({ lines }) => textOfLines(lines) === '') };
}

function sectionOf({ heading, level, source, lines }: OutlineSection): DecisionSection {
  return { heading, level, source, text: textOfLines(lines) };
}

/** What the author says wins over what the words seem to say. */
function bearing(outline: Outline, said: Metadata['aboutPerformance']): Relevance {
  return said ? { yes: said.value, stated: true, because: said.value ? [{ term: 'performance, as its author says', source: said.source }] : [] } : relevanceOf(outline);
}

function debtSectionOf(section: OutlineSection, sections: readonly OutlineSection[], claims: readonly Claim[]): DebtSection {
  const { heading, source } = section;
  const next = sections[sections.indexOf(section) + 1]?.source.line ?? Infinity;
  const entries = claims.filter((claim) => (claim.kind === 'debt' || claim.kind === 'no-debt') && claim.source.line > source.line && claim.source.line < next);
  return { heading, source, stage: debtStage(heading), entries: entries.length };
}
