// node -C source scripts/runtime/guard.ts [--peers DIR] [--schedules N] [--only WORD]
// The numbers of guard, deadline and shedding beside those of the libraries people use; they are installed in a temporary folder unless DIR holds
// them in node_modules. Prints Markdown.
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { failureCost, refusalCost, successCost } from './guard/cost.ts';
import { bleeding, lateness } from './guard/deadline.ts';
import { loadPeers } from './guard/peers.ts';
import { abortOfWaiting, fairness } from './guard/queue.ts';
import { recoveryPeak } from './guard/recovery.ts';
import { reaction } from './guard/shedding.ts';
import type { Row } from './guard/timing.ts';

const { values } = parseArgs({ options: { peers: { type: 'string' }, schedules: { type: 'string', default: '100000' }, only: { type: 'string', default: '' } } });
const peers = await loadPeers(values.peers);
const rows: readonly [name: string, measure: () => Promise<Row>][] = [
  ['cost', () => successCost(peers)],
  ['refusal', () => refusalCost(peers)],
  ['failure', () => failureCost(peers)],
  ['recovery', () => recoveryPeak(peers)],
  ['abort', () => abortOfWaiting(peers)],
  ['fairness', () => fairness(peers, Number(values.schedules))],
  ['lateness', () => lateness(peers, 2000)],
  ['bleeding', () => bleeding(10_000)],
  ['shedding', () => reaction(peers)],
];

console.log(`Node ${process.versions.node}, load average ${loadavg()[0]?.toFixed(1)} on ${cpus().length} cores.\n`);
console.log('| measure | goal | ours | met | others |');
console.log('| --- | --- | --- | --- | --- |');
for (const [name, measure] of rows) {
  if (!name.includes(values.only)) continue;
  const row = await measure();
  console.log(`| ${row.measure} | ${row.goal} | ${row.ours} | ${row.met ? 'yes' : '**no**'} | ${row.peers} |`);
}
