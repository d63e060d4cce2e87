import type { Fingerprint } from '@plimsoll/contract';

const machine = ['cpuModel', 'cpus', 'memoryBytes', 'kernel', 'runtime', 'generator'] as const satisfies readonly (keyof Fingerprint)[];

/**
 * What differs between two machines, as "cpus: 2, not 4"; empty when runs of both may be compared. The image is left out: it is the
 * system under test, which a comparison is about. Unknown on one side only differs; unknown on both sides says nothing and passes.
 */
export function fingerprintDifferences(a: Fingerprint, b: Fingerprint): readonly string[] {
  return machine.filter((field) => a[field] !== b[field]).map((field) => `${field}: ${a[field] ?? 'not known'}, not ${b[field] ?? 'not known'}`);
}
