export type {
  BreakerContract,
  CallContract,
  CapacityChoice,
  Contract,
  ContractProblem,
  DecisionsContract,
  DependencyContract,
  GateContract,
  Named,
  ScaleContract,
  StateContract,
  StatePlace,
  WorkloadContract,
  ZoneChoice,
} from './contract.ts';
export type { ContractResult } from './read.ts';
export { readContract } from './read.ts';
export type { JsonSchema } from './shape.ts';
export { contractJsonSchema } from './json-schema.ts';
export type { Ignore, IgnoresResult } from './ignores.ts';
export { ignoresJsonSchema, isDay, readIgnores } from './ignores.ts';
export { nearest } from './nearest.ts';
