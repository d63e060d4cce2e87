// node examples/prometheus/start.ts --history exhausted
// A Prometheus on this machine with 30 days of the payments service behind it. Needs `prometheus` and `promtool` (Debian: apt-get install prometheus).
import { spawnSync } from 'node:child_process';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { recorded, scraped } from './exposition.ts';
import { counting, days, histories } from './history.ts';
import { backfill, startPrometheus } from './server.ts';

const { values } = parseArgs({ options: { history: { type: 'string', default: 'healthy' }, rules: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
const history = Object.hasOwn(histories, values.history) ? histories[values.history] : undefined;
const usage = `usage: node examples/prometheus/start.ts [--history NAME] [--rules FILE]

${Object.entries(histories)
  .map(([name, { says }]) => `  ${name.padEnd(10)} ${says}`)
  .join('\n')}

--rules FILE is a rule file that is evaluated from now on: plimsoll slo rules examples/payments --out FILE
`;
if (values.help || !history) {
  (values.help ? process.stdout : process.stderr).write(usage);
  process.exit(values.help ? 0 : 2);
}
for (const tool of ['prometheus', 'promtool']) {
  if (spawnSync(tool, ['--version']).status === 0) continue;
  process.stderr.write(`${tool} is not installed (Debian: apt-get install prometheus)\n`);
  process.exit(2);
}

const target = { job: 'payments/payment-api', instance: 'payment-api-1:8080' };
// From now on nothing is left behind, however often Ctrl-C is pressed.
const interrupted = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => resolve());
});
const startedS = Math.floor(Date.now() / 1000);
const countsAt = counting(history, startedS);
const { scraped: seen } = history;

const service = createServer((_, response) => {
  if (seen === 'until an hour before') response.writeHead(503).end();
  else response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(scraped(seen === 'always' ? countsAt(Date.now() / 1000) : null, startedS));
});
service.listen(0, '127.0.0.1', () => void run((service.address() as AddressInfo).port));

async function run(port: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'payments-prometheus-'));
  await copyFile(new URL('prometheus.yml', import.meta.url), join(folder, 'prometheus.yml'));
  await writeFile(join(folder, 'target.json'), JSON.stringify([{ targets: [`127.0.0.1:${port}`], labels: { instance: target.instance } }]));
  if (values.rules !== undefined) await copyFile(values.rules, join(folder, 'rules.yml'));
  let stop = async (): Promise<void> => {};
  try {
    if (seen !== 'from now on') backfill(folder, recorded(countsAt, timesS(), target));
    const prometheus = await startPrometheus(folder);
    stop = prometheus.stop;
    process.stdout.write(`${values.history}: ${history?.says}\n${prometheus.url}\n`);
    await interrupted;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
  await stop();
  service.close();
  service.closeAllConnections();
  await rm(folder, { recursive: true, force: true });
}

/** A sample a minute for three days, and one every two minutes before. */
function timesS(): readonly number[] {
  const endS = seen === 'always' ? startedS : startedS - 3600;
  const [firstS, fineS] = [startedS - days * 86_400, startedS - 3 * 86_400];
  const times: number[] = [];
  for (let atS = firstS; atS <= endS; atS += atS < fineS ? 120 : 60) times.push(atS);
  return times;
}
