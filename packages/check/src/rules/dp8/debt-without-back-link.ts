import { broken, keptBy, line } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import type { Debt } from '../../model/system.ts';

export const debtWithoutBackLink: Rule<Debt> = {
  id: 'dp8/debt-without-back-link',
  severity: 'warning', // the debt is on record; only the way back to its reason is missing
  summary: 'A debt in the register names the decision that accepted it.',
  controls: ['WAF-PERF-100'],
  needs: ['decision'],

  subjects: (system) => system.debts.filter(({ item, mentionedAt }) => item !== null && mentionedAt.length > 0),

  judge({ item, mentionedAt }) {
    if (!item) throw new Error('subjects are registered');
    const files = [...new Set(mentionedAt.map(({ source }) => source.file))];
    const mentions = mentionedAt.slice(0, 4).map(({ source, value }) => line(source, value));
    const { adr } = item;
    if (adr && files.some((file) => names(adr.value, file))) return keptBy([line(adr.source, adr.value), ...mentions]);
    return broken({
      at: adr?.source ?? item.source,
      message: adr
        ? `${item.id.value} names ${adr.value.slice(0, 120)} as its decision, but ${files[0] ?? ''} accepts it`
        : `${item.id.value} is accepted in ${files[0] ?? ''}, and its entry does not say so`,
      help: `Add \`adr: ${files[0] ?? ''}\` to the entry.`,
      evidence: mentions,
    });
  },
};

/** By path, by name of file, or by number: `ADR-7` is `docs/adr/0007-charts.md`. */
function names(written: string, file: string): boolean {
  const base = file.slice(file.lastIndexOf('/') + 1);
  const number = /^(?:adr[-_ ]?)?0*(\d{1,5})(?=[-_.])/i.exec(base)?.[1];
  return written.includes(base.replace(/\.\w+$/, '')) || (number !== undefined && new RegExp(`(?<![\\w/.-])(?:ADR[-_ #]*)?0*${number}(?![\\w.-]*\\w)`, 'i').test(written));
}
