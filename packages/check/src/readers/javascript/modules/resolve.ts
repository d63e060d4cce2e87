import { folderOf } from '@plimsoll/contract';
import type { FileIndex } from '../../reader.ts';
import type { Manifest, Manifests } from './packages.ts';
import type { PathAliases } from './tsconfig.ts';

const extensions = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];
const written: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.jsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};

export type Resolve = (from: string, specifier: string) => string | null;

/** Resolves a specifier to a file of the repository: relative, tsconfig paths and baseUrl, package imports, workspace packages. */
export function resolverOf(files: FileIndex, manifests: Manifests, aliases: PathAliases): Resolve {
  const known = new Map<string, string | null>();
  return (from, specifier) => {
    const folder = folderOf(from);
    const key = `${folder}\0${specifier}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const found = find(folder, specifier, from);
    known.set(key, found);
    return found;
  };

  function find(folder: string, specifier: string, from: string): string | null {
    if (specifier.startsWith('node:') || specifier.includes('\0')) return null;
    const clean = specifier.replace(/\?.*$/, '');
    if (clean.startsWith('.')) return fileAt(join(folder, clean));
    for (const candidate of aliases.candidates(folder, clean)) {
      const found = fileAt(candidate);
      if (found !== null) return found;
    }
    if (clean.startsWith('#')) {
      const manifest = manifests.nearest(from);
      return manifest ? entry(manifest, manifest.imports, clean) : null;
    }
    const parts = clean.split('/');
    const name = clean.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '');
    const manifest = manifests.named(name);
    if (!manifest) return null;
    const rest = clean.slice(name.length);
    const exported = entry(manifest, manifest.entries, rest === '' ? '.' : `.${rest}`);
    if (exported !== null) return exported;
    return rest === '' ? (fileAt(join(manifest.folder, 'src')) ?? fileAt(manifest.folder)) : (fileAt(join(manifest.folder, `.${rest}`)) ?? fileAt(join(manifest.folder, `src${rest}`)));
  }

  function entry(manifest: Manifest, entries: Manifest['entries'], key: string): string | null {
    for (const { key: pattern, targets } of entries) {
      const star = pattern.indexOf('*');
      const matched = star < 0 ? (pattern === key ? '' : null) : between(key, pattern.slice(0, star), pattern.slice(star + 1));
      if (matched === null) continue;
      for (const target of targets) {
        const found = sourceOf(join(manifest.folder, target.replaceAll('*', matched)));
        if (found !== null) return found;
      }
    }
    return null;
  }

  /** What is published is often built: dist/x.js comes from src/x.ts or x.ts. */
  function sourceOf(path: string | null): string | null {
    if (path === null) return null;
    const direct = fileAt(path.replace(/\.d\.([mc]?)ts$/, '.$1js')) ?? fileAt(path);
    if (direct !== null) return direct;
    const built = path.match(/^(.*?)(?:^|\/)(?:dist|build|lib|out|es|cjs|esm)\/((?:(?:esm|cjs|es|types|src)\/)?)(.*?)(?:\.d)?\.[mc]?[jt]s$/);
    if (!built) return null;
    const root = built[1] ?? '';
    return fileAt(join(root, `src/${built[3]}`)) ?? fileAt(join(root, built[3] ?? ''));
  }

  function fileAt(path: string | null): string | null {
    if (path === null) return null;
    const dot = path.slice(path.lastIndexOf('/') + 1).lastIndexOf('.');
    const extension = dot <= 0 ? '' : path.slice(path.lastIndexOf('/') + 1 + dot);
    if (extension !== '' && files.has(path) && /^\.([mc]?[jt]sx?|json|vue|svelte)$/.test(extension)) return path;
    for (const other of written[extension] ?? []) {
      const candidate = path.slice(0, -extension.length) + other;
      if (files.has(candidate)) return candidate;
    }
    for (const other of extensions) if (files.has(path + other)) return path + other;
    const inside = path === '' ? 'index' : `${path}/index`;
    for (const other of extensions) if (files.has(inside + other)) return inside + other;
    return files.has(`${path}.json`) ? `${path}.json` : null;
  }
}

function between(text: string, before: string, after: string): string | null {
  if (text.length < before.length + after.length || !text.startsWith(before) || !text.endsWith(after)) return null;
  return text.slice(before.length, text.length - after.length);
}

/** Joins and normalises; null when the path leaves the repository. */
export function join(folder: string, rest: string): string | null {
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of rest.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (parts.length === 0) return null;
      parts.pop();
    } else parts.push(part);
  }
  return parts.join('/');
}
