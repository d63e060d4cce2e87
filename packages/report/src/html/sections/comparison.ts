import { counted } from '../../verdict/verdict.ts';
import { html } from '../markup.ts';
import type { Page, Section } from '../page.ts';

/** What was known before, and what of it is gone. */
export function comparison({ report }: Page): Section | null {
  if (!report.comparison) return null;
  const { with: against, name, known, fixed } = report.comparison;
  return {
    id: 'comparison',
    title: 'Compared',
    count: null,
    body: html`<p>With ${against === 'baseline' ? 'the baseline' : 'revision'} <code>${name}</code>: ${counted(known, 'known finding')} left out, ${fixed.length === 0 ? 'none' : fixed.length} fixed.</p>
${fixed.length === 0 ? null : html`<ul class="plain">${fixed.map((entry) => html`<li><code>${entry.rule}</code> ${entry.subject}</li>\n`)}</ul>`}`,
  };
}
