import { folderOf } from '@plimsoll/contract';
import type { FileIndex } from '../../reader.ts';
import { isRecord } from './packages.ts';
import { join } from './resolve.ts';

export interface PathAliases {
  candidates(folder: string, specifier: string): readonly (string | null)[];
}

interface Config {
  readonly baseUrl: string | null; // folder in the repository
  readonly paths: readonly { readonly before: string; readonly after: string; readonly targets: readonly string[] }[]; // targets are paths in the repository with one *
}

const deepestExtends = 5;

/** `paths` and `baseUrl` of the nearest tsconfig.json or jsconfig.json, through `extends` inside the repository. */
export function aliasesOf(files: FileIndex): PathAliases {
  const read = new Map<string, Config | null>();
  const byFolder = new Map<string, Config | null>();
  return {
    candidates(folder, specifier) {
      const config = nearest(folder);
      if (!config) return [];
      const found: (string | null)[] = [];
      for (const { before, after, targets } of config.paths) {
        if (after === '\0' ? specifier !== before : !(specifier.startsWith(before) && specifier.endsWith(after) && specifier.length >= before.length + after.length)) continue;
        const matched = after === '\0' ? '' : specifier.slice(before.length, specifier.length - after.length);
        found.push(...targets.map((target) => target.replace('*', matched)));
      }
      if (config.baseUrl !== null && !specifier.startsWith('@')) found.push(join(config.baseUrl, specifier));
      return found;
    },
  };

  function nearest(folder: string): Config | null {
    const known = byFolder.get(folder);
    if (known !== undefined) return known;
    const prefix = folder === '' ? '' : `${folder}/`;
    const own = ['tsconfig.json', 'jsconfig.json'].map((name) => prefix + name).find((path) => files.has(path));
    const config = own === undefined ? (folder === '' ? null : nearest(folderOf(folder))) : load(own, 0);
    byFolder.set(folder, config);
    return config;
  }

  function load(path: string, depth: number): Config | null {
    const known = read.get(path);
    if (known !== undefined) return known;
    read.set(path, null);
    const text = files.text(path);
    const value = text === undefined ? null : parseWithComments(text);
    if (!isRecord(value)) return null;
    const folder = folderOf(path);
    const options = isRecord(value['compilerOptions']) ? value['compilerOptions'] : {};
    const parents = (Array.isArray(value['extends']) ? value['extends'] : [value['extends']]).filter((item) => typeof item === 'string');
    let inherited: Config | null = null;
    for (const parent of depth < deepestExtends ? parents : []) {
      const target = parent.startsWith('.') ? join(folder, parent) : null;
      const file = [target, `${target}.json`].find((candidate) => target !== null && candidate !== null && files.has(candidate));
      if (file) inherited = load(file, depth + 1) ?? inherited;
    }
    const baseUrl = typeof options['baseUrl'] === 'string' ? join(folder, options['baseUrl']) : (inherited?.baseUrl ?? null);
    const paths = isRecord(options['paths']) ? pathsOf(options['paths'], typeof options['baseUrl'] === 'string' ? (baseUrl ?? folder) : folder) : (inherited?.paths ?? []);
    const config: Config = { baseUrl, paths };
    read.set(path, config);
    return config;
  }
}

function pathsOf(paths: Readonly<Record<string, unknown>>, base: string): Config['paths'] {
  return Object.entries(paths).map(([pattern, value]) => {
    const star = pattern.indexOf('*');
    const targets = (Array.isArray(value) ? value : [])
      .filter((item) => typeof item === 'string')
      .map((item) => join(base, item))
      .filter((item) => item !== null);
    return star < 0 ? { before: pattern, after: '\0', targets } : { before: pattern.slice(0, star), after: pattern.slice(star + 1), targets };
  });
}

/** JSON with comments and trailing commas. */
export function parseWithComments(text: string): unknown {
  let plain = '';
  let index = 0;
  while (index < text.length) {
    const char = text[index] ?? '';
    if (char === '"') {
      let end = index + 1;
      while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
      plain += text.slice(index, end + 1);
      index = end + 1;
    } else if (text.startsWith('//', index)) {
      const end = text.indexOf('\n', index);
      index = end < 0 ? text.length : end;
    } else if (text.startsWith('/*', index)) {
      const end = text.indexOf('*/', index + 2);
      index = end < 0 ? text.length : end + 2;
    } else {
      if ((char === '}' || char === ']') && /,\s*$/.test(plain.slice(-200))) plain = plain.replace(/,\s*$/, '');
      plain += char;
      index++;
    }
  }
  try {
    return JSON.parse(plain);
  } catch {
    return null;
  }
}
