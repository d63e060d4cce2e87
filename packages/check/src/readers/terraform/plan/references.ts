import type { TerraformReference } from '../../../facts/index.ts';
import { isObject } from './plan.ts';
import type { ConfiguredModule, Json, JsonObject, PlannedResource } from './plan.ts';

const stepsMax = 16;

/** The expressions of a resource, by the address it has in its module. */
export function expressionsOf(configuration: ConfiguredModule, resource: PlannedResource): Json {
  const module = moduleAt(configuration, resource.module);
  const local = `${resource.mode === 'data' ? 'data.' : ''}${resource.type}.${resource.name}`;
  return module?.resources.get(local) ?? null;
}

/** Resources that an expression of a module names, also through its variables and the outputs of the modules it calls. */
export function referencesIn(configuration: ConfiguredModule, module: string, expression: Json): readonly TerraformReference[] {
  const found = new Map<string, TerraformReference>();
  follow(module, expression, 0);
  return [...found.values()];

  function follow(at: string, node: Json, steps: number): void {
    if (steps > stepsMax || !isObject(node) || !Array.isArray(node['references'])) return;
    for (const text of node['references'] as readonly Json[]) if (typeof text === 'string') one(at, text, steps);
  }

  function one(at: string, text: string, steps: number): void {
    const [first = '', second = '', third = ''] = text.replace(/\[[^\]]*\]/g, '').split('.');
    if (first === 'var') {
      const call = callAt(configuration, at);
      if (call) follow(call.around, call.expressions[second] ?? null, steps + 1);
    } else if (first === 'module') {
      const inner = at === '' ? `module.${second}` : `${at}.module.${second}`;
      if (third !== '') follow(inner, moduleAt(configuration, inner)?.outputs.get(third) ?? null, steps + 1);
    } else {
      const parts = text.replace(/\[\d+\]/g, '').split('.'); // instances of a count are alike
      const length = first === 'data' ? 3 : 2;
      if (parts.length <= length || ['local', 'each', 'count', 'path', 'terraform', 'self'].includes(first)) return;
      const address = `${at === '' ? '' : `${at}.`}${parts.slice(0, length).join('.')}`;
      found.set(`${address}.${parts[length] ?? ''}`, { address, attribute: parts.slice(length).join('.') });
    }
  }
}

function namesIn(module: string): readonly string[] {
  return [...module.matchAll(/module\.([^.[]+)/g)].map((match) => match[1] ?? '');
}

function moduleAt(configuration: ConfiguredModule, address: string): ConfiguredModule | undefined {
  return namesIn(address).reduce<ConfiguredModule | undefined>((module, name) => module?.calls.get(name)?.module, configuration);
}

function callAt(configuration: ConfiguredModule, address: string): { readonly expressions: JsonObject; readonly around: string } | undefined {
  const around = address.replace(/\.?module\.[^.[]+(?:\[[^\]]*\])?$/, '');
  const name = namesIn(address).at(-1);
  const call = name === undefined ? undefined : moduleAt(configuration, around)?.calls.get(name);
  return call && { expressions: call.expressions, around };
}
