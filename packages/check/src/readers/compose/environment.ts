import { at, entriesOf, itemsOf, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { Source } from '@plimsoll/contract';
import type { Container, EnvironmentEntry } from '../../facts/deployment.ts';
import { stated, unknown } from '../../model/known.ts';
import type { Known } from '../../model/known.ts';
import { afford } from '../kubernetes/scope.ts';
import { resolvePath, saysAssignment } from '../shell/index.ts';
import { report } from './context.ts';
import type { ComposeContext } from './context.ts';
import { interpolate, interpolatedText } from './interpolate.ts';
import { settings } from './layers.ts';
import type { Layer } from './layers.ts';

/** The variables of a service: those of its env files, overridden by `environment`. */
export function readEnvironment(layers: readonly Layer[], context: ComposeContext): Pick<Container, 'environment' | 'environmentFrom'> {
  const entries = new Map<string, EnvironmentEntry>();
  const environmentFrom = settings(layers, 'env_file').flatMap(({ node, folder }) => envFiles(node, folder, context));
  for (const { name, source } of environmentFrom) {
    for (const entry of readEnvFile(name, source, context)) entries.set(entry.name, entry);
  }
  for (const { node } of settings(layers, 'environment')) {
    for (const entry of readVariables(node, context)) entries.set(entry.name, entry);
  }
  return { environment: [...entries.values()], environmentFrom };
}

/** A path, a list of paths, or a list of `{ path, required }`. */
function envFiles(node: YamlNode, folder: string, context: ComposeContext): Container['environmentFrom'] {
  const listed = node.kind === 'sequence' ? afford(node.items, context) : [node];
  return listed.flatMap((item) => {
    const path = item.kind === 'mapping' ? at(item, 'path') : item;
    const written = textOf(path);
    if (path === undefined || written === undefined) return [];
    return [{ kind: 'file' as const, name: resolvePath(folder, interpolatedText(written, context.variables, path.source)), source: path.source }];
  });
}

function readEnvFile(path: string, place: Source, context: ComposeContext): readonly EnvironmentEntry[] {
  const lines = context.envFile(path);
  if (lines === null) {
    const why = path.includes('$') ? 'whose name depends on a variable' : 'which is not a readable file of this repository';
    report(context, place, `takes variables from ${path}, ${why}`);
    return [];
  }
  return afford(lines, context).map(({ name, value, literal, source }) => {
    const says = saysAssignment(name, value);
    return { name, value: literal ? stated(value, source, says) : interpolate(value, context.variables, source, says), reference: null, source };
  });
}

function readVariables(node: YamlNode, context: ComposeContext): readonly EnvironmentEntry[] {
  if (node.kind === 'mapping') {
    return afford(entriesOf(node), context).map(({ key, keySource, value }) => ({ name: key, value: valueOf(key, textOf(value) ?? null, value.source, context), reference: null, source: keySource }));
  }
  return afford(itemsOf(node), context).flatMap((item) => {
    const text = textOf(item) ?? '';
    const equals = text.indexOf('=');
    const name = equals === -1 ? text : text.slice(0, equals);
    return name === '' ? [] : [{ name, value: valueOf(name, equals === -1 ? null : text.slice(equals + 1), item.source, context), reference: null, source: item.source }];
  });
}

/** A variable without a value is handed through from `.env` or the shell that starts compose. */
function valueOf(name: string, written: string | null, source: Source, context: ComposeContext): Known<string> {
  if (written !== null) return interpolate(written, context.variables, source, saysAssignment(name, written));
  const given = context.variables.get(name);
  if (given !== undefined) return given;
  return unknown(`${name} is handed through from the shell that starts compose`, { cause: 'outside-the-repository', what: `a value for ${name}` }, { source });
}
