import { entriesOf, itemsOf, textOf } from '@plimsoll/contract/yaml';
import type { YamlEntry, YamlNode } from '@plimsoll/contract/yaml';
import type { ComposeService, Container } from '../../facts/deployment.ts';
import { byDefault, isKnown, unknown } from '../../model/known.ts';
import type { Known } from '../../model/known.ts';
import { environmentOfPath } from '../environment-name/index.ts';
import { extentOf } from '../kubernetes/extent.ts';
import { afford } from '../kubernetes/scope.ts';
import { saysSetting, splitWords } from '../shell/index.ts';
import { readBuild } from './build.ts';
import { report } from './context.ts';
import type { ComposeContext } from './context.ts';
import { replicasDefault } from './defaults.ts';
import { readEnvironment } from './environment.ts';
import { interpolate, interpolatedText } from './interpolate.ts';
import { layersOf, setting, settings } from './layers.ts';
import type { Layer } from './layers.ts';
import { readPorts } from './ports.ts';

export function readService(entry: YamlEntry, root: YamlNode, context: ComposeContext): ComposeService {
  const layers = layersOf(entry.value, root, context);
  const { keySource } = entry;
  const source = extentOf(entry.value);
  return {
    kind: 'compose-service',
    name: entry.key,
    file: context.file,
    environment: environmentOfPath(context.file),
    container: readContainer(entry, layers, context),
    build: readBuild(layers, context),
    replicas: readReplicas(entry, layers, context),
    dependsOn: settings(layers, 'depends_on').flatMap(({ node }) => namesIn(node, context)),
    profiles: settings(layers, 'profiles').flatMap(({ node }) => namesIn(node, context)),
    source: source.file === keySource.file && source.line >= keySource.line ? { ...source, line: keySource.line, column: keySource.column } : keySource,
    nameSource: keySource,
  };
}

function readContainer(entry: YamlEntry, layers: readonly Layer[], context: ComposeContext): Container {
  const image = setting(layers, 'image')?.node;
  const written = textOf(image);
  const entrypoint = setting(layers, 'entrypoint')?.node;
  const command = setting(layers, 'command')?.node;
  return {
    name: entry.key,
    ...(image === undefined || written === undefined ? {} : { imageText: interpolatedText(written, context.variables, image.source) }),
    image: image === undefined || written === undefined ? null : interpolate(written, context.variables, image.source, saysSetting('image', written, ': ')),
    command: readWords(entrypoint, context),
    args: readWords(command, context),
    commandSource: (command ?? entrypoint)?.source ?? null,
    ...readEnvironment(layers, context),
    ports: readPorts(layers, context),
    source: extentOf(entry.value),
  };
}

/** A list of words, or one text that is split as a shell would, without a shell to run operators. */
function readWords(node: YamlNode | undefined, context: ComposeContext): readonly string[] | null {
  if (node === undefined) return null;
  const text = (part: YamlNode): string => interpolatedText(textOf(part) ?? '', context.variables, part.source);
  return node.kind === 'sequence' ? afford(node.items, context).map(text) : splitWords(text(node), false);
}

function namesIn(node: YamlNode, context: ComposeContext): readonly string[] {
  if (node.kind === 'mapping') return afford(entriesOf(node), context).map((entry) => entry.key);
  return afford(itemsOf(node), context).flatMap((item) => textOf(item) ?? []);
}

function readReplicas(entry: YamlEntry, layers: readonly Layer[], context: ComposeContext): Known<number> {
  const mode = setting(layers, 'deploy', 'mode')?.node;
  if (textOf(mode)?.startsWith('global')) {
    return unknown('deploy.mode is global: one container per node', { cause: 'outside-the-repository', what: 'the number of nodes' }, { source: mode?.source ?? entry.keySource });
  }
  for (const [says, path] of [
    ['replicas', ['deploy', 'replicas']],
    ['scale', ['scale']],
  ] as const) {
    const node = setting(layers, ...path)?.node;
    if (node !== undefined) return wholeNumber(node, says, context);
  }
  return byDefault(replicasDefault.value, entry.keySource, replicasDefault.says, replicasDefault.citation);
}

function wholeNumber(node: YamlNode, name: string, context: ComposeContext): Known<number> {
  const text = interpolate(textOf(node) ?? '', context.variables, node.source, saysSetting(name, textOf(node) ?? '', ': '));
  if (!isKnown(text)) return text;
  const value = Number(text.value);
  if (text.value.trim() !== '' && Number.isInteger(value) && value >= 0) return { ...text, value };
  report(context, node.source, `${name} is not a whole number; its value is taken as unknown`);
  return unknown(`${name} is not a whole number`, { cause: 'no-value-given', what: `a whole number for ${name}` }, { source: node.source });
}
