// node examples/local/losses.ts [monolith|payments] [--operations 10000] [--kill-every 5] [--out FILE]
// Two instances of each example do the same: customers pay and log in, the answer is asked of the other instance. In payments, an api or a worker is
// killed every few seconds. Counted is what must not be: sessions that are lost, money that moved twice, payments that are there twice or never settle.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Losses, SystemLosses } from './losses-file.ts';
import { provenance } from './provenance.ts';
import { twoInstances } from './two-instances.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { operations: { type: 'string', default: '10000' }, 'kill-every': { type: 'string', default: '5' }, out: { type: 'string' } },
});
const origin = provenance('examples/local/losses.ts');

const systems: SystemLosses[] = [];
for (const name of ['monolith', 'payments'] as const) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const losses = await twoInstances[name]({ operations: Number(values.operations), killEveryMs: Number(values['kill-every']) * 1000 });
  console.log(`${name}: ${losses.operations} operations on two instances, ${losses.kills} kills
  ${losses.lostSessions} of ${losses.sessions} sessions lost
  ${losses.movedTwice} of ${losses.payments} payments moved money twice, ${losses.storedTwice} are there twice, ${losses.neverSettled} never settled, ${losses.unanswered} got no answer`);
  systems.push(losses);
}
if (values.out !== undefined) {
  const losses: Losses = { schemaVersion: 1, ...origin, systems };
  writeFileSync(values.out, `${JSON.stringify(losses, null, 2)}\n`);
  console.log(`written to ${values.out}`);
}
