import type { CheckReport, Finding } from '@plimsoll/contract';
import { isSaidBy, rowsByFile } from '../frame/rows.ts';
import type { LineOf } from '../frame/lines.ts';
import { environmentsOf, placeOf } from '../plain/plain-finding.ts';
import { likeJoins, sayJoins } from '../text/joins.ts';
import { sayAlso } from '../verdict/also.ts';
import { counted } from '../verdict/verdict.ts';
import { code, fenced, prose } from './escape.ts';

const shownPlaces = 5;
const lineMax = 160;

/** `✗ error`: the severity in a word, so that nothing hangs on a colour. */
export function markOf(finding: Finding): string {
  if (finding.state === 'undecided') return '? undecided';
  return { error: '✗ error', warning: '! warning', info: 'i info' }[finding.severity];
}

/** A finding with the lines that led there. */
export function findingBlock(finding: Finding, report: CheckReport, lineOf: LineOf): readonly string[] {
  const where = environmentsOf(finding, report);
  const places = finding.places.slice(0, shownPlaces);
  const rest = finding.places.length - places.length;
  const joins = likeJoins(finding.joins).map((group) => `- joined: ${prose(sayJoins(group, false))}`);
  return [
    `#### ${markOf(finding)} · ${finding.rule}${where === '' ? '' : ` · ${prose(where)}`}`,
    '',
    prose(finding.message),
    '',
    ...rowsByFile(finding).flatMap((rows) => {
      const head = rows.find((row) => row.main) ?? rows[0];
      return head ? [code(placeOf(head.source)), ...fenced(rows.map((row) => shownLine(row, lineOf))), ''] : [];
    }),
    ...(places.length > 0 ? [`and in ${counted(finding.places.length, 'more place')}: ${places.map((place) => code(placeOf(place))).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`, ''] : []),
    ...(joins.length > 0 ? [...joins, ''] : []),
    ...(finding.help === '' ? [] : [`**Help:** ${prose(finding.help)}`, '']),
    ...(finding.also ?? []).flatMap((also) => [`**Also** ${prose(sayAlso(also))}`, '']),
  ];
}

function shownLine({ source, says, main }: ReturnType<typeof rowsByFile>[number][number], lineOf: LineOf): string {
  const raw = lineOf(source.file, source.line)?.trimEnd() ?? '';
  const start = Math.max(0, Math.min(source.column - 1 - lineMax / 2, raw.length - lineMax));
  const text = `${start > 0 ? '…' : ''}${raw.slice(start, start + lineMax).replaceAll('\t', '    ')}${start + lineMax < raw.length ? '…' : ''}`;
  const label = says.filter((phrase) => !isSaidBy(raw, phrase)).join('; ');
  return `${main ? '>' : ' '} ${String(source.line).padStart(4)} │ ${text}${label === '' ? '' : `   ← ${label}`}`;
}
