/** What the map adds to the sheet of all pages. Colour only says what a word or a sign beside it says, too. */
export const mapStyle = `
:root { --edge: #7d8a96; } @media (prefers-color-scheme: dark) { :root { --edge: #718392; } } @media print { :root { --edge: #777; } }
.map text { fill: var(--ink); font: 12px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; } .map .name { font-size: 13.5px; font-weight: 600; } .map .line { fill: var(--quiet); }
.map .box { fill: var(--paper); stroke: var(--edge); } .map .workload .box { fill: var(--raised); } .map .users .box { stroke: none; fill: none; } .map .icon { fill: none; stroke: var(--quiet); stroke-width: 1.5; }
.map .zone { fill: none; stroke: var(--edge); stroke-dasharray: 5 4; } .map .zone-name { fill: var(--quiet); font-size: 12px; }
.map .hop { fill: none; stroke: var(--edge); } .map .head { fill: var(--edge); } .map .hop.unbounded { stroke: var(--warning); stroke-dasharray: 6 3; } .map .head.unbounded { fill: var(--warning); }
.map .way { stroke-width: 1.4; } .map .way.faint { opacity: .35; } .map.dense .way { opacity: .45; stroke-width: 1; }
.map .way, .map .part { transition: opacity .12s; } .map.focused .way:not(.near) { opacity: .07; } .map.focused .part:not(.near) { opacity: .3; } .map.focused .way.near { opacity: 1; } @media (prefers-reduced-motion: reduce) { .map .way, .map .part { transition: none; } }
.map .rule { stroke: var(--rule); } .map .to { font-size: 12px; } .map .terms { fill: var(--quiet); font-size: 12px; } .map .terms.unbounded { fill: var(--warning); } .map .name.dense { font-size: 12.5px; font-weight: 500; }
.map .badge { fill: var(--paper); stroke-width: 1.5; } .map .badge.error { stroke: var(--error); } .map .badge.warning { stroke: var(--warning); } .map .badge.info { stroke: var(--info); } .map .badge.undecided { stroke: var(--undecided); }
.map .badge-text { font-size: 11.5px; font-weight: 600; } .map .badge-text.error { fill: var(--error); } .map .badge-text.warning { fill: var(--warning); } .map .badge-text.info { fill: var(--info); } .map .badge-text.undecided { fill: var(--undecided); }
.map a:focus-visible { outline: none; } .map a:focus-visible .zone-name, .map a:hover .zone-name { fill: var(--sea); text-decoration: underline; } .map a:focus-visible .box, .map a:hover .box, .map a:focus-visible .badge, .map a:hover .badge { stroke: var(--sea); stroke-width: 2; } .map a:focus-visible .badge, .map a:hover .badge { fill: var(--raised); stroke-width: 2.5; }
`;
