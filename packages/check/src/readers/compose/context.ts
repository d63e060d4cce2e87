import type { Source, Unread } from '@plimsoll/contract';
import { folderOf } from '@plimsoll/contract';
import { at, entriesOf, readYaml } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import { stated } from '../../model/known.ts';
import type { Known } from '../../model/known.ts';
import type { Budget } from '../kubernetes/scope.ts';
import { entriesPerFile } from '../kubernetes/scope.ts';
import type { FileIndex, SourceText } from '../reader.ts';
import { readDotenv, resolvePath, saysAssignment } from '../shell/index.ts';
import type { DotenvLine } from '../shell/index.ts';
import { interpolate } from './interpolate.ts';
import type { Variables } from './interpolate.ts';

/** What the services of one compose file share while they are read. */
export interface ComposeContext {
  readonly file: string;
  readonly folder: string;
  readonly variables: Variables;
  readonly files: FileIndex;
  readonly unread: Unread[];
  readonly budget: Budget;
  /** The root of another compose file, read once. */
  other(path: string): YamlNode | null;
  /** The lines of an env file, read once; null where it cannot be read. */
  envFile(path: string): readonly DotenvLine[] | null;
  /** The services of a root by name: thousands may extend each other. */
  services(root: YamlNode): ReadonlyMap<string, YamlNode>;
  readonly reported: Set<string>;
}

export function makeContext(file: SourceText, files: FileIndex, unread: readonly Unread[]): ComposeContext {
  const folder = folderOf(file.path);
  const other = once((path: string) => {
    const text = files.text(path);
    return text === undefined ? null : (readYaml(path, text).documents[0]?.root ?? null);
  });
  const envFile = once((path: string) => {
    const text = files.text(path);
    return text === undefined ? null : readDotenv(path, text);
  });
  const services = once((root: YamlNode) => new Map(entriesOf(at(root, 'services')).map((entry) => [entry.key, entry.value])));
  return { file: file.path, folder, variables: readVariables(folder, files), files, unread: [...unread], budget: { left: entriesPerFile }, other, envFile, services, reported: new Set() };
}

function once<K, T>(read: (key: K) => T): (key: K) => T {
  const done = new Map<K, T>();
  return (key) => {
    const known = done.get(key);
    if (known !== undefined) return known;
    const result = read(key);
    done.set(key, result);
    return result;
  };
}

const reportsMax = 100;

/** One line extended or merged by several services is reported once. */
export function report(context: ComposeContext, place: Source, message: string): void {
  const { file, line } = place;
  const key = `${file}:${line}:${message}`;
  if (context.reported.has(key) || context.reported.size >= reportsMax) return;
  context.reported.add(key);
  context.unread.push({ file, line, message });
}

function readVariables(folder: string, files: FileIndex): Variables {
  const path = resolvePath(folder, '.env');
  const variables = new Map<string, Known<string>>();
  for (const { name, value, literal, source } of readDotenv(path, files.text(path) ?? '')) {
    const says = saysAssignment(name, value);
    variables.set(name, literal ? stated(value, source, says) : interpolate(value, variables, source, says)); // lines may use earlier ones
  }
  return variables;
}
