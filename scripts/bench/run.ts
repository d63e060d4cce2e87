import { spawnSync } from 'node:child_process';

export interface Run {
  readonly seconds: number; // by the clock
  readonly cpuSeconds: number;
  readonly peakMb: number;
}

const usage = 'data:text/javascript,process.on("exit",()=>process.stderr.write("\\n"+JSON.stringify(process.resourceUsage())))';

/** One program in a process of its own. What it prints is thrown away; that it finds something is no failure, that it breaks is. */
export function runNode(args: readonly string[]): Run {
  const began = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ['--import', usage, ...args], { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'], maxBuffer: 2 ** 26 });
  const seconds = (performance.now() - began) / 1000;
  if (status !== 0 && status !== 1) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  const used = JSON.parse(stderr.split('\n').at(-1) ?? '') as { userCPUTime: number; systemCPUTime: number; maxRSS: number };
  return { seconds, cpuSeconds: (used.userCPUTime + used.systemCPUTime) / 1e6, peakMb: Math.round(used.maxRSS / 1024) };
}

/** The run with the median time by the clock. */
export function medianRun(runs: readonly Run[]): Run {
  return runs.toSorted((a, b) => a.seconds - b.seconds)[Math.floor(runs.length / 2)] as Run;
}
