// node -C source scripts/gate-results/run.ts [--lines 1000000] [--file FILE]
// Writes k6 lines to a temporary file and reads them: with readResults in a process of its own (speed, peak memory), and with a
// loop of JSON.parse over the same lines. Prints markdown.
import { execFileSync } from 'node:child_process';
import { createReadStream, mkdtempSync, openSync, rmSync, statSync, writeSync, closeSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readResults } from '@plimsoll/gate/results';
import { k6Lines } from './lines.ts';

const { values } = parseArgs({ options: { lines: { type: 'string', default: '1000000' }, file: { type: 'string' }, as: { type: 'string' } } });

if (values.as && values.file) console.log(JSON.stringify(values.as === 'ours' ? await ours(values.file) : await jsonParse(values.file)));
else compare(Number(values.lines));

interface Reading {
  readonly seconds: number;
  readonly cpuSeconds: number; // of the whole process, start-up and all: on a shared machine the steadier number
  readonly peakMib: number;
  readonly requests: number;
  readonly failed: number;
}

async function ours(file: string): Promise<Reading> {
  const began = performance.now();
  const { measurement } = await readResults(file, createReadStream(file));
  let [requests, failed] = [0, 0];
  for (const slice of measurement?.slices ?? []) {
    requests += slice.latency.count;
    failed += slice.failed.count;
  }
  return reading(began, requests, failed);
}

async function jsonParse(file: string): Promise<Reading> {
  const began = performance.now();
  let [requests, failed] = [0, 0];
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const point = JSON.parse(line) as { metric: string; type: string; data: { value: number; tags: Record<string, string> } };
    if (point.type !== 'Point' || point.metric !== 'http_req_duration') continue;
    requests++;
    if (point.data.tags['expected_response'] === 'false') failed++;
  }
  return reading(began, requests, failed);
}

function reading(began: number, requests: number, failed: number): Reading {
  const { user, system } = process.cpuUsage();
  return { seconds: (performance.now() - began) / 1000, cpuSeconds: (user + system) / 1e6, peakMib: process.resourceUsage().maxRSS / 1024, requests, failed };
}

function compare(lines: number): void {
  const directory = mkdtempSync(join(tmpdir(), 'plimsoll-results-'));
  try {
    const file = join(directory, 'k6.ndjson');
    const descriptor = openSync(file, 'w');
    for (const piece of k6Lines(lines)) writeSync(descriptor, piece);
    closeSync(descriptor);
    const measured = (['ours', 'json'] as const).map((as) => child(file, as));
    console.log(
      `Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}). ${lines.toLocaleString('en')} k6 lines, ${(statSync(file).size / 2 ** 20).toFixed(0)} MiB, best of 3 (of 1 beyond 2 million lines).\n`,
    );
    console.log('| reader | seconds | million lines/s | CPU seconds | million lines per CPU second | peak MiB | requests | failed |\n| --- | --- | --- | --- | --- | --- | --- | --- |');
    for (const [name, { seconds, cpuSeconds, peakMib, requests, failed }] of [['readResults', measured[0]] as const, ['readline + JSON.parse', measured[1]] as const].flatMap(([name, one]) =>
      one ? [[name, one] as const] : [],
    ))
      console.log(
        `| ${name} | ${seconds.toFixed(2)} | ${(lines / seconds / 1e6).toFixed(2)} | ${cpuSeconds.toFixed(2)} | ${(lines / cpuSeconds / 1e6).toFixed(2)} | ${peakMib.toFixed(0)} | ${requests} | ${failed} |`,
      );
  } finally {
    rmSync(directory, { recursive: true });
  }

  function child(file: string, as: 'ours' | 'json'): Reading | undefined {
    const script = fileURLToPath(import.meta.url);
    const runs = Array.from(
      { length: lines > 2_000_000 ? 1 : 3 },
      () => JSON.parse(execFileSync(process.execPath, ['-C', 'source', script, '--file', file, '--as', as], { encoding: 'utf8' })) as Reading,
    );
    return runs.toSorted((a, b) => a.seconds - b.seconds)[0];
  }
}
