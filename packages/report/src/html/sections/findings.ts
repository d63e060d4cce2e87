import { principleIds, principles } from '@plimsoll/contract';
import { bySeverity, counted, openOf } from '../../verdict/verdict.ts';
import { findingDetails } from '../finding.ts';
import { html } from '../markup.ts';
import type { Page, Section } from '../page.ts';

/** With more findings than this a page of open ones cannot be read; then each opens by itself. */
const openMax = 40;

/** What is broken, by principle, errors first. */
export function findings(page: Page): Section | null {
  const { broken } = openOf(page.report);
  if (broken.length === 0) return null;
  const groups = [null, ...principleIds].flatMap((id) => {
    const own = broken.filter((finding) => finding.principle === id).toSorted(bySeverity);
    return own.length === 0 ? [] : [{ id, own }];
  });
  return {
    id: 'findings',
    title: 'Findings',
    count: broken.length,
    body: html`${groups.map(
      ({
        id,
        own,
      }) => html`<h3 id="${id ?? 'contract'}">${id === null ? 'plimsoll.yml: what the contract states' : `${id} ${principles[id]}`} <span class="count">${counted(own.length, 'finding')}</span></h3>
${own.map((finding) => findingDetails(finding, page, broken.length <= openMax))}`,
    )}`,
  };
}
