import type { Need, Range, UnknownValue, Value } from '@plimsoll/hcl';
import { placesOf, textOf } from '@plimsoll/hcl';
import type { Source, UndecidedCause } from '@plimsoll/contract';
import { byDefault, stated, unknown } from '../../model/known.ts';
import type { Fact, Known } from '../../model/known.ts';
import type { FileIndex } from '../reader.ts';
import { citationOf, placeOf } from './modules/well-known/place.ts';

/** The text of a line, and whether Terragrunt hands in variables from files that are not read. */
export interface LineOf {
  (file: string, line: number): string;
  readonly terragrunt: boolean;
}

const saysMax = 80;

export function lineOfFiles(files: FileIndex): LineOf {
  const known = new Map<string, readonly string[]>();
  const lineOf = (file: string, line: number): string => {
    const lines = known.get(file) ?? (files.text(file) ?? '').split(/\r?\n/);
    known.set(file, lines);
    return lines[line - 1] ?? '';
  };
  return Object.assign(lineOf, { terragrunt: files.paths.some((path) => path.endsWith('terragrunt.hcl')) });
}

export function sourceOf(range: Range): Source {
  return { file: range.file, line: range.start.line, column: range.start.column, endLine: range.end.line, endColumn: range.end.column };
}

/** A value of HCL as a known value of ours: the chain of places becomes the chain of facts (`asg.tf:7`, then `prod.tfvars:3`). */
export function knownOf<T>(value: Value, range: Range, convert: (value: Value) => T | undefined, lineOf: LineOf): Known<T> {
  const place = placeOf(value, range);
  const source = sourceOf(place);
  const chain = chainOf(value, source, lineOf);
  if (value.kind === 'unknown') return unknownFrom(value, source, chain, lineOf);
  const result = convert(value);
  if (result === undefined) {
    return unknown(`it is ${article(value.kind)}`, { cause: 'no-value-given', what: 'a value of the right type' }, { source, from: chain });
  }
  const citation = citationOf(place);
  return citation === undefined ? stated(result, source, sayingOf(source, lineOf), chain) : byDefault(result, source, `${sayingOf(source, lineOf)} (the module's own: ${String(result)})`, citation);
}

function unknownFrom(value: UnknownValue, source: Source, chain: readonly Fact<unknown>[], lineOf: LineOf): Known<never> {
  const byTerragrunt = value.needs.kind === 'variable' && lineOf.terragrunt;
  const needs = byTerragrunt
    ? { cause: 'not-supported-yet' as const, what: `${value.needs.name}, which Terragrunt may set (its inputs are not read)` }
    : { cause: causeOf(value.needs), what: value.needs.name || value.reason };
  return unknown(value.reason, needs, { source, from: chain, ...(value.bounds ? { bounds: value.bounds } : {}) });
}

const causes: Readonly<Record<Need['kind'], UndecidedCause>> = {
  variable: 'no-value-given',
  'resource-attribute': 'outside-the-repository',
  'data-source': 'outside-the-repository',
  'module-output': 'outside-the-repository',
  'live-value': 'outside-the-repository',
  function: 'not-supported-yet',
  unsupported: 'not-supported-yet',
  error: 'no-value-given',
};

function causeOf(need: Need): UndecidedCause {
  return causes[need.kind];
}

function chainOf(value: Value, own: Source, lineOf: LineOf): readonly Fact<unknown>[] {
  return placesOf(value)
    .map(sourceOf)
    .filter((place) => place.file !== own.file || place.line !== own.line)
    .slice(0, 6)
    .map((place) => stated<unknown>(textOf(value) ?? null, place, sayingOf(place, lineOf)));
}

/** The line itself says it best; long ones are cut. */
function sayingOf(source: Source, lineOf: LineOf): string {
  const line = lineOf(source.file, source.line).trim();
  return line.length > saysMax ? `${line.slice(0, saysMax - 1)}…` : line;
}

function article(kind: string): string {
  return /^[aeiou]/.test(kind) ? `an ${kind}` : `a ${kind}`;
}
