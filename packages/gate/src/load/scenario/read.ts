import type { Source, Unread } from '@plimsoll/contract';
import { readYaml } from '@plimsoll/contract/yaml';
import { startReading } from '@plimsoll/contract/shape';
import type { Reading } from '@plimsoll/contract/shape';
import { readData } from './data.ts';
import { unknownNames } from './names.ts';
import type { DataTable, Flow, Scenario } from './scenario.ts';
import { scenarioFile } from './shapes.ts';
import type { FlowFile, NamedText } from './shapes.ts';
import { stepOf } from './step.ts';

export interface ScenarioResult {
  readonly scenario: Scenario | null; // null when a problem keeps it from being run as meant
  readonly target: string | null;
  readonly problems: readonly Unread[];
}

/** What a scenario may ask of the outside: files beside it, and variables of the environment. */
export interface Surroundings {
  readonly textOf: (path: string) => string | null; // relative to the scenario's folder
  readonly environment: (name: string) => string | undefined;
}

/**
 * Reads a scenario in YAML. Never throws; every problem has its line. A scenario with a problem is not run: load that differs from what
 * was meant proves nothing.
 */
export function readScenario(file: string, content: string, surroundings: Surroundings): ScenarioResult {
  const { documents, unread } = readYaml(file, content);
  const reading = startReading();
  const [first] = documents;
  const stated = first ? scenarioFile.read(first.root, '', reading) : null;
  if (!stated)
    return {
      scenario: null,
      target: null,
      problems: [
        ...unread,
        ...said(file, reading),
        ...(unread.length + reading.problems.length === 0 ? [{ file, line: null, message: 'the file is empty; a scenario has `requests` or `flows`' }] : []),
      ],
    };

  const tables: DataTable[] = [];
  for (const each of stated.data ?? []) {
    const table = readData(each.value, surroundings.textOf(each.value));
    if (typeof table === 'string') reading.problem(each.source, table);
    else tables.push(table);
  }
  const variables = new Map((stated.variables ?? []).map(({ name, value }) => [name.value, value.value]));
  const single = (stated.requests ?? []).map((request): FlowFile => ({ source: request.source, name: request.name, weight: request.weight, steps: [{ ...request, weight: null }] }));
  const files = [...single, ...(stated.flows ?? [])];
  if (files.length === 0) reading.problem(stated.source, 'there is nothing to send; a scenario has `requests` or `flows`');
  const shared = { headers: stated.headers ?? [], variables, environment: surroundings.environment };
  const flows = files.flatMap((each, index): Flow[] => {
    const weight = each.weight?.value ?? 1;
    if ((each.steps ?? []).length === 0) reading.problem(each.source, 'a flow without steps sends nothing');
    const steps = (each.steps ?? []).flatMap((step) => stepOf(step, shared, reading) ?? []);
    return weight > 0 && steps.length > 0 ? [{ name: each.name?.value ?? `flow ${index + 1}`, weight, steps }] : [];
  });
  if (files.length > 0 && flows.length === 0 && reading.problems.length === 0) reading.problem(stated.source, 'every weight is 0, so nothing would be sent');
  unknownNames([...files, everyRequest(files, shared.headers, stated.source)], tables, variables, reading);

  const problems = [...unread, ...said(file, reading)];
  const name = stated.name?.value ?? file.replace(/^.*\//, '').replace(/\.ya?ml$/, '');
  return { scenario: problems.length === 0 ? { name, flows, data: tables, source: stated.source } : null, target: stated.target?.value ?? null, problems };
}

function said(file: string, reading: Reading): readonly Unread[] {
  return reading.problems.map(({ line, message }) => ({ file, line, message }));
}

/** Headers of every request as a flow of their own: what any step extracts may stand in them. */
function everyRequest(flows: readonly FlowFile[], headers: readonly NamedText[], source: Source): FlowFile {
  const nothing = { source, name: null, weight: null, method: null, path: null, headers: null, body: null, form: null, checks: null, extract: null, thinkMs: null };
  const extract = flows.flatMap(({ steps }) => (steps ?? []).flatMap((step) => step.extract ?? []));
  return {
    source,
    name: null,
    weight: null,
    steps: [
      { ...nothing, extract },
      { ...nothing, headers },
    ],
  };
}
