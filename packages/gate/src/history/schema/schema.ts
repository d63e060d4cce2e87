/** The part of JSON Schema (draft 07) that our own files need. One description serves the published schema and the check on reading. */
export interface Schema {
  readonly $ref?: string; // #/definitions/…
  readonly description?: string;
  readonly type?: JsonType | readonly JsonType[];
  readonly const?: string | number;
  readonly enum?: readonly (string | null)[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema;
  readonly items?: Schema | readonly Schema[]; // a list: one for each place
  readonly minItems?: number;
  readonly maxItems?: number;
}

export interface RootSchema extends Schema {
  readonly $schema: string;
  readonly $id: string;
  readonly title: string;
  readonly definitions: Readonly<Record<string, Schema>>;
}

type JsonType = 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean' | 'null';

/** The first thing in `value` that the schema does not allow, with the path of the field: "measurement.slices[3].startMs: …". null: it fits. */
export function firstMismatch(value: unknown, schema: Schema, definitions: Readonly<Record<string, Schema>>, at: string = ''): string | null {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.slice('#/definitions/'.length);
    const target = definitions[name];
    if (!target) throw new RangeError(`the schema has no definition "${name}"`);
    return firstMismatch(value, target, definitions, at);
  }
  const wrong = scalarMismatch(value, schema);
  if (wrong !== null) return `${at === '' ? 'the file' : at}: ${wrong}`;
  if (Array.isArray(value)) return itemMismatch(value, schema, definitions, at);
  if (typeof value === 'object' && value !== null) return fieldMismatch(value as Readonly<Record<string, unknown>>, schema, definitions, at);
  return null;
}

function scalarMismatch(value: unknown, schema: Schema): string | null {
  const types = typeof schema.type === 'string' ? [schema.type] : schema.type;
  if (types && !types.some((type) => isOf(value, type))) return `${say(value)} is not ${types.map(sayType).join(' or ')}`;
  if (schema.const !== undefined && value !== schema.const) return `${say(value)} is not ${say(schema.const)}`;
  if (schema.enum && !schema.enum.some((each) => each === value)) return `${say(value)} is none of ${schema.enum.map(say).join(', ')}`;
  if (typeof value === 'number') {
    if (schema.minimum !== undefined && value < schema.minimum) return `${value} is below ${schema.minimum}`;
    if (schema.maximum !== undefined && value > schema.maximum) return `${value} is above ${schema.maximum}`;
  }
  if (typeof value === 'string' && schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value)) return `${say(value)} does not match ${schema.pattern}`;
  return null;
}

function itemMismatch(value: readonly unknown[], schema: Schema, definitions: Readonly<Record<string, Schema>>, at: string): string | null {
  const { items } = schema;
  if (schema.minItems !== undefined && value.length < schema.minItems) return `${at}: has ${value.length} items, not at least ${schema.minItems}`;
  if (schema.maxItems !== undefined && value.length > schema.maxItems) return `${at}: has ${value.length} items, not at most ${schema.maxItems}`;
  if (!items) return null;
  for (const [index, each] of value.entries()) {
    const schemaHere = isList(items) ? items[index] : items;
    const wrong = schemaHere ? firstMismatch(each, schemaHere, definitions, `${at}[${index}]`) : null;
    if (wrong !== null) return wrong;
  }
  return null;
}

function fieldMismatch(value: Readonly<Record<string, unknown>>, schema: Schema, definitions: Readonly<Record<string, Schema>>, at: string): string | null {
  const path = (name: string): string => (at === '' ? name : `${at}.${name}`);
  for (const name of schema.required ?? []) if (!Object.hasOwn(value, name)) return `${path(name)}: is missing`;
  for (const [name, each] of Object.entries(value)) {
    const known = schema.properties && Object.hasOwn(schema.properties, name) ? schema.properties[name] : schema.additionalProperties;
    const wrong = known ? firstMismatch(each, known, definitions, path(name)) : null;
    if (wrong !== null) return wrong;
  }
  return null;
}

function isList(items: Schema | readonly Schema[]): items is readonly Schema[] {
  return Array.isArray(items);
}

function isOf(value: unknown, type: JsonType): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'number') return Number.isFinite(value);
  return typeof value === type;
}

function sayType(type: JsonType): string {
  if (type === 'null') return 'null';
  return `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`;
}

function say(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
