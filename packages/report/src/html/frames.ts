import type { Finding } from '@plimsoll/contract';
import { rowsByFile } from '../frame/rows.ts';
import type { Row } from '../frame/rows.ts';
import { slicedRow } from '../frame/slice.ts';
import type { LineOf } from '../frame/lines.ts';
import { placeOf } from '../plain/plain-finding.ts';
import { html } from './markup.ts';
import type { Html } from './markup.ts';

/** The lines that led to a finding, a figure for each file. */
export function frames(finding: Finding, lineOf: LineOf): readonly Html[] {
  return rowsByFile(finding).flatMap((rows) => {
    const head = rows.find((row) => row.main) ?? rows[0];
    return head ? [html`<figure><figcaption>${placeOf(head.source)}</figcaption><pre>${rows.map((row) => line(row, lineOf))}</pre></figure>\n`] : [];
  });
}

function line(row: Row, lineOf: LineOf): Html {
  const { before, mark, after, says } = slicedRow(row, lineOf);
  const code = row.main ? html`${before}<mark>${mark}</mark>${after}` : html`${before}${after}`;
  return html`<span class="line"><span class="n">${String(row.source.line)}</span>${code}${says === '' ? null : html`<span class="says">   ← ${says}</span>`}</span>`;
}
