import { html } from '../markup.ts';
import type { Page, Section } from '../page.ts';

/** What was read, when and with what. */
export function about({ report }: Page): Section {
  const { stats, environments, tool, today } = report;
  return {
    id: 'about',
    title: 'About this report',
    count: null,
    body: html`<dl class="about">
<dt>Judged by</dt><dd>${today}</dd>
<dt>Environments</dt><dd>${environments.join(', ')}</dd>
<dt>Read</dt><dd>${stats.files} files with ${(stats.bytes / 1_000_000).toFixed(1)} MB, of which ${stats.parsed} were parsed, in ${stats.ms} ms</dd>
<dt>Made by</dt><dd>Plimsoll ${tool.version}</dd>
</dl>`,
  };
}
