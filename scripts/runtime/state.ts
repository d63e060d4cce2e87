// The numbers of lock and state in full, as a table in Markdown. node -C source scripts/runtime/state.ts [SHARE]; a SHARE of 0.1 does a tenth.
import { argv } from 'node:process';
import { lockRows } from './lock-rows.ts';
import { stateRows } from './state-rows.ts';

const share = Number(argv[2] ?? 1);
if (!(share > 0 && share <= 1)) throw new Error(`${argv[2]} is no share of the full numbers; give a number above 0 and up to 1`);

const began = performance.now();
console.log('| what | beside it | Plimsoll | of |');
console.log('| --- | --- | --- | --- |');
for await (const row of lockRows(share)) console.log(`| ${row.join(' | ')} |`);
for await (const row of stateRows(share)) console.log(`| ${row.join(' | ')} |`);
console.log(`\nMeasured in ${Math.round((performance.now() - began) / 1000)} s on Node ${process.versions.node}.`);
process.exit(0); // clients of killed servers may still try to come back
