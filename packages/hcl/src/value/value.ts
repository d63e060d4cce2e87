import type { Range } from '../source/range.ts';

export type Value = StringValue | NumberValue | BoolValue | NullValue | ListValue | ObjectValue | UnknownValue;
export type KnownValue = Exclude<Value, UnknownValue>;

/** Points into the configuration: `aws_sqs_queue.jobs` and `arn`. */
export interface Reference {
  readonly address: string;
  readonly attribute: string;
}

interface Common<Kind extends string> {
  readonly kind: Kind;
  /** Where the expression that gave this value stands. */
  readonly range: Range;
  /** What it was made of: the referenced value, operands, arguments. At most `maximumOrigins`. */
  readonly from: readonly Value[];
  /** Set when the value was read from something that has an address. */
  readonly reference?: Reference;
}

export interface StringValue extends Common<'string'> {
  readonly value: string;
  /** What `jsonencode` or `yamlencode` made the text from: its parts still know their ranges. */
  readonly encoded?: Value;
}

export interface NumberValue extends Common<'number'> {
  readonly value: number;
}

export interface BoolValue extends Common<'bool'> {
  readonly value: boolean;
}

export interface NullValue extends Common<'null'> {
  readonly value: null;
}

export interface ListValue extends Common<'list'> {
  readonly flavour: 'tuple' | 'list' | 'set';
  readonly items: readonly Value[];
  readonly size: number;
  readonly levels: number;
}

export interface ObjectValue extends Common<'object'> {
  readonly flavour: 'object' | 'map';
  readonly entries: ReadonlyMap<string, Value>;
  readonly size: number;
  readonly levels: number;
}

/** What would decide an unknown value. `error`: nothing would, the configuration itself fails here. */
export interface Need {
  readonly kind: 'variable' | 'resource-attribute' | 'data-source' | 'module-output' | 'function' | 'live-value' | 'unsupported' | 'error';
  readonly name: string;
}

/** Both ends inclusive. */
export interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

export type TypeName = 'string' | 'number' | 'bool' | 'list' | 'object';

export interface UnknownValue extends Common<'unknown'> {
  readonly reason: string;
  readonly needs: Need;
  readonly type?: TypeName;
  readonly bounds?: Bounds;
  /** The value is one of these, whichever way the unknown part turns out. */
  readonly options?: readonly Value[];
  /** An unknown string in pieces, literal ones among them. */
  readonly parts?: readonly Value[];
  /** What `jsonencode` or `yamlencode` would have turned into text. */
  readonly encoded?: Value;
}

/** Chains stay readable and memory stays flat: a value remembers this many operands. */
export const maximumOrigins = 8;
/** No value may hold more than this many parts, counted through all levels. */
export const maximumSize = 1_000_000;
/** Nor may it be nested deeper, so that everything that walks a value may recurse. */
export const maximumLevels = 200;
/** Options beyond this are dropped: nobody judges hundreds of cases. */
export const maximumOptions = 16;
