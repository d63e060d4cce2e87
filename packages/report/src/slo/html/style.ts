/** What drawings of budgets add to the sheet of all pages. Colour says only what a word beside it says, too. */
export const budgetStyle = `
.trough { fill: var(--raised); stroke: var(--rule); } .trough.unknown { stroke-dasharray: 4 3; } .fill.go { fill: var(--kept); } .fill.caution { fill: var(--warning); } .fill.frozen { fill: var(--error); } .fill.unknown { fill: var(--undecided); } .freeze { stroke: var(--error); stroke-width: 2; }
.grid { stroke: var(--rule); } .tick { fill: var(--quiet); font: 11px system-ui, sans-serif; } .margin { stroke: var(--error); stroke-dasharray: 4 4; } .line { fill: none; stroke-width: 2; } .line.head { stroke: var(--sea); }
`;

/** The colours of the pages, for a drawing that stands alone. */
export const drawingColours = `
:root { color-scheme: light dark; --paper: #fff; --raised: #f5f7f9; --ink: #17222d; --quiet: #55636f; --rule: #d5dce2; --sea: #0b5470; --error: #b3261e; --warning: #8a5300; --kept: #19702f; --undecided: #6a3fb5; }
@media (prefers-color-scheme: dark) { :root { --paper: #0f161d; --raised: #18222c; --ink: #e4eaf0; --quiet: #9badbb; --rule: #2d3a46; --sea: #7fc8e3; --error: #ff8f86; --warning: #f0bd4f; --kept: #74d68d; --undecided: #c6a8ff; } }
text { fill: var(--ink); font: 13px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; } .title { font-size: 17px; font-weight: 600; } .strong { font-weight: 600; } .quiet { fill: var(--quiet); font-size: 12px; } .paper { fill: var(--paper); }
.say.go { fill: var(--kept); } .say.caution { fill: var(--warning); } .say.frozen { fill: var(--error); } .say.unknown { fill: var(--undecided); }
`;
