import { style as shared } from '../html/style.ts';
import { mapStyle } from '../map/svg/style.ts';
import { objectiveStyle } from '../slo/html/budget-html.ts';
import { budgetStyle } from '../slo/html/style.ts';

/** The sheet of all pages, and what only this one has. */
export const style: string = `${shared}${mapStyle}${budgetStyle}${objectiveStyle}
body { max-width: 80rem; } nav.sections { position: sticky; top: 0; z-index: 1; background: var(--paper); border-bottom: 1px solid var(--rule); } nav.sections ul { margin: .75rem 0 0; padding: .5rem 0; } html { scroll-behavior: auto; scroll-padding-top: 4rem; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.scorecard { table-layout: auto; } .scorecard td, .scorecard th { vertical-align: middle; } .shares svg { display: block; } .piece.error { fill: var(--error); } .piece.undecided { fill: var(--undecided); } .piece.kept { fill: var(--kept); }
.next { margin: 1rem 0 0; color: var(--quiet); font-size: .95rem; padding-left: 1.4rem; } .next li { margin: .15rem 0; } .next code { color: var(--ink); }
.map-frame { max-height: 90vh; overflow: auto; padding: .75rem; border: 1px solid var(--rule); border-radius: .5rem; } svg.map { display: block; max-width: 100%; height: auto; margin: 0 auto; } svg.map.wide { max-width: none; margin: 0; }
.cards { columns: 3 20rem; column-gap: .75rem; margin: 1rem 0 0; } .card { break-inside: avoid; margin: 0 0 .75rem; padding: .7rem .9rem; border: 1px solid var(--rule); border-radius: .5rem; font-size: .93rem; } .card:target { border-color: var(--sea); outline: 1px solid var(--sea); } .card h3 { margin: 0 0 .25rem; font-size: 1rem; } .card h3 .count { font-weight: 400; font-size: .85rem; } .card p, .card ul { margin: .2rem 0; }
.concerns { padding: .35rem 0 0; border-top: 1px solid var(--rule); list-style: none; } .concerns li { margin: .2rem 0; } .concerns a { color: inherit; text-decoration: none; } .concerns a:hover { text-decoration: underline; }
.filters { display: flex; flex-wrap: wrap; gap: .6rem 1.5rem; align-items: end; margin: .75rem 0 .25rem; } .filters fieldset { display: flex; flex-wrap: wrap; gap: .35rem; margin: 0; padding: 0; border: 0; } .filters legend, .search span { padding: 0; margin-bottom: .2rem; color: var(--quiet); font-size: .85rem; } .search span { display: block; }
.search input { width: 16rem; max-width: 100%; padding: .35rem .6rem; border: 1px solid var(--edge); border-radius: .35rem; background: var(--paper); color: inherit; font: inherit; } .search input:focus-visible, .choice:focus-visible, pre:focus-visible { outline: 2px solid var(--sea); outline-offset: 1px; } .search input::placeholder { color: var(--quiet); opacity: 1; }
.choice { padding: .3rem .65rem; border: 1px solid var(--rule); border-radius: .35rem; background: var(--paper); color: inherit; font: inherit; font-size: .93rem; cursor: pointer; } .choice:hover { border-color: var(--edge); } .choice[aria-pressed="true"] { border-color: var(--sea); background: var(--raised); box-shadow: inset 0 -2px var(--sea); } .more { margin-top: .75rem; } .shown { margin: .5rem 0; }
#findings-list details { content-visibility: visible; scroll-margin-top: 4rem; } h3 { scroll-margin-top: 4rem; }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 32rem), 1fr)); gap: 1rem; } .chart svg { display: block; width: 100%; height: auto; } .line.p50 { stroke: var(--quiet); } .line.p95 { stroke: var(--sea); } .line.p99 { stroke: var(--sea); stroke-dasharray: 5 3; } .limit { fill: var(--error); font: 11px system-ui, sans-serif; } .dot.p50 { fill: var(--quiet); } .dot.p95, .dot.p99 { fill: var(--sea); }
.key { display: flex; gap: 1.5rem; margin: .25rem 0 .75rem; padding: 0; list-style: none; color: var(--quiet); font-size: .9rem; } .key span { display: inline-block; width: 2rem; margin-right: .5rem; border-top: 2px solid var(--sea); vertical-align: middle; } .key .p50 { border-color: var(--quiet); } .key .p99 { border-top-style: dashed; }
.budgets h2 { margin: 1.25rem 0 .5rem; border: 0; font-size: 1.05rem; }
@media (max-width: 40rem) { nav.sections { position: static; } html { scroll-padding-top: .5rem; } .search, .search input { width: 100%; } .shares { display: none; } svg.map { max-width: none; } .scorecard td, .scorecard th { padding-right: .5rem; } }
@media print { .map-frame { max-height: none; overflow: visible; } svg.map.wide { max-width: 100%; } .filters, .more, .shown { display: none; } body { max-width: none; } .card, .map-frame { break-inside: avoid; } }
`;
