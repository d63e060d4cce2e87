import { version as nodeVersion } from 'node:process';
import { cpus, release, totalmem, type as systemName } from 'node:os';
import type { Fingerprint } from '@plimsoll/contract';

/** This machine, as far as it decides how fast things are. The generator is named by the caller, who knows its version. */
export function fingerprint(generator: string, image: string | null = null): Fingerprint {
  const processors = cpus();
  return {
    cpuModel: processors[0]?.model.trim() ?? null,
    cpus: processors.length === 0 ? null : processors.length,
    memoryBytes: totalmem(),
    kernel: `${systemName()} ${release()}`,
    runtime: `node ${nodeVersion.slice(1)}`,
    image,
    generator,
  };
}
