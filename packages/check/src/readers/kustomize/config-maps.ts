import { posix } from 'node:path';
import { at, itemsOf, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { EnvironmentEntry, KustomizeOverlay } from '../../facts/deployment.ts';
import { stated } from '../../model/known.ts';
import type { FileIndex } from '../reader.ts';
import { readDotenv, resolvePath, saysAssignment } from '../shell/index.ts';
import { afford } from '../kubernetes/scope.ts';
import type { Scope } from '../kubernetes/scope.ts';

const envFilesMax = 50; // of one generator

/** `configMapGenerator`: literals, files of assignments (`envs`) and whole files, https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/configmapgenerator/ */
export function readConfigMaps(root: YamlNode | undefined, folder: string, scope: Scope, files: FileIndex): KustomizeOverlay['configMaps'] {
  return afford(itemsOf(at(root, 'configMapGenerator')), scope).flatMap((generator) => {
    const name = textOf(at(generator, 'name'));
    if (name === undefined) return [];
    const envFiles = afford([...itemsOf(at(generator, 'envs')), at(generator, 'env')].slice(0, envFilesMax), scope);
    const data = [
      ...afford(itemsOf(at(generator, 'literals')), scope).flatMap(readLiteral),
      ...envFiles.flatMap((node) => readEnvFile(node, folder, scope, files)),
      ...afford(itemsOf(at(generator, 'files')), scope).flatMap((node) => readWholeFile(node, folder, scope, files)),
    ];
    return [{ name, data }];
  });
}

function readLiteral(node: YamlNode): readonly EnvironmentEntry[] {
  const text = textOf(node) ?? '';
  const equals = text.indexOf('=');
  if (equals <= 0) return [];
  const name = text.slice(0, equals);
  const value = text.slice(equals + 1).replace(/^(["'])(.*)\1$/s, '$2');
  return [{ name, value: stated(value, node.source, saysAssignment(name, value)), reference: null, source: node.source }];
}

function readEnvFile(node: YamlNode | undefined, folder: string, scope: Scope, files: FileIndex): readonly EnvironmentEntry[] {
  const found = openFile(node, textOf(node) ?? '', folder, scope, files);
  if (found === null) return [];
  return afford(readDotenv(found.path, found.text), scope).map(({ name, value, source }) => ({ name, value: stated(value, source, saysAssignment(name, value)), reference: null, source }));
}

/** `files: [key=path]` or `[path]`, whose key is the file name. */
function readWholeFile(node: YamlNode, folder: string, scope: Scope, files: FileIndex): readonly EnvironmentEntry[] {
  const text = textOf(node) ?? '';
  const equals = text.indexOf('=');
  const found = openFile(node, text.slice(equals + 1), folder, scope, files);
  if (found === null) return [];
  const name = equals > 0 ? text.slice(0, equals) : posix.basename(found.path);
  const source = { file: found.path, line: 1, column: 1, endLine: 1, endColumn: 1 };
  return [{ name, value: stated(found.text, source, `${name} (file)`), reference: null, source: node.source }];
}

function openFile(node: YamlNode | undefined, relative: string, folder: string, scope: Scope, files: FileIndex): { path: string; text: string } | null {
  if (node === undefined || relative === '') return null;
  const path = resolvePath(folder, relative);
  const text = files.text(path);
  if (text !== undefined) return { path, text };
  scope.unread.push({ file: scope.file, line: node.source.line, message: `names ${relative}, which is not a readable file of this repository; its entries are missing` });
  return null;
}
