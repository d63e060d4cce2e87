// How much work 200 SIGTERMs under load lose, on each queue: `node -C source scripts/runtime/workload.ts [--signals 200] [--kills 40] [--seed 8]`.
import { stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { drill, duplicates, lost } from '../../test/runtime/workload/drill.ts';
import type { Ledger } from '../../test/runtime/workload/drill.ts';
import { queueKinds } from '../../test/runtime/workload/open.ts';
import { startQueue } from '../../test/runtime/workload/queues.ts';
import { seeded } from '../../test/runtime/route/seeded.ts';

const { values } = parseArgs({ options: { signals: { type: 'string', default: '200' }, kills: { type: 'string', default: '40' }, seed: { type: 'string', default: '8' } } });
const seed = Number(values.seed);

stdout.write('| queue | signal | signals | jobs | lost | done twice | of these overran | given back | slowest drain |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n');
for (const kind of queueKinds) {
  const server = await startQueue(kind);
  if (!server) continue;
  const terms = Math.ceil(Number(values.signals) / queueKinds.length);
  if (terms > 0) row(kind, 'SIGTERM', terms, await drill(server, { signals: terms, signal: 'SIGTERM', jobsPerRound: 40, deafShare: 0.02, side: 3, random: seeded(seed) }));
  // What a killed process held comes back with the heartbeat of pg-boss after 10 s at least, longer than a drill waits for its last jobs.
  const kills = kind === 'pg-boss' ? 0 : Math.ceil(Number(values.kills) / (queueKinds.length - 1));
  if (kills > 0) row(kind, 'SIGKILL', kills, await drill(server, { signals: kills, signal: 'SIGKILL', jobsPerRound: 40, deafShare: 0, side: 3, random: seeded(seed) }));
  await server.stop();
}

function row(kind: string, signal: string, count: number, ledger: Ledger): void {
  const twice = duplicates(ledger);
  const sum = (of: 'givenBack'): number => ledger.reports.reduce((total, report) => total + report[of], 0);
  const slowestMs = Math.max(0, ...ledger.reports.map(({ tookMs }) => tookMs));
  stdout.write(
    `| ${kind} | ${signal} | ${count} | ${ledger.sent.size} | ${lost(ledger).length} | ${twice.length} | ${twice.filter((id) => ledger.overran.has(id)).length} | ${sum('givenBack')} | ${Math.round(slowestMs)} ms |\n`,
  );
}
