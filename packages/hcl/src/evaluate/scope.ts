import type { Range } from '../source/range.ts';
import type { Expression, Step } from '../syntax/nodes.ts';
import type { Reference, Value } from '../value/value.ts';

/** What expressions are evaluated in. Pure: the same question gets the same answer. */
export interface Scope {
  /**
   * Looks up `root` and as many of the steps behind it as the name needs: `var.size.max` resolves `var` with one step.
   * Undefined when nothing has that name.
   */
  readonly resolve: (root: string, steps: readonly Step[], context: ResolveContext) => Resolution | undefined;
  /**
   * An attribute of something that is known only by its address: an unknown whose reference has the attribute `''` stands for
   * the whole thing, and is asked for its parts one by one. So nothing is evaluated that nobody reads.
   */
  readonly member?: Member;
  readonly functions: FunctionTable;
  /** Shared by all scopes that evaluate each other's expressions, so that limits hold for all together. */
  readonly meter?: Meter;
}

export type Member = (reference: Reference, name: string, range: Range) => Value | undefined;

export interface ResolveContext {
  /** The root and the first `consumed` steps. */
  readonly rangeOf: (consumed: number) => Range;
  /** For keys of index steps. */
  readonly evaluate: (expression: Expression) => Value;
  /** Walks on from a value. */
  readonly apply: (value: Value, steps: readonly Step[]) => Value;
}

export interface Resolution {
  readonly value: Value;
  readonly consumed: number;
}

export type FunctionTable = ReadonlyMap<string, HclFunction>;
export type HclFunction = (values: readonly Value[], context: CallContext) => Value;

export interface CallContext {
  readonly name: string;
  readonly range: Range;
  /** The table that the call itself was found in, for functions that evaluate templates. */
  readonly functions: FunctionTable;
  readonly meter: Meter;
}

export interface Meter {
  depth: number;
  steps: number;
  total: number;
}

/** Nested evaluations, through references too. Far above real configuration, far below the call stack. */
const maximumEvaluationDepth = 250;
/** Expressions that one evaluation, and all of one meter, may visit. The largest root of the corpus needs 1,431 and 22,435. */
const maximumSteps = 100_000;
const maximumTotal = 5_000_000;

export function newMeter(): Meter {
  return { depth: 0, steps: 0, total: 0 };
}

/** Why evaluation must stop here; undefined while it may go on. */
export function exhausted(meter: Meter): string | undefined {
  if (meter.depth === 0) {
    meter.total += meter.steps;
    meter.steps = 0;
  }
  meter.steps += 1;
  if (meter.steps > maximumSteps || meter.total > maximumTotal) return `evaluation stopped after ${maximumSteps} steps`;
  if (meter.depth > maximumEvaluationDepth) return `evaluation stopped at ${maximumEvaluationDepth} nested expressions`;
  return undefined;
}
