// Runs the trials FROM to TO in a process of its own: says which one is next before it begins, and what was wrong with it.
import { seeds } from '../../test/fuzz/seeds.ts';
import { faultsOf, trialOf } from '../../test/fuzz/trial.ts';
import type { FuzzMessage } from './fuzz.ts';

const [from = 0, to = 0] = process.argv.slice(2).map(Number);
const all = seeds();
const send = (message: FuzzMessage): void => void process.send?.(message);

for (let number = from; number < to; number++) {
  send({ number });
  const before = process.cpuUsage();
  const faults = await faultsOf(trialOf(number, all));
  const used = process.cpuUsage(before);
  const cpuMs = (used.user + used.system) / 1000;
  if (faults.length > 0 || cpuMs > 250) send({ number, faults, cpuMs });
}
send({ number: to, peakMb: Math.round(process.resourceUsage().maxRSS / 1024) });
process.disconnect();
