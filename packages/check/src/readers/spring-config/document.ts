import type { Source, Unread } from '@plimsoll/contract';
import { readYaml } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { SourceText } from '../reader.ts';
import { canonicalKey } from './key.ts';
import { readProperties } from './properties.ts';

/** One key of one document. `profile` is the profile that must be active for it to hold. */
export interface ConfigLine {
  readonly key: string; // canonical
  readonly written: string;
  readonly text: string;
  readonly profile: string | null;
  readonly keySource: Source;
  readonly valueSource: Source;
}

export interface ConfigLines {
  readonly lines: readonly ConfigLine[];
  readonly unread: readonly Unread[];
}

type Bare = Omit<ConfigLine, 'profile' | 'key'>;

const linesMax = 5_000;
const fileName = /(?:^|\/)(?:application|bootstrap)(?:-([^/]+?))?\.(properties|ya?ml)$/;

export function isConfigFileName(path: string): boolean {
  return fileName.test(path);
}

/** Reads one file into lines in the order in which later ones win. */
export function readConfigFile(file: SourceText): ConfigLines {
  const name = fileName.exec(file.path);
  if (!name) return { lines: [], unread: [] };
  const fileProfile = name[1] ?? null;
  const { documents, unread } = name[2] === 'properties' ? { documents: fromProperties(file), unread: [] } : fromYaml(file);
  const lines = documents.flatMap((document) => withProfile(document, fileProfile));
  if (lines.length <= linesMax) return { lines, unread };
  return { lines: lines.slice(0, linesMax), unread: [...unread, { file: file.path, line: null, message: `has more than ${linesMax} keys; the rest was not read` }] };
}

function fromProperties(file: SourceText): readonly (readonly Bare[])[] {
  return readProperties(file.path, file.text).map((document) => document.map(({ key, ...rest }) => ({ written: key, ...rest })));
}

/** Build tools put `@project.version@` into such files; `@` cannot start a YAML scalar, so it is taken as a quoted one. */
function fromYaml(file: SourceText): { documents: readonly (readonly Bare[])[]; unread: readonly Unread[] } {
  const text = file.text.replace(/(:[ \t]+)(@[\w.-]+@)(?=[ \t]*\r?$)/gm, '$1"$2"');
  const { documents, unread } = readYaml(file.path, text);
  return { documents: documents.map((document) => flatten(document.root)), unread };
}

function flatten(root: YamlNode): readonly Bare[] {
  const found: Bare[] = [];
  const open: { readonly path: string; readonly node: YamlNode; readonly keySource: Source }[] = [{ path: '', node: root, keySource: root.source }];
  for (let next = open.pop(); next && found.length <= linesMax; next = open.pop()) {
    const { path, node, keySource } = next;
    if (node.kind === 'scalar') {
      if (path !== '' && (node.value !== null || node.text === '')) found.push({ written: path, text: typeof node.value === 'string' ? node.value : node.text, keySource, valueSource: node.source });
    } else if (node.kind === 'mapping') {
      for (const entry of node.entries.toReversed()) open.push({ path: path === '' ? entry.key : `${path}.${entry.key}`, node: entry.value, keySource: entry.keySource });
    } else {
      for (let index = node.items.length - 1; index >= 0; index--) {
        const item = node.items[index];
        if (item) open.push({ path: `${path}[${index}]`, node: item, keySource: item.source });
      }
    }
  }
  return found;
}

/** Spring: `spring.config.activate.on-profile` (2.4 and later) or `spring.profiles` (before). Quarkus: a `%prod.` in front of the key. */
function withProfile(document: readonly Bare[], fileProfile: string | null): readonly ConfigLine[] {
  const stated = document.find((line) => /^spring\.(config\.activate\.on-profile|profiles)(\[0\])?$/.test(canonicalKey(line.written)))?.text;
  return document.map((line) => {
    const quarkus = /^"?%([\w-]+)"?\.(.+)$/.exec(line.written);
    const written = quarkus?.[2] ?? line.written;
    return { ...line, written, key: canonicalKey(written), profile: quarkus?.[1] ?? stated ?? fileProfile };
  });
}
