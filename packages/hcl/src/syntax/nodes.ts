import type { Range } from '../source/range.ts';

export interface Body {
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly blocks: readonly Block[];
  readonly range: Range;
}

export interface Attribute {
  readonly name: string;
  readonly nameRange: Range;
  readonly expression: Expression;
  readonly range: Range;
}

export interface Label {
  readonly text: string;
  readonly range: Range;
}

export interface Block {
  readonly type: string;
  readonly typeRange: Range;
  readonly labels: readonly Label[];
  /** Type and labels, without the opening brace. */
  readonly headerRange: Range;
  readonly body: Body;
  readonly range: Range;
}

export interface Comment {
  readonly text: string;
  readonly range: Range;
}

export type Expression = Literal | Template | Variable | Traversal | Call | Unary | Binary | Conditional | Tuple | ObjectConstructor | For | Invalid;

interface Node<Kind extends string> {
  readonly kind: Kind;
  readonly range: Range;
}

export interface Literal extends Node<'literal'> {
  readonly value: number | boolean | null;
}

export interface Template extends Node<'template'> {
  readonly style: 'quoted' | 'heredoc' | 'bare';
  readonly parts: readonly Part[];
}

export type Part = TextPart | InterpolationPart | IfPart | ForPart;

export interface TextPart extends Node<'text'> {
  readonly value: string;
}

export interface InterpolationPart extends Node<'interpolation'> {
  readonly expression: Expression;
}

export interface IfPart extends Node<'if'> {
  readonly condition: Expression;
  readonly consequent: readonly Part[];
  readonly alternative: readonly Part[];
}

export interface ForPart extends Node<'for'> {
  readonly keyName: string | undefined;
  readonly valueName: string;
  readonly collection: Expression;
  readonly body: readonly Part[];
}

export interface Variable extends Node<'variable'> {
  readonly name: string;
}

/** Attribute, index and splat steps applied to `source`, flattened so that long chains need no recursion. */
export interface Traversal extends Node<'traversal'> {
  readonly source: Expression;
  readonly steps: readonly Step[];
}

export type Step = AttributeStep | IndexStep | SplatStep;

export interface AttributeStep extends Node<'attribute'> {
  readonly name: string;
}

export interface IndexStep extends Node<'index'> {
  readonly key: Expression;
}

/** `each` holds the steps applied to every element. */
export interface SplatStep extends Node<'splat'> {
  readonly each: readonly Step[];
}

export interface Call extends Node<'call'> {
  readonly name: string;
  readonly nameRange: Range;
  readonly arguments: readonly Expression[];
  /** The last argument is a list whose items are the arguments: `max(list...)`. */
  readonly expandsLast: boolean;
}

export interface Unary extends Node<'unary'> {
  readonly operator: '!' | '-';
  readonly operand: Expression;
}

export type BinaryOperator = '||' | '&&' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '%';

export interface Binary extends Node<'binary'> {
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

export interface Conditional extends Node<'conditional'> {
  readonly condition: Expression;
  readonly consequent: Expression;
  readonly alternative: Expression;
}

export interface Tuple extends Node<'tuple'> {
  readonly items: readonly Expression[];
}

export interface ObjectItem {
  readonly key: Expression;
  readonly value: Expression;
  readonly range: Range;
}

export interface ObjectConstructor extends Node<'object'> {
  readonly items: readonly ObjectItem[];
}

export interface For extends Node<'for'> {
  readonly keyName: string | undefined;
  readonly valueName: string;
  readonly collection: Expression;
  /** Present: the result is an object, else a list. */
  readonly key: Expression | undefined;
  readonly value: Expression;
  readonly grouped: boolean;
  readonly condition: Expression | undefined;
}

/** What could not be read; the diagnostic says why. */
export interface Invalid extends Node<'invalid'> {
  readonly reason: string;
}
