import { readFileSync } from 'node:fs';
import { nearest, readContract } from '@plimsoll/contract/file';
import type { CallContract, Contract, Named, WorkloadContract } from '@plimsoll/contract/file';
import { RuntimeError } from '../errors/index.ts';
import type { GuardOptions } from '../guard/options/options.ts';
import type { SizeOptions } from '../pool/sizing/index.ts';

/** What `plimsoll.yml` states, as options for the parts of this package. Only what is stated is there, so that `{ ...stated, timeoutMs: 250 }` lets code win. */
export interface RuntimeContract {
  readonly contract: Contract;
  /** Throws `ERR_PLIMSOLL_CONTRACT` for a name that the contract does not have. */
  workload(name: string): WorkloadOptions;
}

export interface WorkloadOptions {
  readonly name: string;
  /** Longest time for one request, in milliseconds: the top of the timeout pyramid; null where none is stated. */
  readonly deadlineMs: number | null;
  /** For `postgresPool` and `mysqlPool`. Throws `ERR_PLIMSOLL_CONTRACT` for a dependency that this workload does not call. */
  pool(dependency: string): PoolOptionsStated;
  /** For `guard`. Throws as `pool` does. */
  guard(dependency: string): GuardOptionsStated;
}

/**
 * `connectionsMax` where `calls.<dependency>.pool` is a number; `server` from the cores and disks of the dependency; `fleet` counts the largest `scale.max` of
 * every workload that calls it, one for a workload without; `statementTimeoutMs` is the timeout of the call.
 */
export type PoolOptionsStated = { readonly name: string; readonly statementTimeoutMs?: number } & Pick<SizeOptions, 'connectionsMax' | 'server' | 'fleet'>;

/** `timeoutMs`, `bulkhead` and `breaker` of the call. */
export type GuardOptionsStated = Pick<GuardOptions, 'timeoutMs' | 'bulkhead' | 'breaker'>;

/**
 * Reads the contract when the service starts. Throws `ERR_PLIMSOLL_CONTRACT` when the file cannot be read, or naming every line that is wrong: a service
 * should not start on numbers that somebody meant otherwise.
 */
export function load(path: string): RuntimeContract {
  let text;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw wrong(`${path} cannot be read`, { cause });
  }
  const { contract, problems } = readContract(path, text);
  if (problems.length > 0 || contract === null) throw wrong(problems.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`).join('\n') || `${path} says nothing`);
  return {
    contract,
    workload(name) {
      const workload = named(contract.workloads, name, `${path} has no workload`);
      const callOf = (dependency: string): Named<CallContract> => named(workload.calls ?? [], dependency, `${path}: workload ${name} calls no`);
      return {
        name,
        deadlineMs: workload.deadlineMs?.value ?? null,
        pool: (dependency) => poolOptions(contract, callOf(dependency)),
        guard: (dependency) => guardOptions(callOf(dependency)),
      };
    },
  };
}

function poolOptions(contract: Contract, { name, pool, timeoutMs }: Named<CallContract>): PoolOptionsStated {
  const server = contract.dependencies.find((dependency) => dependency.name.value === name.value);
  const callers = contract.workloads.filter(({ calls }) => calls?.some((call) => call.name.value === name.value));
  return {
    name: name.value,
    ...(typeof pool?.value === 'number' ? { connectionsMax: pool.value } : {}),
    ...(server?.cores ? { server: { cores: server.cores.value, disks: server.disks?.value ?? 1 } } : {}),
    fleet: { instances: callers.reduce((sum, caller) => sum + instancesOf(caller), 0) },
    ...(timeoutMs ? { statementTimeoutMs: timeoutMs.value } : {}),
  };
}

function instancesOf({ scale }: WorkloadContract): number {
  return Math.max(1, scale?.max?.value ?? 1);
}

function guardOptions({ timeoutMs, bulkhead, breaker }: CallContract): GuardOptionsStated {
  return {
    ...(timeoutMs ? { timeoutMs: timeoutMs.value } : {}),
    ...(bulkhead ? { bulkhead: bulkhead.value } : {}),
    ...(breaker
      ? {
          breaker: {
            ...(breaker.errors ? { errors: breaker.errors.value } : {}),
            ...(breaker.of ? { of: breaker.of.value } : {}),
            ...(breaker.resetMs ? { resetMs: breaker.resetMs.value } : {}),
          },
        }
      : {}),
  };
}

function named<T>(entries: readonly Named<T>[], name: string, otherwise: string): Named<T> {
  const found = entries.find((entry) => entry.name.value === name);
  if (found) return found;
  const names = entries.map((entry) => entry.name.value);
  const close = nearest(name, names);
  throw wrong(`${otherwise} ${name}${close === null ? (names.length > 0 ? `; it has ${names.join(', ')}` : '') : `; did you mean ${close}?`}`);
}

function wrong(message: string, options: { readonly cause?: unknown } = {}): RuntimeError {
  return new RuntimeError('ERR_PLIMSOLL_CONTRACT', message, { retryable: false, ...options });
}
