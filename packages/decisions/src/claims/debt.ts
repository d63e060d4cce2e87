import { parseDuration } from '@plimsoll/contract';
import type { DebtClaim, NoDebtClaim } from '../decision.ts';
import { debtIdsIn } from '../debt/debt-id.ts';
import { parseTargetDate } from '../debt/target-date.ts';
import { labelAt } from '../markdown/label.ts';
import type { Line } from '../markdown/outline.ts';
import { phraseOf, quantityAt, spanOf } from './phrase.ts';

const impact = /\+\s?(\d[\d.,]*\s?(?:ms|milliseconds?|seconds?|s))(?!\w)/i;
const none = /^\W*(?:none(?! of\b)|nothing|no (?:performance |known |new )?debt|n\/a|keine?(?= bekannt|(?: neuen?| weiteren?)? (?:leistungs|performance-?)?schuld|\W*$))/i;
const bullet = /^(\s*)(?:[-*+]|\d+[.)])\s+/;
const untold = /^\W*(?:tb[dca]|\{.*\}|\[.*\]|…|\.\.\.)?\W*$/i;

/** One claim per item of a list (or paragraph) below "Performance Debt Accepted" or "… Created". */
export function debtClaims(file: string, heading: string, lines: readonly Line[]): readonly (DebtClaim | NoDebtClaim)[] {
  const stage = debtStage(heading);
  return itemsOf(lines).flatMap((item): (DebtClaim | NoDebtClaim)[] => {
    const [first] = item;
    if (!first) return [];
    const phrase = phraseOf(file, first);
    const span = spanOf(phrase);
    if (untold.test(span.text)) return [];
    const id = debtIdsIn(file, item)[0] ?? null;
    if (!id && none.test(span.text)) return [{ kind: 'no-debt', stage, ...span }];
    const labels = item.flatMap((line) => labelAt(file, line) ?? []);
    const target = labels.find(({ name }) => /^(?:target|due|resolution|resolve|fix by|deadline|ziel)/.test(name));
    const inline = target
      ? null
      : /\b(?:target(?: resolution| date)?|due|resolved? by|until|by)\b:?\s+((?:end of )?(?:q[1-4]|h[12]|\d{4}|[a-z]+ \d{4}|\d).{0,40})/i.exec(
          item
            .map((line) => line.text)
            .join(' ')
            .slice(0, 1000),
        );
    const targetText = target?.value ?? inline?.[1] ?? null;
    const due = targetText === null ? null : parseTargetDate(targetText);
    const impactLine = item.find((line) => impact.test(line.text));
    const impactPhrase = impactLine && phraseOf(file, impactLine);
    const impactMatch = impactPhrase ? impact.exec(impactPhrase.text) : null;
    if (!bullet.test(first.text) && !id && !impactMatch && targetText === null) return []; // prose around the list
    return [
      {
        kind: 'debt',
        stage,
        id,
        title: span.text,
        impactMs: impactPhrase ? quantityAt(impactPhrase, impactMatch, impactMatch?.[1], parseDuration) : null,
        owner: labels.find(({ name }) => /^(?:owner|verantwortlich)/.test(name))?.value ?? null,
        due: due === null ? null : { value: due, source: target?.source ?? span.source },
        targetText,
        ...span,
      },
    ];
  });
}

export function debtStage(heading: string): 'created' | 'accepted' {
  return /accept|akzeptiert|angenommen|eingegangen|known|existing|bestehend/i.test(heading) ? 'accepted' : 'created';
}

/** Top-level list items with what is indented below them; without a list every paragraph is an item. */
function itemsOf(lines: readonly Line[]): readonly (readonly Line[])[] {
  const indents = lines.flatMap((line) => bullet.exec(line.text)?.[1]?.length ?? []);
  const top = indents.reduce((least, indent) => Math.min(least, indent), Infinity);
  const items: Line[][] = [];
  let afterBlank = true;
  for (const line of lines) {
    const blank = line.text.trim() === '';
    const indent = bullet.exec(line.text)?.[1]?.length;
    const starts = top === Infinity ? afterBlank && !blank : indent !== undefined && indent <= top;
    if (starts) items.push([line]);
    else if (!blank) items.at(-1)?.push(line);
    afterBlank = blank;
  }
  return items;
}
