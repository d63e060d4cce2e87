import type { Contract } from '@plimsoll/contract/file';
import type { LoadTest } from '../../facts/index.ts';
import { valueOf } from '../../model/known.ts';
import type { JoinedSlo } from '../../model/system.ts';
import { hostOf, isLoopback } from '../calls/texts.ts';
import { normalName } from '../path.ts';

export interface MeantSlo {
  readonly slo: JoinedSlo;
  readonly why: string;
  readonly sure: 'certain' | 'likely' | 'assumed';
}

/** The objectives that a load test can fail for: by the contract, by the host it calls, by its name, or because there is only one of each. */
export function meantSlo(test: LoadTest, tests: readonly LoadTest[], slos: readonly JoinedSlo[], contract: Contract | null): MeantSlo | null {
  const only = slos.length === 1 ? slos[0] : undefined;
  if (contract?.gate?.scenario?.value === test.file && only) return { slo: only, why: 'plimsoll.yml names the scenario', sure: 'certain' };
  const hosts = test.targets.flatMap((target) => hostOf(valueOf(target) ?? '') ?? []).filter((host) => !isLoopback(host));
  const names = new Set([...hosts.map((host) => host.split('.')[0] ?? ''), test.file.split('/').at(-1)?.split('.')[0] ?? '', test.file.split('/').at(-2) ?? ''].map(normalName));
  for (const slo of slos) {
    const own = [slo.slo.service?.value, slo.workload?.name].flatMap((name) => (name ? [normalName(name)] : []));
    if (own.some((name) => names.has(name))) return { slo, why: `both are named ${slo.slo.service?.value ?? slo.workload?.name}`, sure: 'likely' };
  }
  return only && tests.length === 1 ? { slo: only, why: 'the only load test and the only SLO file', sure: 'assumed' } : null;
}
