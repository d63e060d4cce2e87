// node -C source scripts/gate-load/run.ts [--seconds N] [--autocannon FILE]
// The built-in generator against a server that knows how long each answer took it, on the other core where taskset is there; the processor
// time of a request beside autocannon's and k6's, where they are installed. Prints Markdown.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { plainSpans, runLoad, scenarioOfUrl } from '@plimsoll/gate/load';
import { mergeHistograms, quantileOf } from '@plimsoll/gate/statistics';

interface Truth {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '10' }, autocannon: { type: 'string' }, child: { type: 'string' }, rate: { type: 'string' } } });
const seconds = Number(values.seconds);
const warmUpMs = 2000;

if (values.child === undefined) await bench();
else await child(new URL(values.child), Number(values.rate));

/** One load in a process of its own, so that its processor time is that of the generator with all its threads. */
async function child(url: URL, rate: number): Promise<void> {
  const ms = seconds * 1000;
  // The truth leaves out the warm-up, as the measurement does.
  setTimeout(() => void fetch(new URL('/truth', url)).then(async (answer) => answer.text()), warmUpMs);
  const before = process.cpuUsage();
  const { measurement } = await runLoad(
    {
      scenario: scenarioOfUrl(url),
      targets: { head: url.origin },
      arrivals: { kind: 'rate', spacing: 'even', stages: [{ durationMs: ms, fromPerSecond: rate, toPerSecond: rate }] },
      spans: plainSpans(warmUpMs, ms - warmUpMs, 1000),
      connections: 100,
      inFlightMax: 4096,
      timeoutMs: 10_000,
      workers: 1,
      seed: 1,
    },
    { version: 'bench' },
  );
  const { user, system } = process.cpuUsage(before);
  const latency = mergeHistograms(measurement.slices.filter(({ phase }) => phase === 'measured').map((slice) => slice.latency));
  const health = measurement.health.filter(({ startMs }) => startMs >= warmUpMs);
  const sent = measurement.slices.reduce((sum, slice) => sum + (slice.sent ?? 0), 0);
  const intended = measurement.slices.reduce((sum, slice) => sum + (slice.intended ?? 0), 0);
  console.log(
    JSON.stringify({
      p50: quantileOf(latency, 0.5),
      p95: quantileOf(latency, 0.95),
      p99: quantileOf(latency, 0.99),
      sent,
      intended,
      failed: intended - measurement.slices.reduce((sum, slice) => sum + slice.succeeded, 0),
      lag: quantileOf(mergeHistograms(health.flatMap(({ lag }) => lag ?? [])), 0.99) ?? 0,
      busy: Math.max(...health.map(({ eventLoopUtilization }) => eventLoopUtilization ?? 0)),
      microsPerRequest: (user + system) / sent,
    }),
  );
}

async function bench(): Promise<void> {
  const pinned = cpus().length > 1 && spawnSync('taskset', ['--version']).status === 0;
  const on = (core: number, command: readonly string[]): string[] => (pinned ? ['taskset', '-c', String(core), ...command] : [...command]);
  const start = (command: readonly string[]): ReturnType<typeof spawn> => spawn(command[0] ?? '', command.slice(1), { stdio: ['ignore', 'pipe', 'inherit'] });
  const server = start(on(0, [process.execPath, fileURLToPath(new URL('server.ts', import.meta.url))]));
  try {
    const port = await new Promise<number>((resolve) => {
      server.stdout?.once('data', (chunk: Buffer) => resolve(Number(chunk.toString())));
    });
    const url = `http://127.0.0.1:${port}/`;
    const output = async (command: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<string> => {
      const running = spawn(command[0] ?? '', command.slice(1), { stdio: ['ignore', 'pipe', 'ignore'], env });
      let text = '';
      running.stdout.on('data', (chunk: Buffer) => void (text += chunk.toString()));
      await new Promise((resolve) => {
        running.once('close', resolve);
      });
      return text;
    };
    const self = [process.execPath, '-C', 'source', fileURLToPath(import.meta.url), '--seconds', String(seconds)];
    console.log(`Server ${pinned ? 'on core 0, generators on core 1' : 'and generators on the same cores'}; load average ${loadavg()[0]?.toFixed(1)} on ${cpus().length} cores.\n`);
    console.log('| rate | P50 truth / measured | P95 | P99 | generator lag P99, worst second | busy | sent of intended | failed | within the aim | valid by lag and loop | µs a request |');
    console.log('|---|---|---|---|---|---|---|---|---|---|---|');
    let highestValid = 0;
    for (const rate of [200, 1000, 2000, 3000, 5000]) {
      await (await fetch(`${url}truth`)).text();
      const seen = JSON.parse(await output(on(1, [...self, '--child', url, '--rate', String(rate)]))) as Truth & Record<'sent' | 'intended' | 'failed' | 'lag' | 'busy' | 'microsPerRequest', number>;
      const truth = (await (await fetch(`${url}truth`)).json()) as Truth;
      const near = (quantile: 'p50' | 'p95' | 'p99', share: number, ms: number): boolean => Math.abs(seen[quantile] - truth[quantile]) <= Math.max(share * truth[quantile], ms);
      const within = near('p50', 0.01, 2) && near('p95', 0.01, 2) && near('p99', 0.02, 3);
      const valid = seen.lag <= 5 && seen.busy <= 0.8 && seen.sent >= 0.99 * seen.intended && seen.sent >= 0.99 * rate * seconds;
      if (valid && within) highestValid = rate;
      const pair = (quantile: 'p50' | 'p95' | 'p99'): string => `${truth[quantile].toFixed(2)} / ${seen[quantile].toFixed(2)}`;
      console.log(
        `| ${rate} | ${pair('p50')} | ${pair('p95')} | ${pair('p99')} | ${seen.lag.toFixed(2)} ms | ${seen.busy.toFixed(2)} | ${seen.sent} of ${seen.intended} | ${seen.failed} | ${within ? 'yes' : '**no**'} | ${valid ? 'valid' : 'invalid'} | ${seen.microsPerRequest.toFixed(1)} |`,
      );
    }
    console.log(`\nHighest rate that was valid and within the aim: ${highestValid}/s.\n`);

    console.log('Processor time of a request, whole process with its start, same server without delay:\n\n| generator | rate | requests | µs a request |\n|---|---|---|---|');
    const timed = async (name: string, rate: number, command: readonly string[], requests: (text: string) => number): Promise<void> => {
      const text = await output(['bash', '-c', 'TIMEFORMAT="cpu %U %S"; { time "$@" 2>/dev/null; } 2>&1', 'bash', ...on(1, command)].map(String), process.env);
      const count = requests(text);
      const cpu = /cpu ([\d.]+) ([\d.]+)/.exec(text);
      console.log(`| ${name} | ${rate === 0 ? 'closed' : rate} | ${count} | ${cpu ? (((Number(cpu[1]) + Number(cpu[2])) * 1e6) / count).toFixed(1) : '?'} |`);
    };
    const ownCount = (text: string): number => (JSON.parse(text.slice(text.indexOf('{'), text.indexOf('}') + 1)) as { sent: number }).sent;
    for (const rate of [1000, 5000]) {
      const fast = `${url}fast`;
      await timed('plimsoll', rate, [...self, '--child', fast, '--rate', String(rate)], ownCount);
      if (values.autocannon !== undefined) {
        await timed('autocannon', rate, [process.execPath, values.autocannon, '-j', '-c', '100', '-R', String(rate), '-d', String(seconds), fast], (text) =>
          Number(/"requests":\{[^}]*"total":(\d+)/.exec(text)?.[1] ?? NaN),
        );
      }
      if (spawnSync('k6', ['version']).status === 0) await timedK6(rate, fast, timed);
      else console.log(`| k6 | ${rate} | not on PATH | not measured |`);
    }
    if (values.autocannon === undefined) console.log('\nautocannon: not measured (--autocannon FILE was not given).');
  } finally {
    server.kill('SIGTERM');
  }
}

async function timedK6(rate: number, url: string, timed: (name: string, rate: number, command: readonly string[], requests: (text: string) => number) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'));
  try {
    const script = join(folder, 'script.js');
    const summary = `export function handleSummary(data) { return { stdout: JSON.stringify({ count: data.metrics.http_reqs.values.count }) }; }`;
    const options = { scenarios: { s: { executor: 'constant-arrival-rate', rate, timeUnit: '1s', duration: `${seconds}s`, preAllocatedVUs: 100, maxVUs: 1000 } } };
    writeFileSync(script, `import http from 'k6/http';\nexport const options = ${JSON.stringify(options)};\nexport default function () { http.get('${url}'); }\n${summary}\n`);
    await timed('k6', rate, ['k6', 'run', '--quiet', '--no-usage-report', script], (text) => Number(/"count":(\d+)/.exec(text)?.[1] ?? NaN));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
