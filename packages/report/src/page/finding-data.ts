import type { CheckReport, Finding } from '@plimsoll/contract';
import type { FindingData, FrameData } from '@plimsoll/page';
import type { LineOf } from '../frame/lines.ts';
import { rowsByFile } from '../frame/rows.ts';
import { slicedRow } from '../frame/slice.ts';
import { environmentsOf, missingOf, placeOf, whereOf } from '../plain/plain-finding.ts';
import { safe } from '../terminal/safe.ts';
import { sayAlso } from '../verdict/also.ts';
import { likeJoins, sayJoins } from '../text/joins.ts';

const placesMost = 50; // of one finding
const textMost = 4000; // of one text: a message quotes names, and a name may be as long as somebody likes

/** A finding as the script of the page shows it. */
export function findingData(finding: Finding, report: Pick<CheckReport, 'environments'>, parts: readonly string[], lineOf: LineOf): FindingData {
  const { suppressed } = finding;
  const places = finding.places.slice(0, placesMost).map((place) => shown(placeOf(place)));
  return {
    id: finding.fingerprint,
    rule: finding.rule,
    principle: finding.principle,
    level: finding.severity,
    state: suppressed ? 'suppressed' : finding.state,
    message: shown(finding.message),
    where: shown(whereOf(finding)),
    environments: shown(environmentsOf(finding, report)),
    parts,
    help: shown(finding.help),
    also: (finding.also ?? []).map((also) => shown(sayAlso(also))),
    suppressed: suppressed ? shown(`${suppressed.reason}${suppressed.until === null ? '' : ` (until ${suppressed.until})`}`) : '',
    missing: missingOf(finding).map(shown),
    joins: likeJoins(finding.joins).map((group) => shown(sayJoins(group, true))),
    places,
    morePlaces: finding.places.length - places.length,
    frames: rowsByFile(finding).map((rows): FrameData => {
      const head = rows.find(({ main }) => main) ?? rows[0];
      const lines = rows.map((row) => {
        const { before, mark, after, says } = slicedRow(row, lineOf);
        return { number: row.source.line, before: code(before), mark: code(mark), after: code(after), says: shown(says) };
      });
      return { place: head ? shown(placeOf(head.source)) : '', lines };
    }),
    framesLeftOut: false,
  };
}

function shown(text: string): string {
  return safe(text.length > textMost ? `${text.slice(0, textMost)}…` : text);
}

/** Tabs stay tabs in code. */
function code(text: string): string {
  return text.split('\t').map(safe).join('\t');
}
