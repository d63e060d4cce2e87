import type { Adopted, Pipeline } from '../../model/system.ts';
import type { Collected } from '../collected.ts';

/** A practice counts as adopted from its first example on, or when the contract names where it is kept. */
export function adoptedOf(collected: Collected, pipeline: Pipeline): Adopted {
  const { contract } = collected;
  return {
    slo: collected.slos[0]?.source ?? contract?.workloads.find((workload) => workload.slo)?.slo?.source ?? null,
    loadTest: pipeline.loadTests[0]?.act.source ?? contract?.gate?.source ?? null,
    performanceSection: collected.decisions.find((decision) => decision.performanceSection)?.performanceSection?.source ?? null,
    debtRegister: collected.debts[0]?.source ?? contract?.decisions?.debt?.source ?? null,
  };
}
