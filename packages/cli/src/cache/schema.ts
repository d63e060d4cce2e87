/** The part of JSON Schema (https://json-schema.org/draft/2020-12) that our own schemas are written in. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** Does a value parsed from JSON have the shape? What the schema says beyond the part above is not asked. */
export function fits(value: unknown, schema: Schema, root: Schema = schema): boolean {
  if (schema.$ref !== undefined) {
    const target = root.$defs?.[schema.$ref.replace('#/$defs/', '')];
    if (!target || !fits(value, target, root)) return false;
  }
  if (schema.type !== undefined && ![schema.type].flat().some((type) => isOf(value, type))) return false;
  if ('const' in schema && value !== schema.const) return false;
  if (schema.enum && !schema.enum.includes(value)) return false;
  if (schema.pattern !== undefined && typeof value === 'string' && !new RegExp(schema.pattern, 'u').test(value)) return false;
  if (schema.minimum !== undefined && typeof value === 'number' && value < schema.minimum) return false;
  if (schema.anyOf && !schema.anyOf.some((option) => fits(value, option, root))) return false;
  if (Array.isArray(value)) return !schema.items || value.every((item) => fits(item, schema.items ?? {}, root));
  if (typeof value !== 'object' || value === null) return true;
  if (schema.required?.some((key) => !Object.hasOwn(value, key))) return false;
  return Object.entries(schema.properties ?? {}).every(([key, property]) => !Object.hasOwn(value, key) || fits((value as Readonly<Record<string, unknown>>)[key], property, root));
}

function isOf(value: unknown, type: string): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === type;
}
