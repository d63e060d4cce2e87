import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';

const services = 1000;
const runs = 7;
const program = fileURLToPath(new URL('../../packages/cli/bin/plimsoll.js', import.meta.url));

/** What lint, rules and both in one process take for a thousand SLO files. Users have the packed program: `node -C source scripts/bundle.ts`, and `--remove` afterwards. */
export async function run(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-thousand-'));
  try {
    for (let index = 0; index < services; index++) {
      const slos = join(folder, `service-${index}/docs/slos`);
      mkdirSync(slos, { recursive: true });
      writeFileSync(join(slos, `service-${index}.yml`), sloFile(index));
    }
    const rules = join(folder, 'slo.rules.yml');
    const packed = existsSync(new URL('../../packages/cli/bundle', import.meta.url));
    process.stdout.write(
      `${services} SLO files with three objectives each, ${packed ? 'the packed program' : 'the program as it was built'}; ${runs} runs; load of the machine before: ${loadavg()[0]?.toFixed(1)}.\n\n`,
    );
    process.stdout.write('| command | seconds: least, median, most | processor seconds, least | memory at most |\n| --- | --- | --- | --- |\n');
    for (const args of [
      ['slo', 'lint', folder],
      ['slo', 'rules', folder, '--out', rules],
      ['slo', 'rules', folder, '--lint', '--out', rules],
    ]) {
      const all = Array.from({ length: runs }, () => timed(args));
      const seconds = all.map((each) => each.seconds).toSorted((a, b) => a - b);
      const of = (index: number): string => (seconds[index] ?? NaN).toFixed(2);
      const shown = args.filter((each) => !each.startsWith(folder)).join(' ');
      process.stdout.write(
        `| ${shown} | ${of(0)}, ${of(Math.floor(runs / 2))}, ${of(runs - 1)} | ${Math.min(...all.map((each) => each.processorSeconds)).toFixed(2)} | ${Math.round(Math.max(...all.map((each) => each.megabytes)))} MB |\n`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Timed {
  readonly seconds: number;
  readonly processorSeconds: number;
  readonly megabytes: number;
}

/** The process says itself, at its end, what it took: the peak of its memory is known to nobody else. */
function timed(args: readonly string[]): Timed {
  const said = `process.on('exit', () => { const used = process.resourceUsage(); process._rawDebug('USED ' + used.maxRSS + ' ' + (used.userCPUTime + used.systemCPUTime)); });`;
  const startedMs = performance.now();
  const { status, stderr } = spawnSync(execPath, ['--import', `data:text/javascript,${encodeURIComponent(said)}`, program, ...args], { encoding: 'utf8', timeout: 60_000 });
  const seconds = (performance.now() - startedMs) / 1000;
  const [, kilobytes = NaN, microseconds = NaN] = /USED (\d+) (\d+)/.exec(stderr) ?? [];
  if (status !== 0) throw new Error(`plimsoll ${args.slice(0, 2).join(' ')} ended with ${status}: ${stderr.slice(0, 300)}`);
  return { seconds, processorSeconds: Number(microseconds) / 1e6, megabytes: Number(kilobytes) / 1024 };
}

function sloFile(index: number): string {
  return `service: service-${index}
owner: team-${index % 40}
slos:
  - { name: availability, sli: ok, target: 99.9, window: 30d }
  - { name: latency_p95, sli: fast, target: 200, unit: ms, window: 30d }
  - { name: latency_p99, sli: fast, target: 500, unit: ms, window: 30d }
indicators:
  ok: { counter: http_requests_total, selector: 'job="service-${index}"', errors: 'code=~"5.."' }
  fast: { histogram: http_request_duration_seconds, selector: 'job="service-${index}"', buckets: [0.1, 0.2, 0.5, 1] }
error_budget: { period: 30d, policy: feature_freeze_on_exhaustion }
`;
}
