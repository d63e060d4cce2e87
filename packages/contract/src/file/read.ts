import type { Source } from '../source.ts';
import { readYaml } from '../yaml/read.ts';
import type { Contract, ContractProblem, Named, WorkloadContract } from './contract.ts';
import type { Reading } from './reading.ts';
import { startReading } from './reading.ts';
import { contract as shape } from './shapes.ts';

export interface ContractResult {
  readonly contract: Contract | null; // null: nothing of the file could be read
  readonly problems: readonly ContractProblem[];
}

/** Reads `plimsoll.yml`. Never throws; what is wrong becomes a problem with its place, and everything else is still read. */
export function readContract(file: string, text: string): ContractResult {
  const { documents, unread } = readYaml(file, text);
  const reading = startReading();
  for (const { line, message } of unread) reading.problem(placeAt(file, line ?? 1), message);

  const [first, second] = documents;
  if (second) reading.problem(placeAt(file, second.firstLine), 'a contract is one document; this one and those after it were not read');
  if (!first) return { contract: unread.length > 0 ? null : emptyContract(file), problems: reading.problems };

  const read = shape.read(first.root, '', reading);
  const contract: Contract | null = read && { ...read, file, workloads: read.workloads ?? [], dependencies: read.dependencies ?? [] };
  for (const workload of contract?.workloads ?? []) checkScale(workload, reading);
  return { contract, problems: reading.problems.toSorted((a, b) => a.line - b.line || a.column - b.column) };
}

function checkScale({ name, scale }: Named<WorkloadContract>, reading: Reading): void {
  if (!scale?.min || !scale.max || scale.min.value <= scale.max.value) return;
  reading.problem(scale.max.source, `\`workloads.${name.value}.scale\`: max ${scale.max.value} is less than min ${scale.min.value}`);
}

function emptyContract(file: string): Contract {
  return { file, source: placeAt(file, 1), system: null, workloads: [], dependencies: [], gate: null, decisions: null };
}

function placeAt(file: string, line: number): Source {
  return { file, line, column: 1, endLine: line, endColumn: 1 };
}
