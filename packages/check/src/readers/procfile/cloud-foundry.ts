import { at, entriesOf, itemsOf, readYaml, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { Unread } from '@plimsoll/contract';
import { folderOf } from '@plimsoll/contract';
import type { EnvironmentEntry, ProcfileProcess } from '../../facts/deployment.ts';
import { byDefault, isKnown, stated, unknown } from '../../model/known.ts';
import type { Known } from '../../model/known.ts';
import { environmentOfPath } from '../environment-name/index.ts';
import { extentOf } from '../kubernetes/extent.ts';
import { afford, entriesPerFile } from '../kubernetes/scope.ts';
import type { Scope } from '../kubernetes/scope.ts';
import type { ReaderResult, SourceText } from '../reader.ts';
import { resolvePath, saysAssignment, saysSetting, splitWords } from '../shell/index.ts';
import { otherInstancesDefault, webInstancesDefault } from './defaults.ts';

interface Context extends Pick<Scope, 'file' | 'budget'> {
  readonly unread: Unread[];
}

/** A Cloud Foundry manifest, https://docs.cloudfoundry.org/devguide/deploy-apps/manifest-attributes.html */
export function readManifest(file: SourceText): ReaderResult<ProcfileProcess> {
  const { documents, unread } = readYaml(file.path, file.text, (document) => /^applications[ \t]*:/m.test(document));
  const context: Context = { file: file.path, unread: [...unread], budget: { left: entriesPerFile } };
  const facts = documents.flatMap(({ root }) => afford(itemsOf(at(root, 'applications')), context).flatMap((application) => readApplication(application, context)));
  return { facts, unread: context.unread };
}

/** One process for each of `processes`; the settings of the application itself are those of its web process. */
function readApplication(application: YamlNode, context: Context): readonly ProcfileProcess[] {
  if (application.kind !== 'mapping') return [];
  const folder = resolvePath(folderOf(context.file), textOf(at(application, 'path')) ?? '.');
  const shared = {
    kind: 'procfile-process' as const,
    application: textOf(at(application, 'name')) ?? null,
    folder,
    environment: environmentOfPath(context.file),
    variables: readVariables(at(application, 'env'), context),
  };
  const processes = afford(itemsOf(at(application, 'processes')), context).filter((process) => textOf(at(process, 'type')) !== undefined);
  const facts = processes.map((process): ProcfileProcess => {
    const name = textOf(at(process, 'type')) ?? '';
    const own = name === 'web' ? [process, application] : [process];
    return { ...shared, name, command: readCommand(own), instances: readInstances(name, own, context), source: extentOf(process) };
  });
  if (facts.some((fact) => fact.name === 'web')) return facts;
  return [{ ...shared, name: 'web', command: readCommand([application]), instances: readInstances('web', [application], context), source: extentOf(application) }, ...facts];
}

function readCommand(holders: readonly YamlNode[]): readonly string[] {
  const written = holders.map((holder) => textOf(at(holder, 'command'))).find((text) => text !== undefined && text !== 'null');
  return written === undefined ? [] : splitWords(written);
}

function readInstances(name: string, holders: readonly YamlNode[], context: Context): Known<number> {
  const node = holders.map((holder) => at(holder, 'instances')).find((found) => textOf(found) !== undefined);
  const fallback = name === 'web' ? webInstancesDefault : otherInstancesDefault;
  if (node === undefined) return byDefault(fallback.value, holders[0]?.source ?? { file: context.file, line: 1, column: 1, endLine: 1, endColumn: 1 }, fallback.says, fallback.citation);
  const text = knownText(node, saysSetting('instances', textOf(node) ?? '', ': '));
  if (!isKnown(text)) return text;
  const value = Number(text.value);
  if (text.value.trim() !== '' && Number.isInteger(value) && value >= 0) return { ...text, value };
  context.unread.push({ file: context.file, line: node.source.line, message: 'instances is not a whole number; its value is taken as unknown' });
  return unknown('instances is not a whole number', { cause: 'no-value-given', what: 'a whole number for instances' }, { source: node.source });
}

function readVariables(node: YamlNode | undefined, context: Context): readonly EnvironmentEntry[] {
  return afford(entriesOf(node), context).flatMap(({ key, keySource, value }) => {
    const written = textOf(value);
    return written === undefined ? [] : [{ name: key, value: knownText(value, saysAssignment(key, written)), reference: null, source: keySource }];
  });
}

/** `((name))` is filled in by `cf push --var` or `--vars-file`. */
function knownText(node: YamlNode, says: string): Known<string> {
  const text = textOf(node) ?? '';
  const variable = /\(\(([^()]+)\)\)/.exec(text)?.[1];
  if (variable === undefined) return stated(text, node.source, says);
  return unknown(`((${variable})) is filled in when the application is pushed`, { cause: 'outside-the-repository', what: `a value for ((${variable}))` }, { source: node.source });
}
