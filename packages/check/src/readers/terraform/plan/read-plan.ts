import type { Unread } from '@plimsoll/contract';
import { isObject, markOf } from './plan.ts';
import type { ConfiguredModule, Json, JsonObject, Plan, PlannedResource } from './plan.ts';

const resourcesMax = 10_000;
const deepest = 32;

/** Null for a file that is no plan; one that is named like a plan and cannot be read is named. */
export function readPlan(file: string, text: string): Plan | Unread | null {
  const json = parsed(text);
  if (!isObject(json) || typeof json['format_version'] !== 'string' || !isObject(json['planned_values'])) {
    return file.endsWith('.tfplan.json') ? { file, line: null, message: 'is named like a plan and is none; write one with terraform show -json' } : null;
  }
  if (!json['format_version'].startsWith('1.')) {
    return { file, line: null, message: `is a plan of format ${json['format_version']}, of which only format 1 is read` };
  }
  const unknowns = new Map<string, Json>();
  for (const change of listIn(json, 'resource_changes')) {
    if (isObject(change) && typeof change['address'] === 'string' && isObject(change['change'])) unknowns.set(change['address'], change['change']['after_unknown'] ?? false);
  }
  const resources: PlannedResource[] = [];
  const lineOf = lines(text);
  const root = json['planned_values']['root_module'];
  if (isObject(root)) collect(root, '', 0);
  const configuration = json['configuration'];
  return { file, resources, configuration: moduleOf(isObject(configuration) ? configuration['root_module'] : null, 0) };

  function collect(module: JsonObject, address: string, depth: number): void {
    for (const resource of listIn(module, 'resources')) {
      if (!isObject(resource) || resources.length >= resourcesMax) continue;
      const { address: at, mode, type, name, values } = resource;
      if (typeof at !== 'string' || typeof type !== 'string' || typeof name !== 'string' || !isObject(values)) continue;
      const instance = { values, unknown: unknowns.get(at) ?? false, sensitive: resource['sensitive_values'] ?? false };
      const line = lineOf(at);
      resources.push({ address: at, module: address, mode: mode === 'data' ? 'data' : 'resource', type, name, instance, source: { file, line, column: 1, endLine: line, endColumn: 1 } });
    }
    if (depth >= deepest) return;
    for (const child of listIn(module, 'child_modules')) if (isObject(child) && typeof child['address'] === 'string') collect(child, child['address'], depth + 1);
  }
}

function parsed(text: string): unknown {
  if (!text.includes('"planned_values"')) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null; // half a plan is none
  }
}

/** The line on which the address of a resource stands first; most plans are one line. */
function lines(text: string): (address: string) => number {
  if (!text.trimEnd().includes('\n')) return () => 1;
  const first = new Map<string, number>();
  for (const [index, line] of text.split('\n').entries()) {
    const address = /^\s*"address":\s*("(?:[^"\\]|\\.)*")/.exec(line)?.[1];
    const key = address === undefined ? undefined : (parsedText(address) ?? address);
    if (key !== undefined && !first.has(key)) first.set(key, index + 1);
  }
  return (address) => first.get(address) ?? 1;
}

function parsedText(literal: string): string | undefined {
  try {
    return String(JSON.parse(literal));
  } catch {
    return undefined;
  }
}

function moduleOf(json: Json | undefined, depth: number): ConfiguredModule {
  const none: ConfiguredModule = { resources: new Map(), outputs: new Map(), calls: new Map() };
  if (!isObject(json) || depth > deepest) return none;
  const resources = listIn(json, 'resources').flatMap((resource) =>
    isObject(resource) && typeof resource['address'] === 'string' && isObject(resource['expressions']) ? [[resource['address'], resource['expressions']] as const] : [],
  );
  const outputs = entriesIn(json, 'outputs').flatMap(([name, output]) => (isObject(output) ? [[name, output['expression'] ?? null] as const] : []));
  const calls = entriesIn(json, 'module_calls').flatMap(([name, call]) => {
    if (!isObject(call)) return [];
    const { expressions, module } = call;
    return [[name, { expressions: isObject(expressions) ? expressions : {}, module: moduleOf(module, depth + 1) }] as const];
  });
  return { resources: new Map(resources), outputs: new Map(outputs), calls: new Map(calls) };
}

function listIn(json: JsonObject, key: string): readonly Json[] {
  const list = json[key];
  return Array.isArray(list) ? (list as readonly Json[]) : [];
}

function entriesIn(json: JsonObject, key: string): readonly (readonly [string, Json])[] {
  const object = json[key];
  return isObject(object) ? Object.entries(object) : [];
}

/** A value of a plan: what it is, that only apply will tell, or nothing that may be shown. */
export function plannedValue(instance: PlannedResource['instance'], name: string): { readonly value: Json } | 'after-apply' | 'absent' {
  if (markOf(instance.sensitive, name) === true) return 'absent';
  if (markOf(instance.unknown, name) === true) return 'after-apply';
  const value = Object.hasOwn(instance.values, name) ? instance.values[name] : undefined;
  return value === undefined || value === null ? 'absent' : { value };
}
