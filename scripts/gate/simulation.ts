// V5: a service under 200 requests a second, on machines that differ, restarted again and again, with neighbours that disturb it. All of
// its parameters stand here. They were set so that the naive rule gives 25 to 35 % of false alarms at a machine CV of 10 %, as the
// closed form says it must (1 - Φ(ln 1.1 / (0.1·√2)) = 25 %), and not touched after that.
import type { Arm, Slice } from '@plimsoll/contract';
import { latencyRecorder, quantileOf, randomFrom } from '@plimsoll/gate/statistics';
import { judgePaired, judgeRatio, nightly } from '@plimsoll/gate/verdict';
import { sliceOf } from './measurement.ts';
import { effectName, rateTable } from './rates.ts';

export const parameters = {
  perSecond: 200,
  medianMs: 40,
  spread: 0.5, // of the logarithm of a latency
  machineCv: 0.1,
  runDeviation: 0.03, // each restart of an arm
  arDeviation: 0.05, // noise of the machine from second to second, stationary
  arCorrelation: 0.8,
  burstShare: 0.15, // of seconds that begin a disturbance by neighbours
  burstMean: 0.2, // its size, exponential, in logarithms; it lasts that second
  sliceMs: 5000,
  slicesPerArm: 6, // in a block
  naiveSeconds: 30,
} as const;

const trials = { naive: 1500, paired: 300, pairedUnchanged: 600 } as const;
const effects: readonly number[] = [0, 0.05, 0.1, 0.2, 0.5];

/** With a `share` below 1, that share of the trials: the same noise from its begin, so that a test holds a seeded part of the long proof. */
export function simulation(share = 1): string {
  const table = rateTable();
  for (const machineCv of [0.03, parameters.machineCv, 0.2]) naive(machineCv, share, table);
  paired(share, table);
  return `${JSON.stringify(parameters)}\n\n${table.markdown('rule (simulation)')}`;
}

/** Head and base once each for 30 seconds, each on whatever machine it was given. */
function naive(machineCv: number, share: number, table: ReturnType<typeof rateTable>): void {
  const noise = noiseFrom(41 + machineCv * 1000);
  for (const effect of effects)
    for (let trial = 0; trial < trials.naive * share; trial++) {
      const [base, head] = [0, effect].map((slowdown) => {
        const recorder = latencyRecorder();
        const machine = noise.machine();
        const level = noise.normal() * machineCv + noise.normal() * parameters.runDeviation + Math.log1p(slowdown);
        for (let second = 0; second < parameters.naiveSeconds; second++) aSecond(recorder, level + machine(), noise);
        return recorder.snapshot();
      });
      for (const [name, quantile] of [
        ['p95', 0.95],
        ['p99', 0.99],
      ] as const) {
        const ratio = judgeRatio((base && quantileOf(base, quantile)) ?? 0, (head && quantileOf(head, quantile)) ?? 0, 1.1);
        table.at(`naive, ${name}, machine CV ${machineCv * 100} %`, effectName(effect)).add(String(trial), ratio.answer === 'slower');
      }
    }
}

/** GATE-1 as a driver runs it: block by block on one machine until it is decided. The machine cancels out, whatever its CV. */
function paired(share: number, table: ReturnType<typeof rateTable>): void {
  const noise = noiseFrom(97);
  const most = Math.max(...nightly.looks.map(({ blocks }) => blocks));
  for (const effect of effects) {
    const column = effectName(effect);
    const spent: number[] = [];
    for (let trial = 0; trial < (effect === 0 ? trials.pairedUnchanged : trials.paired) * share; trial++) {
      const machine = noise.machine();
      const machineLevel = noise.normal() * parameters.machineCv;
      const slices: Slice[] = [];
      for (let block = 0; block < most; block++) {
        slices.push(...aBlock(block, effect, machineLevel, machine, noise));
        if (!nightly.looks.some((look) => look.blocks === block + 1)) continue; // judged at looks only, and looks are not cheap
        const { results, decided } = judgePaired(slices, nightly);
        if (!decided) continue;
        const slower = (metric: string): boolean => results.some((each) => each.metric === metric && each.answer === 'slower');
        for (const metric of ['p95', 'p99', 'pooled-p99'] as const) table.at(`GATE-1 paired, ${metric}`, column).add(String(trial), slower(metric));
        table.at('GATE-1 paired, any of the three (the product)', column).add(
          String(trial),
          results.some(({ answer }) => answer === 'slower'),
        );
        spent.push(block + 1);
        break;
      }
    }
    table.at('mean minutes', column).note((spent.reduce((sum, each) => sum + each, 0) / spent.length).toFixed(1));
  }
}

function aBlock(block: number, effect: number, machineLevel: number, machine: () => number, noise: Noise): readonly Slice[] {
  const restart: Readonly<Record<Arm, number>> = { base: noise.normal() * parameters.runDeviation, head: noise.normal() * parameters.runDeviation + Math.log1p(effect) };
  const first: Arm = noise.uniform() < 0.5 ? 'base' : 'head';
  const other: Arm = first === 'base' ? 'head' : 'base';
  const order = Array.from({ length: parameters.slicesPerArm / 2 }, (_, index) => (index % 2 === 0 ? [first, other] : [other, first])).flatMap(([a = first, b = other]) => [a, b, b, a]);
  return order.map((arm, index): Slice => {
    const recorder = latencyRecorder();
    for (let second = 0; second < parameters.sliceMs / 1000; second++) aSecond(recorder, machineLevel + restart[arm] + machine(), noise);
    return sliceOf({ arm, block, startMs: (block * order.length + index) * parameters.sliceMs, durationMs: parameters.sliceMs }, recorder.snapshot());
  });
}

function aSecond(recorder: ReturnType<typeof latencyRecorder>, level: number, noise: Noise): void {
  const base = Math.log(parameters.medianMs) + level;
  for (let request = 0; request < parameters.perSecond; request++) recorder.record(Math.exp(base + parameters.spread * noise.normal()));
}

interface Noise {
  readonly uniform: () => number;
  readonly normal: () => number;
  /** The noise of one machine, second after second, in logarithms. */
  readonly machine: () => () => number;
}

function noiseFrom(seed: number): Noise {
  const uniform = randomFrom(seed);
  let spare: number | null = null;
  // Box and Muller 1958; both of the pair are used.
  const normal = (): number => {
    if (spare !== null) {
      const kept = spare;
      spare = null;
      return kept;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  const { arDeviation, arCorrelation, burstShare, burstMean } = parameters;
  return {
    uniform,
    normal,
    machine: () => {
      let state = normal() * arDeviation;
      return () => {
        state = arCorrelation * state + Math.sqrt(1 - arCorrelation ** 2) * arDeviation * normal();
        return state + (uniform() < burstShare ? -burstMean * Math.log(1 - uniform()) : 0);
      };
    },
  };
}
