import type { Module } from '../modules/module.ts';
import type { Repository } from '../modules/repository.ts';
import { follow, member, unresolved } from './follow.ts';
import type { Place, Target } from './follow.ts';

/** What an imported name stands for: an export of another file, or a symbol of a package ('pg.Pool'; the module itself is 'pg'). */
export function targetOfImport(repository: Repository, here: Place, specifier: string, name: string, depth: number): Target {
  if (depth <= 0) return unresolved(here, 'is imported through too many files', 'not-supported-yet');
  const path = repository.resolve(here.module.path, specifier);
  if (path === null) {
    if (specifier.startsWith('.')) return unresolved(here, `${specifier} is not in the repository`, 'outside-the-repository');
    const bare = specifier.replace(/^node:/, '').replace(/\.js$/, '');
    return { kind: 'external', symbol: name === 'default' || name === '*' || name === '=' ? bare : `${bare}.${name}`, place: here };
  }
  const module = repository.module(path);
  if (!module) return unresolved(here, `${path} was not analysed`, 'not-supported-yet');
  if (name === '*') return { kind: 'namespace', module, place: here };
  if (name === '=') return module.exports.has('=') ? memberOfExport(repository, module, '=', here, depth - 1) : { kind: 'namespace', module, place: here };
  return memberOfExport(repository, module, name, here, depth - 1);
}

export function memberOfExport(repository: Repository, module: Module, name: string, written: Place, depth: number): Target {
  if (depth <= 0) return unresolved(written, 'is exported through too many files', 'not-supported-yet');
  const own = module.exports.get(name) ?? (name === 'default' ? module.exports.get('=') : undefined);
  if (own && 'from' in own) return targetOfImport(repository, { module, node: written.node, frame: null }, own.from, own.name, depth - 1);
  if (own) return follow(repository, { module, node: own.node, frame: null }, depth - 1);
  const whole = module.exports.get('=');
  if (whole && 'node' in whole && name !== '=') return member(repository, follow(repository, { module, node: whole.node, frame: null }, depth - 1), name, written, depth - 1);
  const owner = passedOnBy(repository, module.path, name);
  if (owner !== null && owner.path !== null) {
    const next = repository.module(owner.path);
    if (next && next !== module) return memberOfExport(repository, next, name, written, depth - 1);
  }
  if (owner !== null && owner.specifier !== null) return { kind: 'external', symbol: `${owner.specifier}.${name}`, place: written };
  return unresolved(written, `${module.path} does not export ${name}`, 'not-supported-yet');
}

interface Owner {
  readonly path: string | null;
  readonly specifier: string | null; // a package whose exports are passed on, when no file of the repository has the name
}

const owners = new WeakMap<Repository, Map<string, Owner | null>>();
const filesLookedAt = 2_000;

/** The file behind `export * from` that exports a name itself. */
function passedOnBy(repository: Repository, path: string, name: string): Owner | null {
  const known = owners.get(repository) ?? new Map<string, Owner | null>();
  owners.set(repository, known);
  const key = `${path}\0${name}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  let found: Owner | null = null;
  const seen = new Set([path]);
  const open = [path];
  for (let at = open.pop(); at !== undefined && seen.size < filesLookedAt; at = open.pop()) {
    const exports = repository.exportsOf(at);
    if (!exports) continue;
    if (at !== path && (exports.names.has(name) || exports.names.has('='))) {
      found = { path: at, specifier: null };
      break;
    }
    const [specifier] = exports.allOfPackages;
    if (specifier !== undefined) found ??= { path: null, specifier };
    for (const next of exports.allOf.toReversed()) {
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(next);
    }
  }
  known.set(key, found);
  return found;
}
