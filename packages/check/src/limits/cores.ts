import type { Source } from '@plimsoll/contract';
import { byDefault } from '../model/known.ts';
import type { Known } from '../model/known.ts';

/** Virtual CPUs by size; the families on record agree (Amazon RDS User Guide, hardware specifications for DB instance classes, read 2026-11). */
const virtualCpus: Readonly<Record<string, number>> = {
  micro: 2,
  small: 2,
  medium: 2,
  large: 2,
  xlarge: 4,
  '2xlarge': 8,
  '4xlarge': 16,
  '8xlarge': 32,
  '12xlarge': 48,
  '16xlarge': 64,
  '24xlarge': 96,
  '32xlarge': 128,
  '48xlarge': 192,
};

/** Families of Graviton, whose virtual CPUs are cores, and of x86, where two threads share one. Others have sizes of their own. */
const graviton = /^(?:t4g|[mr][6-8]gd?)$/;
const twoThreads = /^(?:t3|[mr]5[bd]?n?|[mr]6i(?:d|n|dn)?|[mr]7i)$/;

/** The cores of an RDS instance class, for (cores × 2) + disks; null when the class is not on record. */
export function coresOfRdsClass(instanceClass: string, source: Source): Known<number> | null {
  const [, family = '', size = ''] = /^db\.([a-z0-9]+)\.([a-z0-9]+)$/.exec(instanceClass) ?? [];
  const virtual = Object.hasOwn(virtualCpus, size) ? virtualCpus[size] : undefined;
  if (virtual === undefined || (size === 'medium' && !family.startsWith('t'))) return null;
  const citation = 'Amazon RDS User Guide, hardware specifications for DB instance classes';
  if (graviton.test(family)) return byDefault(virtual, source, `${instanceClass}: ${virtual} cores`, citation);
  return twoThreads.test(family) ? coresOfThreads(virtual, instanceClass, source, citation) : null;
}

/** Where a virtual CPU is a thread, two of them share a core. */
export function coresOfThreads(virtual: number, name: string, source: Source, citation: string): Known<number> {
  const cores = Math.max(1, Math.floor(virtual / 2));
  return byDefault(cores, source, `${name}: ${virtual} virtual CPUs, two threads a core`, citation);
}
