import type { Check, Extraction, JsonPath, Scenario, Step, Template } from '../scenario/scenario.ts';

export interface K6Load {
  readonly target: string; // origin
  readonly ratePerSecond: number;
  readonly durationMs: number;
  readonly inFlightMax: number; // virtual users that k6 may use: it drops what finds none free
  readonly timeoutMs: number;
}

/** Headers whose values are no secrets; all others come from the environment, so that a script may be stored anywhere. */
const plainHeaders = new Set(['accept', 'accept-encoding', 'accept-language', 'cache-control', 'content-type', 'user-agent']);

/** The variable of the environment that holds a header's value. */
export function variableOfHeader(name: string): string {
  return `HEADER_${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;
}

/** Headers of a scenario that its k6 script takes from the environment. */
export function secretHeaders(scenario: Scenario): readonly string[] {
  return [...new Set(scenario.flows.flatMap(({ steps }) => steps.flatMap(({ headers }) => headers.filter(isSecret).map(([name]) => name))))].toSorted();
}

/** A scenario as a script for k6: the same requests, weights, checks and variables, arriving at a constant rate. */
export function k6ScriptOf(scenario: Scenario, load: K6Load): string {
  const total = scenario.flows.reduce((sum, { weight }) => sum + weight, 0);
  const options = {
    discardResponseBodies: false,
    scenarios: {
      plimsoll: {
        executor: 'constant-arrival-rate',
        rate: Math.max(1, Math.round(load.ratePerSecond * 60)),
        timeUnit: '1m',
        duration: `${Math.ceil(load.durationMs / 1000)}s`,
        preAllocatedVUs: Math.max(1, Math.min(load.inFlightMax, Math.ceil(load.ratePerSecond))),
        maxVUs: load.inFlightMax,
      },
    },
  };
  let below = 0;
  const flows = scenario.flows.map(({ weight, steps }) => {
    below += weight;
    return `  if (draw < ${below}) {\n${steps.map((step) => stepCode(step, load)).join('\n')}\n    return;\n  }`;
  });
  return [
    `// Written by plimsoll from the scenario ${JSON.stringify(scenario.name)}.`,
    `import http from 'k6/http';`,
    `import exec from 'k6/execution';`,
    `import { check, sleep } from 'k6';`,
    ``,
    `export const options = ${JSON.stringify(options, null, 2)};`,
    `const tables = ${JSON.stringify(scenario.data.map(({ rows }) => rows))};`,
    ``,
    `const at = (value, path) => path.reduce((inner, key) => (inner === null || inner === undefined ? undefined : inner[key]), value);`,
    `const json = (response) => { try { return response.json(); } catch { return undefined; } };`,
    `const between = (text, before, after) => { const from = text.indexOf(before); const until = from < 0 ? -1 : text.indexOf(after, from + before.length); return until < 0 ? undefined : text.slice(from + before.length, until); };`,
    ``,
    `export default function () {`,
    `  const draw = Math.random() * ${total};`,
    `  const v = Object.assign({}, ...tables.map((rows) => rows[exec.scenario.iterationInTest % rows.length]));`,
    `  let r;`,
    ...flows,
    `}`,
    ``,
  ].join('\n');
}

function stepCode(step: Step, { target, timeoutMs }: K6Load): string {
  const headers = step.headers.map((header) => `${JSON.stringify(header[0])}: ${isSecret(header) ? `__ENV.${variableOfHeader(header[0])}` : expression(header[1])}`);
  const parameters = `{ redirects: 0, timeout: ${timeoutMs}, tags: { name: ${JSON.stringify(step.endpoint)} }, headers: { ${headers.join(', ')} } }`;
  const request = `    r = http.request(${JSON.stringify(step.method)}, ${expression([`${target}${step.path[0] ?? ''}`, ...step.path.slice(1)])}, ${step.body === null ? 'null' : expression(step.body)}, ${parameters});`;
  const checks = step.checks.length === 0 ? [{ kind: 'status' as const, statuses: [] }] : step.checks;
  const held = `    if (!check(r, { ${checks.map(checkCode).join(', ')} })) return;`;
  const taken = step.extract.map((each) => `    v[${JSON.stringify(each.variable)}] = ${extractionCode(each)};`);
  return [request, held, ...taken, ...(step.thinkMs > 0 ? [`    sleep(${step.thinkMs / 1000});`] : [])].join('\n');
}

function checkCode(check: Check): string {
  if (check.kind === 'status') {
    const [says, holds] =
      check.statuses.length === 0 ? ['status below 400', 'r.status > 0 && r.status < 400'] : [`status ${check.statuses.join(' or ')}`, `${JSON.stringify(check.statuses)}.includes(r.status)`];
    return `${JSON.stringify(says)}: (r) => ${holds}`;
  }
  if (check.kind === 'body') return `${JSON.stringify(`body has ${check.contains.slice(0, 40)}`)}: (r) => (r.body || '').includes(${JSON.stringify(check.contains)})`;
  const value = `at(json(r), ${pathCode(check.path)})`;
  return `${JSON.stringify(check.says)}: (r) => ${check.exists ? `${value} !== undefined` : `JSON.stringify(${value}) === ${JSON.stringify(JSON.stringify(check.equals))}`}`;
}

function extractionCode({ from }: Extraction): string {
  if (from.kind === 'json') return `at(json(r), ${pathCode(from.path)})`;
  if (from.kind === 'between') return `between(r.body || '', ${JSON.stringify(from.before)}, ${JSON.stringify(from.after)})`;
  const name = from.name.replaceAll(/(^|-)([a-z])/g, (_, dash: string, letter: string) => dash + letter.toUpperCase()); // k6 has Go's canonical names
  return `r.headers[${JSON.stringify(name)}]`;
}

function pathCode(path: JsonPath): string {
  return JSON.stringify(path);
}

function expression(template: Template): string {
  return template
    .map((part, index) => (index % 2 === 0 ? JSON.stringify(part) : `(v[${JSON.stringify(part)}] ?? '')`))
    .filter((part, index) => index === 0 || part !== '""')
    .join(' + ');
}

function isSecret([name, value]: readonly [string, Template]): boolean {
  return value.length === 1 && !plainHeaders.has(name.toLowerCase());
}
