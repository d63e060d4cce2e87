import { at, entryOf, itemsOf, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { Container } from '../../facts/deployment.ts';
import { valueOf } from '../../model/known.ts';
import { replaceWithin } from '../shell/index.ts';
import { readEnvironment, readEnvironmentFrom } from './environment.ts';
import { extentOf } from './extent.ts';
import { afford } from './scope.ts';
import type { Scope } from './scope.ts';
import { knownText, nameText } from './value.ts';

/** The containers of a pod specification; init containers end before these start and are left out. */
export function readContainers(podSpec: YamlNode | undefined, scope: Scope): readonly Container[] {
  return afford(itemsOf(at(podSpec, 'containers')), scope)
    .filter((node) => node.kind === 'mapping')
    .map((node) => readContainer(node, scope));
}

function readContainer(node: YamlNode, scope: Scope): Container {
  const environment = readEnvironment(at(node, 'env'), scope);
  const image = at(node, 'image');
  const imageText = nameText(image, scope);
  const commandEntry = entryOf(node, 'command') ?? entryOf(node, 'args');
  const variables = new Map(environment.map((entry) => [entry.name, entry.value]));
  return {
    name: nameText(at(node, 'name'), scope) ?? '',
    image: knownText(image, scope, `image: ${imageText ?? ''}`),
    ...(imageText === null ? {} : { imageText }),
    command: readWords(at(node, 'command'), variables, scope),
    args: readWords(at(node, 'args'), variables, scope),
    commandSource: commandEntry?.value.source ?? null,
    environment,
    environmentFrom: readEnvironmentFrom(at(node, 'envFrom'), scope),
    ports: itemsOf(at(node, 'ports')).flatMap((port) => readPort(at(port, 'containerPort'), scope)),
    source: extentOf(node),
  };
}

type Variables = ReadonlyMap<string, Container['environment'][number]['value']>;

function readWords(node: YamlNode | undefined, variables: Variables, scope: Scope): readonly string[] | null {
  if (node?.kind !== 'sequence') return null;
  return afford(node.items, scope).map((item) => expandWord(nameText(item, scope) ?? '', variables));
}

/** `$(NAME)` in a command is the container's own variable; where that is not known the word stays as written. */
function expandWord(word: string, variables: Variables): string {
  const expanded = replaceWithin(word, /\$\(([A-Za-z_][\w.-]*)\)/g, ([written, name = '']) => valueOf(variables.get(name)) ?? written);
  return expanded ?? word;
}

function readPort(node: YamlNode | undefined, scope: Scope): readonly number[] {
  const text = node === undefined ? undefined : textOf(node);
  const port = text === undefined ? Number.NaN : Number(nameText(node, scope));
  return Number.isInteger(port) && port > 0 && port < 65_536 ? [port] : [];
}
