import type { Source } from '@plimsoll/contract';
import { byDefault } from '../model/known.ts';
import type { Known } from '../model/known.ts';
import { coresOfThreads } from './cores.ts';

/** Burstable sizes have limits of their own (learn.microsoft.com/azure/postgresql/flexible-server/concepts-limits, read 2026-11). */
const burstable: Readonly<Record<string, readonly [virtualCpus: number, connections: number]>> = {
  B1ms: [1, 50],
  B2s: [2, 429],
  B2ms: [2, 859],
  B4ms: [4, 1718],
  B8ms: [8, 3437],
  B12ms: [12, 5000],
  B16ms: [16, 5000],
  B20ms: [20, 5000],
};
const generalPurpose: readonly (readonly [fromCpus: number, connections: number])[] = [
  [16, 5000],
  [8, 3437],
  [4, 1718],
  [2, 859],
];
const memoryOptimised: typeof generalPurpose = [
  [8, 5000],
  [4, 3437],
  [2, 1718],
];

const citation = 'Azure Database for PostgreSQL flexible server, limits: maximum connections by pricing tier';

interface Sku {
  readonly virtualCpus: number;
  readonly connections: number;
}

/** `B_Standard_B1ms`, `GP_Standard_D4s_v3`, `MO_Standard_E8ds_v5`. */
function skuOf(name: string): Sku | null {
  const [, tier = '', size = ''] = /^(B|GP|MO)_Standard_([A-Za-z0-9]+)(?:_v\d)?$/.exec(name) ?? [];
  if (tier === 'B') {
    const known = Object.hasOwn(burstable, size) ? burstable[size] : undefined;
    return known ? { virtualCpus: known[0], connections: known[1] } : null;
  }
  const cpus = Number(/^[DE](\d{1,3})[a-z]*$/.exec(size)?.[1] ?? Number.NaN);
  const connections = (tier === 'GP' ? generalPurpose : memoryOptimised).find(([from]) => cpus >= from)?.[1];
  return connections === undefined ? null : { virtualCpus: cpus, connections };
}

export function connectionsOfSku(name: string, source: Source): Known<number> | null {
  const sku = skuOf(name);
  return sku && byDefault(sku.connections, source, `${name}: max_connections is ${sku.connections} by default`, citation);
}

export function coresOfSku(name: string, source: Source): Known<number> | null {
  const sku = skuOf(name);
  return sku && coresOfThreads(sku.virtualCpus, name, source, citation);
}
