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
  for (const specifier of module.exportsAllOf) {
    const path = repository.resolve(module.path, specifier);
    if (path === null) continue;
    const next = repository.module(path);
    const found = next ? memberOfExport(repository, next, name, written, depth - 1) : null;
    if (found && found.kind !== 'unresolved') return found;
  }
  const outside = module.exportsAllOf.find((specifier) => !specifier.startsWith('.') && repository.resolve(module.path, specifier) === null);
  if (outside !== undefined) return { kind: 'external', symbol: `${outside}.${name}`, place: written };
  return unresolved(written, `${module.path} does not export ${name}`, 'not-supported-yet');
}
