import type { CurveObjective, Curves } from '@plimsoll/contract';
import { html } from '../../html/markup.ts';
import type { Html } from '../../html/markup.ts';
import { safe } from '../../terminal/safe.ts';
import { heldOf, latencies, sayMs, sayShare, whyNot } from './held.ts';
import type { Held } from './held.ts';
import { kindOf, loadChart } from './load-chart.ts';

/** Systems under the same load: how much each carries, in a sentence, a chart for each latency that is promised, and the numbers. */
export function measuredCurves(curves: Curves): Html {
  const { systems, objective, load, command, notes } = curves;
  const held = heldOf(systems);
  const promised = latencies.filter((latency) => objective[latency] !== null);
  const drawn = promised.length > 0 ? promised : latencies.filter((latency) => latency === 'p95Ms');
  return html`<p>${story(held, load.arrivals)}</p>
<ul class="key">${systems.map(({ name }, index) => html`<li><span class="${kindOf(index)}"></span>${safe(name)}</li>`)}<li><span class="fails"></span>does not hold the objective</li></ul>
<div class="charts">${drawn.map((latency) => loadChart(curves, latency))}</div>
<div class="scroll" tabindex="0" role="region" aria-label="Highest load"><table>
<thead><tr><th scope="col">System</th><th scope="col" class="number">Holds up to</th>${latencies.map((latency) => html`<th scope="col" class="number">P${latency.slice(1, -2)} there</th>`)}<th scope="col" class="why">What gives way above</th></tr></thead>
<tbody>
${held.map((each) => row(each, curves))}</tbody>
</table></div>
<p class="quiet">Objective: ${sayObjective(objective)}. ${provenance(curves)}${command === null ? null : html` Measured by <code>${safe(command)}</code>.`}</p>
${notes.length === 0 ? null : html`<ul class="plain quiet">${notes.map((note) => html`<li>${safe(note)}</li>`)}</ul>\n`}${points(curves)}`;
}

function row({ name, perSecond, at, fails }: Held, { objective }: Curves): Html {
  const numbers = latencies.map((latency) => {
    const value = at?.[latency] ?? null;
    return html`<td class="number">${value === null ? '–' : sayMs(value)}</td>`;
  });
  return html`<tr><th scope="row">${safe(name)}</th><td class="number"><b>${perSecond === null ? 'no load' : `${perSecond}/s`}</b></td>${numbers}<td class="why">${fails === null ? 'was not loaded further' : `at ${fails.arrivalsPerSecond}/s: ${whyNot(fails, objective)}`}</td></tr>
`;
}

/** With two systems, what the second carries of the first: that is what they were measured for. */
function story(held: readonly Held[], arrivals: string): Html {
  const [first, last] = [held[0], held.at(-1)];
  if (!first || !last) return html``;
  const carries = (each: Held): string => (each.perSecond === null ? 'no load within the objective' : `${each.perSecond} ${arrivals} per second`);
  if (held.length === 1) return html`<b>${safe(first.name)}</b> carries ${carries(first)}.`;
  const factor =
    first.perSecond !== null && last.perSecond !== null && held.length === 2 ? ` ${(last.perSecond / first.perSecond).toLocaleString('en', { maximumSignificantDigits: 2 })} times as much.` : '';
  return html`${held.map((each, index) => html`${index === 0 ? '' : ', '}<b>${safe(each.name)}</b> carries ${carries(each)}`)}.${factor === '' ? '' : html` The second carries${factor}`}`;
}

function sayObjective({ failedShare, ...limits }: CurveObjective): string {
  const parts = latencies.flatMap((latency) => (limits[latency] === null ? [] : [`P${latency.slice(1, -2)} within ${sayMs(limits[latency])}`]));
  return [...parts, ...(failedShare === null ? [] : [`at most ${sayShare(failedShare)} fail`])].join(', ') || 'none stated';
}

function provenance({ measuredAt, machine, load, git }: Curves): string {
  const each = load.requestsPerArrival === null ? '' : `, each making ${load.requestsPerArrival} ${load.requestsPerArrival === 1 ? 'request' : 'requests'}`;
  const where = [machine.cpus === null ? '' : `${machine.cpus} processors`, machine.cpuModel ?? '', machine.runtime ?? ''].filter((part) => part !== '').map(safe);
  return `Open load: ${safe(load.arrivals)} arrive whether earlier ones were answered or not${each}; ${sayMs(load.durationMs)} at each rate. ${measuredAt.slice(0, 10)}${where.length === 0 ? '' : `, ${where.join(', ')}`}${git === null ? '' : `, commit ${git.commit.slice(0, 8)}${git.dirty ? ' and changes' : ''}`}.`;
}

const rowsMost = 200; // of all systems

function points({ systems, load }: Curves): Html {
  const rows = systems.flatMap(({ name, points: own }) => own.map((point) => ({ name, point }))).slice(0, rowsMost);
  return html`<details><summary>What was measured at each rate</summary><div class="inside scroll" tabindex="0" role="region" aria-label="What was measured at each rate"><table>
<thead><tr><th scope="col">System</th><th scope="col" class="number">${safe(load.arrivals)}/s</th><th scope="col" class="number">Requests</th><th scope="col" class="number">Failed</th><th scope="col" class="number">Not sent</th>${latencies.map((latency) => html`<th scope="col" class="number">P${latency.slice(1, -2)}</th>`)}<th scope="col">Holds</th></tr></thead>
<tbody>
${rows.map(({ name, point }) => html`<tr><th scope="row">${safe(name)}</th><td class="number">${point.arrivalsPerSecond}</td><td class="number">${point.requests}</td><td class="number">${point.failed}</td><td class="number">${point.overload}</td>${latencies.map((latency) => html`<td class="number">${point[latency] === null ? '–' : sayMs(point[latency])}</td>`)}<td><span class="state ${point.holds ? 'kept' : 'error'}">${point.holds ? '✓ holds' : '✗ does not'}</span></td></tr>\n`)}</tbody>
</table></div></details>`;
}
