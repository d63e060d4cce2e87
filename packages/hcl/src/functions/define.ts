import type { CallContext, HclFunction } from '../evaluate/scope.ts';
import { boolOf, errorOf, isError, listOf, nullOf, numberOf, stringOf, unknownBecause, unknownOf } from '../value/make.ts';
import { forEachOption } from '../value/options.ts';
import { maximumTextLength } from '../evaluate/join-parts.ts';
import type { Need, TypeName, UnknownValue, Value } from '../value/value.ts';
import type { Param } from './params.ts';

export interface Failure {
  readonly failure: string;
}

interface Undecided {
  readonly undecided: string;
  readonly needs: Need['kind'];
}

/** What an implementation returns: plain data where that is enough. */
export type Raw = string | number | boolean | null | Value | Failure | Undecided | readonly Raw[];

type Read<P extends readonly Param<unknown>[]> = { [K in keyof P]: P[K] extends Param<infer T> ? T : never };

/** A function of a fixed number of parameters; trailing optional ones may be left out. */
export function pure<const P extends readonly Param<unknown>[]>(params: P, type: TypeName | undefined, implement: (values: Read<P>, context: CallContext) => Raw): HclFunction {
  return variadic(params, undefined, type, (values, _rest, context) => implement(values, context));
}

/** A function whose last parameter may be repeated. */
export function variadic<const P extends readonly Param<unknown>[], R>(
  params: P,
  repeated: Param<R> | undefined,
  type: TypeName | undefined,
  implement: (values: Read<P>, rest: readonly R[], context: CallContext) => Raw,
): HclFunction {
  const required = params.filter((param) => !param.optional).length;
  const call: HclFunction = (values, context) => {
    const { name, range } = context;
    if (values.length < required || (!repeated && values.length > params.length)) {
      return errorOf(`${name} takes ${arity(required, params.length, repeated !== undefined)}, not ${values.length}`, range, values);
    }
    const first: unknown[] = [];
    const rest: R[] = [];
    const stops: UnknownValue[] = [];
    for (const [index, param] of params.entries()) {
      const value = values[index];
      if (value === undefined) first.push(undefined);
      else take(param, value, first, stops);
    }
    if (repeated) for (const value of values.slice(params.length)) take(repeated, value, rest, stops);
    const failed = stops.find(isError);
    if (failed) return errorOf(`${name}: ${failed.reason}`, range, values);
    const cause = stops[0];
    if (!cause) return valueOf(implement(first as Read<P>, rest, context), context, values);
    return forEachOption(values, range, (chosen) => call(chosen, context)) ?? unknownBecause(cause, range, values, type ? { type } : {});
  };
  return call;
}

export function failure(reason: string): Failure {
  return { failure: reason };
}

export function valueOf(raw: Raw, context: CallContext, from: readonly Value[]): Value {
  const { name, range } = context;
  if (raw === null) return nullOf(range, from);
  if (typeof raw === 'string') return raw.length > maximumTextLength ? tooLong(context) : stringOf(raw, range, from);
  if (typeof raw === 'number') return Number.isFinite(raw) ? numberOf(raw, range, from) : errorOf(`${name}: the result is no number`, range, from);
  if (typeof raw === 'boolean') return boolOf(raw, range, from);
  if (isList(raw))
    return listOf(
      raw.map((item) => (isPart(item) ? item : valueOf(item, context, []))),
      range,
      from,
      'list',
    );
  if ('failure' in raw) return errorOf(`${name}: ${raw.failure}`, range, from);
  if ('undecided' in raw) return unknownOf(`${name}: ${raw.undecided}`, { kind: raw.needs, name }, range, from);
  return { ...raw, range, from: [raw, ...raw.from, ...from].slice(0, 8) };
}

function take<T>(param: Param<T>, value: Value, into: unknown[], stops: UnknownValue[]): void {
  const read = param.read(value);
  if ('stop' in read) stops.push(read.stop);
  else into.push(read.ok);
}

function tooLong(context: CallContext): Value {
  return unknownOf(`${context.name}: the text would be too long`, { kind: 'unsupported', name: 'size' }, context.range);
}

function arity(required: number, maximum: number, unbounded: boolean): string {
  if (unbounded) return `at least ${required} arguments`;
  return required === maximum ? `${required} arguments` : `${required} to ${maximum} arguments`;
}

function isList(raw: Raw): raw is readonly Raw[] {
  return Array.isArray(raw);
}

/** Items keep their own places. */
function isPart(raw: Raw): raw is Value {
  return typeof raw === 'object' && raw !== null && 'kind' in raw;
}
