import { folderOf } from '@plimsoll/contract';
import type { FileIndex } from '../../reader.ts';

export interface Manifest {
  readonly path: string;
  readonly folder: string; // '' at the root, else without a trailing slash
  readonly name: string | null;
  readonly type: string | null;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>; // dependencies and optionalDependencies
  readonly developmentDependencies: Readonly<Record<string, string>>; // devDependencies and peerDependencies
  readonly entries: readonly { readonly key: string; readonly targets: readonly string[] }[]; // exports ('.', './x'), with main and module under '.'
  readonly imports: readonly { readonly key: string; readonly targets: readonly string[] }[]; // '#x'
}

export interface Manifests {
  nearest(path: string): Manifest | null;
  named(name: string): Manifest | null;
  dependency(path: string, name: string): string | null; // the version range that holds for a file
}

export function manifestsOf(files: FileIndex): Manifests {
  const byFolder = new Map<string, Manifest>();
  const byName = new Map<string, Manifest>();
  for (const path of files.paths) {
    if (path !== 'package.json' && !path.endsWith('/package.json')) continue;
    const text = files.text(path);
    const manifest = text === undefined ? null : readManifest(path, text);
    if (!manifest) continue;
    byFolder.set(manifest.folder, manifest);
    if (manifest.name !== null && !byName.has(manifest.name)) byName.set(manifest.name, manifest);
  }
  const chain = function* (path: string): Generator<Manifest> {
    for (let folder = folderOf(path); ; folder = folderOf(folder)) {
      const manifest = byFolder.get(folder);
      if (manifest) yield manifest;
      if (folder === '') return;
    }
  };
  return {
    nearest: (path) => chain(path).next().value ?? null,
    named: (name) => byName.get(name) ?? null,
    dependency(path, name) {
      for (const manifest of chain(path)) {
        const range = manifest.dependencies[name] ?? manifest.developmentDependencies[name];
        if (range !== undefined) return range;
      }
      return null;
    },
  };
}

/** The first number of a version range: `^6.2.0` → 6, null for `latest`, `workspace:*` and the like. */
export function majorOf(range: string | null): number | null {
  const match = range?.match(/^(?:npm:(?:@?[^@]+)@)?[\^~>=v\s]*(\d+)/);
  return match ? Number(match[1]) : null;
}

export function readManifest(path: string, text: string): Manifest | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(value)) return null;
  const entries = entriesOf(value['exports']);
  const main = ['module', 'main', 'types', 'source'].map((key) => value[key]).filter((item) => typeof item === 'string');
  return {
    path,
    folder: folderOf(path),
    name: typeof value['name'] === 'string' ? value['name'] : null,
    type: typeof value['type'] === 'string' ? value['type'] : null,
    scripts: strings(value['scripts']),
    dependencies: { ...strings(value['optionalDependencies']), ...strings(value['dependencies']) },
    developmentDependencies: { ...strings(value['peerDependencies']), ...strings(value['devDependencies']) },
    entries: [...entries, { key: '.', targets: main }],
    imports: entriesOf(value['imports']),
  };
}

function entriesOf(value: unknown): { key: string; targets: string[] }[] {
  if (typeof value === 'string' || Array.isArray(value)) return [{ key: '.', targets: targetsIn(value) }];
  if (!isRecord(value)) return [];
  const keys = Object.keys(value);
  if (keys.every((key) => !key.startsWith('.') && !key.startsWith('#'))) return [{ key: '.', targets: targetsIn(value) }];
  return keys.map((key) => ({ key, targets: targetsIn(value[key]) }));
}

/** All files a conditional export can mean, in order. */
function targetsIn(value: unknown): string[] {
  const targets: string[] = [];
  const open: { value: unknown; depth: number }[] = [{ value, depth: 0 }];
  for (let at = open.pop(); at; at = open.pop()) {
    if (typeof at.value === 'string') targets.push(at.value);
    else if (at.depth < 8 && typeof at.value === 'object' && at.value !== null) {
      for (const item of Object.values(at.value).toReversed()) open.push({ value: item, depth: at.depth + 1 });
    }
  }
  return targets;
}

function strings(value: unknown): Record<string, string> {
  const result: Record<string, string> = Object.create(null) as Record<string, string>;
  if (isRecord(value)) for (const [key, item] of Object.entries(value)) if (typeof item === 'string') result[key] = item;
  return result;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
