import { fork } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { seeds } from '../../test/fuzz/seeds.ts';
import { trialOf } from '../../test/fuzz/trial.ts';

export interface FuzzMessage {
  readonly number: number;
  readonly faults?: readonly string[];
  readonly cpuMs?: number;
  readonly peakMb?: number;
}

const perProcess = 20_000;
const cpuLimitMs = 1000;
const hangsAfterMs = 30_000; // by the clock: a busy machine is no fault of the input
const heapLimitMb = 512;

/** Spoils files of every format `count` times and judges what comes out; every failing input is kept in a folder that is printed. */
export async function fuzz(count: number): Promise<string> {
  const began = performance.now();
  const kept = mkdtempSync(join(tmpdir(), 'plimsoll-fuzz-'));
  const all = seeds();
  const failures = new Map<number, string>();
  let slowest = { number: 0, cpuMs: 0 };
  let peakMb = 0;
  const fail = (number: number, what: string): void => {
    const { path, bytes } = trialOf(number, all);
    const file = join(kept, `${number}-${basename(path)}`);
    writeFileSync(file, bytes);
    failures.set(number, what);
    process.stderr.write(`input ${number} (${path}, kept as ${file}): ${what.split('\n').slice(0, 3).join(' ')}\n`);
  };
  for (let from = 0; from < count;) {
    const to = Math.min(count, from + perProcess);
    from = await batch(
      from,
      to,
      ({ number, faults, cpuMs = 0, peakMb: mb = 0 }) => {
        peakMb = Math.max(peakMb, mb);
        if (cpuMs > slowest.cpuMs) slowest = { number, cpuMs };
        if (faults && faults.length > 0) fail(number, faults.join('\n'));
        else if (cpuMs > cpuLimitMs) fail(number, `took ${Math.round(cpuMs)} ms of processor time`);
      },
      fail,
    );
    process.stderr.write(`${from} of ${count}, ${failures.size} failed, ${Math.round((performance.now() - began) / 1000)} s\n`);
  }
  const slow = slowest.cpuMs === 0 ? 'no repository over 250 ms' : `the slowest repository took ${Math.round(slowest.cpuMs)} ms of processor time (input ${slowest.number})`;
  return `${count.toLocaleString('en-US')} spoiled files over all readers, the model and all rules: ${failures.size} broke something or took over ${cpuLimitMs} ms; ${slow}; peak memory ${peakMb} MB. An input is named by its number: \`test/fuzz/trial.ts\`.`;
}

/** Gives the number to go on from: behind the batch, or behind the input that ended its process. */
function batch(from: number, to: number, heard: (message: FuzzMessage) => void, fail: (number: number, what: string) => void): Promise<number> {
  return new Promise((resolve) => {
    let current = from;
    const child = fork(fileURLToPath(new URL('fuzz-child.ts', import.meta.url)), [String(from), String(to)], { execArgv: ['-C', 'source', '--no-warnings', `--max-old-space-size=${heapLimitMb}`] });
    let watch = setTimeout(() => undefined, 0);
    child.on('message', (message: FuzzMessage) => {
      current = message.number;
      heard(message);
      clearTimeout(watch);
      watch = setTimeout(() => child.kill('SIGKILL'), hangsAfterMs);
    });
    child.on('exit', (code, signal) => {
      clearTimeout(watch);
      if (current < to) fail(current, `ended its process (${signal ?? code})`);
      resolve(current < to ? current + 1 : to);
    });
  });
}
