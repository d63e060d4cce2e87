import type { Site } from '../../facts/index.ts';

const words = /chaos|fault|inject|simulat|artificial|delay|sleep|slow|mock|fake|demo/i;

/** Code whose purpose is to be slow: fault injectors, delay endpoints, simulators. */
export function simulates({ source, within }: Site): boolean {
  return words.test(source.file.split('/').slice(-2).join('/')) || words.test(within?.split('#')[1] ?? '');
}

const makes = /^(constructor|__init__|init|initialize|setup|start|bootstrap)$|^(load|create|configure|build|make|register)|(options|config|settings)(from\w*)?$/i;

/** Functions that make something for the whole process, mostly once: options, clients, pages, the program itself. */
export function makesForProcess({ within }: Site): boolean {
  return makes.test(/[#.](\w+)$/.exec(within ?? '')?.[1] ?? '');
}
