import type { Source } from '@plimsoll/contract';
import type { Reading } from '@plimsoll/contract/shape';
import type { Check, Extraction, Step, Template } from './scenario.ts';
import type { CheckFile, NamedText, RequestFile } from './shapes.ts';
import { jsonPathOf, templateOf } from './template.ts';

/** What all requests of a scenario share. */
export interface SharedSettings {
  readonly headers: readonly NamedText[];
  readonly variables: ReadonlyMap<string, string>;
  readonly environment: (name: string) => string | undefined;
}

/** A request made ready to send, or null when it cannot be. */
export function stepOf(request: RequestFile, shared: SharedSettings, reading: Reading): Step | null {
  if (!request.path) {
    reading.problem(request.source, 'a request needs a `path`');
    return null;
  }
  const template = (text: string, source: Source): Template => resolved(templateOf(text), shared, source, reading);
  const headers = new Map(shared.headers.map(({ name, value }) => [name.value.toLowerCase(), template(value.value, value.source)]));
  for (const { name, value } of request.headers ?? []) headers.set(name.value.toLowerCase(), template(value.value, value.source));
  for (const { name } of [...shared.headers, ...(request.headers ?? [])])
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name.value)) reading.problem(name.source, `\`${name.value.slice(0, 40)}\` is no name of a header`);
  const body = bodyOf(request, headers, template, reading);
  const method = request.method?.value ?? (body === null ? 'GET' : 'POST');
  return {
    endpoint: request.name?.value ?? `${method} ${request.path.value.replace(/\?.*$/, '')}`,
    method,
    path: template(request.path.value, request.path.source),
    headers: [...headers],
    body,
    checks: (request.checks ?? []).flatMap((each) => checkOf(each, reading) ?? []),
    extract: (request.extract ?? []).flatMap((each) => extractionOf(each, reading) ?? []),
    thinkMs: request.thinkMs?.value ?? 0,
  };
}

function bodyOf(request: RequestFile, headers: Map<string, Template>, template: (text: string, source: Source) => Template, reading: Reading): Template | null {
  const { body, form } = request;
  if (body && form) reading.problem(request.source, 'a request has one body: `body` or `form`, not both');
  const typed = (type: string): void => void (headers.has('content-type') || headers.set('content-type', [type]));
  if (form) {
    typed('application/x-www-form-urlencoded');
    const fields = form.map(
      ({ name, value }) =>
        `${encodeURIComponent(name.value)}=${templateOf(value.value)
          .map((part, index) => (index % 2 === 0 ? encodeURIComponent(part) : `\${${part}}`))
          .join('')}`,
    );
    return template(fields.join('&'), request.source);
  }
  if (!body || body.value === null) return null;
  if (typeof body.value === 'string') return template(body.value, body.source);
  typed('application/json');
  return template(JSON.stringify(body.value), body.source);
}

/** Variables are filled in now, and those of the environment as they are; what rows and answers give stays open, also within variables. */
function resolved(template: Template, { variables, environment }: SharedSettings, source: Source, reading: Reading): Template {
  const parts: string[] = [template[0] ?? ''];
  const append = (text: string): void => void (parts[parts.length - 1] += text);
  for (let index = 1; index < template.length; index += 2) {
    const name = template[index] ?? '';
    if (name.startsWith('env.')) {
      const value = environment(name.slice(4));
      if (value === undefined) reading.problem(source, `the environment has no variable ${name.slice(4)}`);
      append(value ?? '');
    } else if (variables.has(name)) {
      const others = new Map([...variables].filter(([other]) => other !== name));
      const [head = '', ...rest] = resolved(templateOf(variables.get(name) ?? ''), { headers: [], variables: others, environment }, source, reading);
      append(head);
      parts.push(...rest);
    } else parts.push(name, '');
    append(template[index + 1] ?? '');
  }
  return parts;
}

function checkOf({ source, status, body, json, equals }: CheckFile, reading: Reading): readonly Check[] | null {
  const checks: Check[] = [];
  if (status) {
    const statuses = (Array.isArray(status.value) ? status.value : [status.value]).map(Number);
    if (statuses.length === 0 || statuses.some((each) => !Number.isInteger(each) || each < 100 || each > 599))
      reading.problem(status.source, 'a status is a number from 100 to 599, or a list of them');
    else checks.push({ kind: 'status', statuses });
  }
  if (body) checks.push({ kind: 'body', contains: body.value });
  if (json) checks.push({ kind: 'json', path: jsonPathOf(json.value) ?? [], equals: equals?.value ?? null, exists: equals === null, says: json.value });
  else if (equals) reading.problem(equals.source, '`equals` compares what `json` points at, and there is no `json`');
  if (checks.length === 0) reading.problem(source, 'a check says `status`, `body` or `json`');
  return checks.length === 0 ? null : checks;
}

function extractionOf({ name, value }: NamedText, reading: Reading): Extraction | null {
  const header = /^header:\s*([\w-]+)$/.exec(value.value);
  if (header) return { variable: name.value, from: { kind: 'header', name: (header[1] ?? '').toLowerCase() } };
  const between = /^between:([^|]+)\|([^|]+)$/.exec(value.value);
  if (between) return { variable: name.value, from: { kind: 'between', before: between[1] ?? '', after: between[2] ?? '' } };
  const path = jsonPathOf(value.value);
  if (path) return { variable: name.value, from: { kind: 'json', path } };
  reading.problem(value.source, `\`${value.value.slice(0, 60)}\` says not where to find ${name.value}; write $.path, header:NAME or between:BEFORE|AFTER`);
  return null;
}
