export type JsonNode = JsonString | JsonScalar | JsonArray | JsonObject;

interface Spanned<Kind extends string> {
  readonly kind: Kind;
  readonly start: number;
  readonly end: number;
}

export interface JsonString extends Spanned<'string'> {
  readonly value: string;
  /** Where each code unit of `value` stands in the text, and where the closing quote does. */
  readonly offsets: (index: number) => number;
}

interface JsonScalar extends Spanned<'scalar'> {
  readonly value: number | boolean | null;
}

interface JsonArray extends Spanned<'array'> {
  readonly items: readonly JsonNode[];
}

export interface JsonObject extends Spanned<'object'> {
  readonly members: readonly JsonMember[];
}

export interface JsonMember {
  readonly name: JsonString;
  readonly value: JsonNode;
}
