import type { Finding } from '@plimsoll/contract';
import { environmentsOf, missingOf, placeOf, whereOf } from '../plain/plain-finding.ts';
import { likeJoins, sayJoins } from '../text/joins.ts';
import { sayAlso } from '../verdict/also.ts';
import { counted } from '../verdict/verdict.ts';
import { frames } from './frames.ts';
import { html } from './markup.ts';
import type { Html } from './markup.ts';
import type { Page } from './page.ts';

const shownPlaces = 50;
const signs = { error: '✗', warning: '!', info: 'i' } as const;

/** A finding: what is, in the line that is always seen; what led there and what to do, inside. */
export function findingDetails(finding: Finding, page: Page, open: boolean): Html {
  const state =
    finding.state === 'undecided' ? html`<span class="state undecided">? undecided</span>` : html`<span class="state ${finding.severity}">${signs[finding.severity]} ${finding.severity}</span>`;
  const where = [whereOf(finding), finding.rule, environmentsOf(finding, page.report)].filter((part) => part !== '').join(' · ');
  return html`<details id="f-${finding.fingerprint}"${open ? html` open` : null}>
<summary>${state} ${finding.message} <span class="where">${where}</span></summary>
<div class="inside">
${frames(finding, page.lineOf)}${places(finding)}<dl>${missingOf(finding).map((missing) => html`<dt>Missing</dt><dd>${missing}</dd>`)}${likeJoins(finding.joins).map((group) => html`<dt>Joined</dt><dd>${sayJoins(group, true)}</dd>`)}${finding.help === '' ? null : html`<dt>Help</dt><dd>${finding.help}</dd>`}${(finding.also ?? []).map((also) => html`<dt>Also</dt><dd>${sayAlso(also)}</dd>`)}<dt>Fingerprint</dt><dd><code>${finding.fingerprint}</code></dd></dl>
</div>
</details>
`;
}

function places(finding: Finding): Html | null {
  if (finding.places.length === 0) return null;
  const rest = finding.places.length - shownPlaces;
  return html`<p>and in ${counted(finding.places.length, 'more place')}:</p>
<ul class="plain">${finding.places.slice(0, shownPlaces).map((place) => html`<li><code>${placeOf(place)}</code></li>`)}${rest > 0 ? html`<li>and ${rest} more</li>` : null}</ul>
`;
}
