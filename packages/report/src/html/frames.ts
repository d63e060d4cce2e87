import type { Finding } from '@plimsoll/contract';
import { isSaidBy, rowsByFile } from '../frame/rows.ts';
import type { Row } from '../frame/rows.ts';
import type { LineOf } from '../frame/lines.ts';
import { placeOf } from '../plain/plain-finding.ts';
import { html } from './markup.ts';
import type { Html } from './markup.ts';

const before = 160;
const after = 400;

/** The lines that led to a finding, a figure for each file. */
export function frames(finding: Finding, lineOf: LineOf): readonly Html[] {
  return rowsByFile(finding).flatMap((rows) => {
    const head = rows.find((row) => row.main) ?? rows[0];
    return head ? [html`<figure><figcaption>${placeOf(head.source)}</figcaption><pre>${rows.map((row) => line(row, lineOf))}</pre></figure>\n`] : [];
  });
}

/** Of a line that is longer than a page is wide, what stands around the mark. */
function line({ source, main, says }: Row, lineOf: LineOf): Html {
  const raw = lineOf(source.file, source.line)?.trimEnd() ?? '';
  const start = Math.min(source.column - 1, raw.length);
  const end = source.endLine > source.line ? raw.length : Math.max(start, Math.min(source.endColumn - 1, raw.length));
  const from = Math.max(0, start - before);
  const to = Math.min(raw.length, Math.max(end, start + after), start + after);
  const cut = Math.min(end, to);
  const label = says.filter((phrase) => !isSaidBy(raw.slice(0, 5000), phrase)).join('; ');
  const code = main
    ? html`${from > 0 ? '…' : ''}${raw.slice(from, start)}<mark>${raw.slice(start, cut)}</mark>${raw.slice(cut, to)}${to < raw.length ? '…' : ''}`
    : html`${from > 0 ? '…' : ''}${raw.slice(from, to)}${to < raw.length ? '…' : ''}`;
  return html`<span class="line"><span class="n">${String(source.line)}</span>${code}${label === '' ? null : html`<span class="says">   ← ${label}</span>`}</span>`;
}
