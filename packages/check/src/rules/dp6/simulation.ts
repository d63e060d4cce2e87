import type { Site } from '../../facts/index.ts';

const words = /chaos|fault|inject|simulat|artificial|delay|sleep|slow|mock|fake|demo/i;

/** Code whose purpose is to be slow: fault injectors, delay endpoints, simulators. */
export function simulates({ source, within }: Site): boolean {
  return words.test(source.file.split('/').slice(-2).join('/')) || words.test(within?.split('#')[1] ?? '');
}
