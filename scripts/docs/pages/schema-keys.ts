/** What our schemas use of JSON Schema. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly const?: string | number;
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

interface Section {
  readonly name: string;
  readonly schema: Schema;
}

/** A table for each mapping that a file may hold, from the outermost in, then the parts that several places share. */
export function keysOf(file: Schema): string {
  const shared = Object.entries({ ...file.$defs, ...file.definitions });
  const sections = [...mappingsIn('', file), ...shared.flatMap(([name, schema]) => mappingsIn(name, schema))];
  const named = Map.groupBy(
    sections.filter(({ schema }) => Object.keys(schema.properties ?? {}).length > 0),
    ({ name }) => name,
  );
  return [...named].map(([name, forms]) => `${name === '' ? '' : `## \`${name}\`\n\n`}${[...new Set(forms.map(({ schema }) => said(name, schema)))].join('\nor\n\n')}`).join('\n');
}

function said(name: string, schema: Schema): string {
  return `${schema.description === undefined || name === '' ? '' : `${inCell(schema.description)}\n\n`}${table(schema)}`;
}

function mappingsIn(name: string, schema: Schema): readonly Section[] {
  const below = Object.entries(schema.properties ?? {}).flatMap(([key, value]) => mappingsIn(name === '' ? key : `${name}.${key}`, value));
  const others = typeof schema.additionalProperties === 'object' ? mappingsIn(`${name}.*`, schema.additionalProperties) : [];
  const entries = schema.items ? mappingsIn(`${name}[]`, schema.items) : [];
  const choices = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].filter((choice) => choice.$ref === undefined).flatMap((choice) => mappingsIn(name, choice));
  return [...(schema.properties ? [{ name, schema }] : []), ...below, ...others, ...entries, ...choices];
}

function table(schema: Schema): string {
  const rows = Object.entries(schema.properties ?? {}).map(([key, value]) => `| \`${key}\`${schema.required?.includes(key) ? ' (required)' : ''} | ${valueOf(value)} | ${explained(value)} |`);
  return `| key | value | what |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
}

function explained({ description, examples }: Schema): string {
  const shown = examples?.map((example) => code(typeof example === 'string' ? example : JSON.stringify(example))).join(', ');
  return [description === undefined ? '' : inCell(description), shown === undefined ? '' : `e.g. ${shown}`].filter((part) => part !== '').join('; ');
}

function valueOf(schema: Schema): string {
  if (schema.$ref !== undefined) return `\`${schema.$ref.split('/').at(-1)}\``;
  if (schema.enum) return schema.enum.map((value) => code(String(value))).join(', ');
  if (schema.const !== undefined) return code(String(schema.const));
  const choices = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])].map(valueOf).filter((choice) => choice !== '');
  if (choices.length > 0) return [...new Set(choices)].join(' or ');
  const types = [schema.type ?? []].flat().filter((type) => type !== 'null');
  return [...new Set(types.map((type) => nameOf(type, schema)))].join(' or ');
}

function nameOf(type: string, schema: Schema): string {
  if (type === 'array') {
    const entries = schema.items ? valueOf(schema.items) : '';
    return entries === '' ? 'list' : `list of ${entries}`;
  }
  return { object: 'mapping', integer: 'whole number', boolean: 'true or false', string: 'text' }[type] ?? type;
}

function code(text: string): string {
  return `\`${text.replaceAll('|', String.raw`\|`)}\``;
}

/** Descriptions are sentences, not Markdown. */
function inCell(text: string): string {
  return text
    .replaceAll('|', String.raw`\|`)
    .replaceAll('<', '&lt;')
    .replaceAll('\n', ' ');
}
