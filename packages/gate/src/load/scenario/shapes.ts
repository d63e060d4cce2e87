import type { Source, Stated } from '@plimsoll/contract';
import { anything, count, duration, field, leaf, list, named, object, path, text } from '@plimsoll/contract/shape';
import type { Shape } from '@plimsoll/contract/shape';
import { jsonPathOf } from './template.ts';

/** A scenario as its file states it; read.ts makes a Scenario of it. */
export interface ScenarioFile {
  readonly source: Source;
  readonly name: Stated<string> | null;
  readonly target: Stated<string> | null;
  readonly data: readonly Stated<string>[] | null;
  readonly variables: readonly NamedText[] | null;
  readonly headers: readonly NamedText[] | null;
  readonly requests: readonly RequestFile[] | null;
  readonly flows: readonly FlowFile[] | null;
}

export interface NamedText {
  readonly name: Stated<string>;
  readonly value: Stated<string>;
}

export interface FlowFile {
  readonly source: Source;
  readonly name: Stated<string> | null;
  readonly weight: Stated<number> | null;
  readonly steps: readonly RequestFile[] | null;
}

export interface RequestFile {
  readonly source: Source;
  readonly name: Stated<string> | null;
  readonly weight: Stated<number> | null;
  readonly method: Stated<string> | null;
  readonly path: Stated<string> | null;
  readonly headers: readonly NamedText[] | null;
  readonly body: Stated<unknown> | null;
  readonly form: readonly NamedText[] | null;
  readonly checks: readonly CheckFile[] | null;
  readonly extract: readonly NamedText[] | null;
  readonly thinkMs: Stated<number> | null;
}

export interface CheckFile {
  readonly source: Source;
  readonly status: Stated<unknown> | null;
  readonly body: Stated<string> | null;
  readonly json: Stated<string> | null;
  readonly equals: Stated<unknown> | null;
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

const method: Shape<Stated<string>> = leaf(
  'an HTTP method',
  (written) =>
    methods.includes(written.toUpperCase()) ? { ok: true, value: written.toUpperCase() } : { ok: false, message: `\`${written.slice(0, 20)}\` is no method; legal: ${methods.join(', ')}` },
  { enum: methods },
);

const requestPath: Shape<Stated<string>> = leaf(
  'a path such as /payments/${id}',
  (written) => (/^\/(?!\/)[^\s#]*$/.test(written) ? { ok: true, value: written } : { ok: false, message: `\`${written.slice(0, 60)}\` is no path; it begins with one / and has neither blanks nor #` }),
  { type: 'string', pattern: '^/' },
);

const jsonPath: Shape<Stated<string>> = leaf(
  'a path into JSON such as $.items[0].id',
  (written) => (jsonPathOf(written) ? { ok: true, value: written } : { ok: false, message: `\`${written.slice(0, 60)}\` is no path; write $.name, $.items[0] and the like` }),
  { type: 'string', pattern: '^\\$' },
);

/** A mapping from names to texts. */
function texts(expects: string): Shape<readonly NamedText[]> {
  const item: Shape<{ readonly source: Source; readonly value: Stated<string> }> = {
    expects: text.expects,
    schema: text.schema,
    read: (node, at, reading) => {
      const value = text.read(node, at, reading);
      return value && { source: node.source, value };
    },
  };
  return named(expects, item);
}

const check: Shape<CheckFile> = object<CheckFile>('a check: status, body, or json with equals', {
  status: field('status', 'Status that is right, or a list of them', anything),
  body: field('body', 'Text that the body holds', text),
  json: field('json', 'Path into the body as JSON; without `equals` it must exist', jsonPath),
  equals: field('equals', 'Value at the path', anything),
});

const request: Shape<RequestFile> = object<RequestFile>('a mapping that describes one request', {
  name: field('name', 'Name under which it is counted', text),
  weight: field('weight', 'How often against the others', count),
  method: field('method', 'HTTP method', method),
  path: field('path', 'Path with query, below the target', requestPath),
  headers: field('headers', 'Headers', texts('a mapping from header names to values')),
  body: field('body', 'Body: a text as it is, a mapping or list as JSON', anything),
  form: field('form', 'Body as form fields', texts('a mapping from field names to values')),
  checks: field('checks', 'What must hold of the answer', list('a list of checks', check)),
  extract: field('extract', 'Variables from the answer: $.path, header:NAME or between:BEFORE|AFTER', texts('a mapping from variables to where they come from')),
  thinkMs: field('think', 'Pause after the answer', duration),
});

const flow: Shape<FlowFile> = object<FlowFile>('a mapping with name, weight and steps', {
  name: field('name', 'Name', text),
  weight: field('weight', 'How often against the others', count),
  steps: field('steps', 'Requests one after the other', list('a list of requests', request)),
});

export const scenarioFile: Shape<ScenarioFile> = object<ScenarioFile>('a mapping with requests or flows', {
  name: field('name', 'Name of the scenario', text),
  target: field('target', 'Where it goes unless the command names another target', text),
  data: field('data', 'CSV or JSON files whose rows give variables', list('a list of files', path)),
  variables: field(
    'variables',
    'Variables with fixed values; ${env.NAME} takes one from the environment, and ${iteration} and ${uuid} are others for each iteration',
    texts('a mapping from names to values'),
  ),
  headers: field('headers', 'Headers of every request', texts('a mapping from header names to values')),
  requests: field('requests', 'Requests, each a flow of its own', list('a list of requests', request)),
  flows: field('flows', 'Flows of several requests', list('a list of flows', flow)),
});

/** JSON Schema of a scenario file, from the same description that the reader follows. */
export function scenarioJsonSchema(): Readonly<Record<string, unknown>> {
  return { $schema: 'http://json-schema.org/draft-07/schema#', title: 'Plimsoll load scenario', description: 'What `plimsoll load` and `plimsoll gate` send.', ...scenarioFile.schema };
}
