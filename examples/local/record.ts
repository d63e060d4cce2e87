// node examples/local/record.ts [--rate 100] [--seconds 60]
// Measures examples/payments on this machine with plimsoll gate, keeps the run in its history in the place of the one before, and takes its numbers over into the
// decision that rests on it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { takeCareOf } from './caretaker.ts';
import { startPayments } from './payments.ts';
import { provenance } from './provenance.ts';

const { values } = parseArgs({ options: { rate: { type: 'string', default: '100' }, seconds: { type: 'string', default: '60' } } });
const payments = fileURLToPath(new URL('../payments/', import.meta.url));
const decision = join('docs', 'adr', '0001-queue-between-the-api-and-settlement.md');
const runs = join('.plimsoll', 'runs');
const { machine, notes, measuredAt } = provenance('examples/local/record.ts');

// In a folder of its own, as the contract of payments speaks of staging, and as its commits are those of another repository.
const folder = mkdtempSync(join(tmpdir(), 'payments-record-'));
const gone = takeCareOf({ folder });
try {
  writeFileSync(join(folder, 'plimsoll.yml'), "gate: { scenario: payment-api.yml, environment: 'one machine' }\n");
  for (const file of ['tests/performance/payment-api.yml', 'tests/performance/merchants.csv', 'docs/slos/payment-api.yml']) {
    copyFileSync(join(payments, file), join(folder, file.startsWith('docs') ? 'slo.yml' : file.slice(file.lastIndexOf('/') + 1)));
  }
  const { apis, stop } = await startPayments();
  try {
    const load = ['--scenario', 'payment-api.yml', '--rate', `${values.rate}/s`, '--poisson', '--duration', `${values.seconds}s`, '--connections', '64'];
    await plimsoll(folder, ['gate', '--head', apis[0]?.url ?? '', ...load, '--slo', 'slo.yml', '--history', './history', '--record', '--quiet']);
  } finally {
    await stop();
  }
  const run = onlyRun();
  if (run.verdict === 'invalid') throw new Error('this run proves nothing, and is not kept');
  rmSync(join(payments, runs), { recursive: true, force: true });
  cpSync(join(folder, 'history', 'runs'), join(payments, runs), { recursive: true });
  const text = readFileSync(join(payments, decision), 'utf8');
  writeFileSync(join(payments, decision), text.replace(/^Measured on [^\n]*$/m, environment()));
  process.exitCode = await plimsoll(payments, ['adr', 'update', '--run', run.id, '--write', decision]);
} finally {
  rmSync(folder, { recursive: true, force: true });
  gone();
}

function environment(): string {
  const busy = notes.length > 0 ? '; the machine was busy with other work' : '';
  return `Measured on ${measuredAt.slice(0, 10)} on one machine with ${machine.cpus} processors (${machine.cpuModel ?? 'unknown'}, ${machine.runtime})${busy}: \`node examples/local/record.ts --rate ${values.rate} --seconds ${values.seconds}\`.`;
}

function onlyRun(): { readonly id: string; readonly verdict: string } {
  const file = readdirSync(join(folder, 'history'), { recursive: true, encoding: 'utf8' }).find((name) => name.endsWith('.json'));
  if (file === undefined) throw new Error('plimsoll gate recorded no run');
  return JSON.parse(readFileSync(join(folder, 'history', file), 'utf8')) as { readonly id: string; readonly verdict: string };
}

async function plimsoll(cwd: string, parameters: readonly string[]): Promise<number> {
  const program = fileURLToPath(new URL('../../packages/cli/bin/plimsoll.js', import.meta.url));
  const [code] = (await once(spawn(process.execPath, [program, ...parameters], { cwd, stdio: 'inherit' }), 'exit')) as [number | null];
  return code ?? 70;
}
