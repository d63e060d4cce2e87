import { html } from '../markup.ts';
import type { Page, Section } from '../page.ts';

const shownOfMessage = 20;

/** What could not be read, so that nobody takes silence for approval. */
export function unread({ report }: Page): Section | null {
  if (report.unread.length === 0) return null;
  const groups = [...Map.groupBy(report.unread, (entry) => entry.message)];
  return {
    id: 'unread',
    title: 'Unread',
    count: report.unread.length,
    body: html`<p class="quiet">What could not be understood; nothing was judged by it.</p>
<ul class="plain">
${groups.map(([message, entries]) => {
  const places = entries.slice(0, shownOfMessage).map((entry, index) => html`${index > 0 ? ', ' : ''}<code>${entry.line === null ? entry.file : `${entry.file}:${entry.line}`}</code>`);
  return html`<li>${places}${entries.length > shownOfMessage ? ` and ${entries.length - shownOfMessage} more` : ''}: ${message}</li>\n`;
})}</ul>`,
  };
}

/** A reader or rule that threw is a fault of Plimsoll; nobody else can mend it. */
export function bugs({ report }: Page): Section | null {
  if (report.internalErrors.length === 0) return null;
  return {
    id: 'bugs',
    title: 'Bugs in Plimsoll',
    count: report.internalErrors.length,
    body: html`<p>Plimsoll ${report.tool.version} failed here; your repository is not at fault. All else is judged and reported. Please report this with the text below.</p>
${report.internalErrors.map((error) => html`<pre>${error}</pre>\n`)}`,
  };
}
