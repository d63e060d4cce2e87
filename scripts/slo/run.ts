// What is measured of SLOs, as tables for bench/RESULTS.md: `node -C source scripts/slo/run.ts scenarios | sloth DIR | thousand`.
import { argv } from 'node:process';

const benches: Readonly<Record<string, () => Promise<{ run: (args: readonly string[]) => Promise<void> }>>> = {
  scenarios: async () => import('./scenarios.ts'),
  sloth: async () => import('./sloth.ts'),
  thousand: async () => import('./thousand.ts'),
};

const [bench = '', ...rest] = argv.slice(2);
const load = Object.hasOwn(benches, bench) ? benches[bench] : undefined;
if (load) await (await load()).run(rest);
else {
  process.stderr.write(`there is no bench ${bench}; there are ${Object.keys(benches).join(', ')}\n`);
  process.exitCode = 2;
}
