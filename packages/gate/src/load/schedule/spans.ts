import type { Arm } from '@plimsoll/contract';
import type { Span } from '../plan.ts';
import { randomFrom } from '../../statistics/index.ts';

/** Warm-up, then measured slices of `sliceMs`; the last one is shorter when the duration is no multiple. */
export function plainSpans(warmUpMs: number, durationMs: number, sliceMs: number): readonly Span[] {
  const spans: Span[] = [];
  if (warmUpMs > 0) spans.push({ arm: 'head', block: 0, phase: 'warm-up', startMs: 0, durationMs: warmUpMs });
  for (let at = 0; at < durationMs - 1e-6; at += sliceMs) spans.push({ arm: 'head', block: 0, phase: 'measured', startMs: warmUpMs + at, durationMs: Math.min(sliceMs, durationMs - at) });
  return spans;
}

/**
 * One block of an interleaved comparison: a warm-up of both arms, then `slicesPerArm` slices of each in the order ABBAAB…, whose first arm
 * the seed draws. Mirrored pairs let a drift of the machine in a straight line hit both arms alike.
 */
export function interleavedSpans(block: number, options: { readonly warmUpMs: number; readonly sliceMs: number; readonly slicesPerArm: number; readonly seed: number }): readonly Span[] {
  const { warmUpMs, sliceMs, slicesPerArm, seed } = options;
  const first: Arm = randomFrom(seed + block * 104_729)() < 0.5 ? 'base' : 'head';
  const second: Arm = first === 'base' ? 'head' : 'base';
  const spans: Span[] = [];
  let at = 0;
  const add = (arm: Arm, phase: Span['phase'], durationMs: number): void => {
    spans.push({ arm, block, phase, startMs: at, durationMs });
    at += durationMs;
  };
  if (warmUpMs > 0) for (const arm of [first, second]) add(arm, 'warm-up', warmUpMs);
  for (let pair = 0; pair < slicesPerArm; pair++) for (const arm of pair % 2 === 0 ? [first, second] : [second, first]) add(arm, 'measured', sliceMs);
  return spans;
}
