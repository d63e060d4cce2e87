// How much work 200 SIGTERMs under load lose, on each queue: `node -C source scripts/runtime/workload.ts [--signals 200] [--seed 8]`.
import { stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { drill, duplicates, lost } from '../../test/runtime/workload/drill.ts';
import type { Ledger } from '../../test/runtime/workload/drill.ts';
import { queueKinds } from '../../test/runtime/workload/open.ts';
import { startQueue } from '../../test/runtime/workload/queues.ts';
import { seeded } from '../../test/runtime/route/seeded.ts';

const { values } = parseArgs({ options: { signals: { type: 'string', default: '200' }, seed: { type: 'string', default: '8' } } });
const signals = Number(values.signals);
const share = Math.ceil(signals / queueKinds.length);

stdout.write('| queue | signal | signals | jobs | lost | done twice | of these overran | given back | slowest drain |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n');
for (const kind of queueKinds) {
  const server = await startQueue(kind);
  if (!server) continue;
  row(kind, 'SIGTERM', share, await drill(server, { signals: share, signal: 'SIGTERM', jobsPerRound: 40, deafShare: 0.02, side: 3, random: seeded(Number(values.seed)) }));
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
