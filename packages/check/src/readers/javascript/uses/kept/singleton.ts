import type { Node } from 'oxc-parser';
import type { Context } from '../../code/context.ts';
import { decoratorName } from '../../code/decorators.ts';
import { functionsOf } from '../../code/functions.ts';
import { handlersOf } from '../../code/handlers.ts';
import { noteDeclarations, sitesOf } from '../../code/lifetime.ts';
import { callSites } from '../../code/context.ts';
import type { Module } from '../../modules/module.ts';
import type { Repository } from '../../modules/repository.ts';
import { purposeOf } from '../../code/purpose.ts';
import { follow } from '../../values/follow.ts';
import { keyName } from '../../modules/scope.ts';

const filesLookedAt = 4;
const known = new WeakMap<Node, boolean>();

/**
 * Whether the objects of a class live as long as the process: a framework makes one, the class keeps its own instance, or every
 * construction outside tests stands at module level, in a constructor or in what start-up code hands out.
 */
export function isSingleton(context: Context, owner: Node): boolean {
  const before = known.get(owner);
  if (before !== undefined) return before;
  const answer = find(context, owner);
  known.set(owner, answer);
  return answer;
}

function find(context: Context, owner: Node): boolean {
  if (owner.type !== 'ClassDeclaration' && owner.type !== 'ClassExpression') return false;
  const decorators = owner.decorators.map((decorator) => ({ name: decoratorName(decorator), words: context.module.words(decorator) }));
  if (decorators.some(({ name, words }) => /^(?:Injectable|Controller|WebSocketGateway|Resolver|Service|singleton|injectable)$/.test(name) && !/REQUEST|TRANSIENT|transient/.test(words))) return true;
  const name = owner.id?.name;
  if (name === undefined) return false;
  for (const element of owner.body.body) {
    if (element.type === 'PropertyDefinition' && element.static && /^_?#?(?:instance|singleton)$/i.test(keyName(element.key, element.computed) ?? '')) return true;
  }
  const files = (constructions(context.repository).get(name) ?? []).filter((path) => purposeOf(context.repository, path, context.repository.files.text(path) ?? '') === 'source');
  let isMade = false;
  for (const path of files.slice(0, filesLookedAt)) {
    const module = path === context.module.path ? context.module : context.repository.module(path);
    if (!module) continue;
    const site = sitesIn(context.repository, module);
    for (const node of module.nodes) {
      if (node.type !== 'NewExpression' || node.callee.type !== 'Identifier' || node.callee.name !== name) continue;
      const made = follow(context.repository, { module, node: node.callee, frame: null });
      if (made.kind !== 'node' || made.place.node.start !== owner.start || made.place.module.path !== context.module.path) continue;
      if (site(node).lifetime === 'call') return false;
      isMade = true;
    }
  }
  return isMade;
}

const sites = new WeakMap<Module, ReturnType<typeof sitesOf>>();

function sitesIn(repository: Repository, module: Module): ReturnType<typeof sitesOf> {
  const before = sites.get(module);
  if (before) return before;
  const handlers = handlersOf(repository, module, callSites(repository, module));
  noteDeclarations(module);
  const made = sitesOf(module, functionsOf(module, handlers), handlers);
  sites.set(module, made);
  return made;
}

const indexes = new WeakMap<Repository, ReadonlyMap<string, readonly string[]>>();

/** The files in which `new Name(` stands, by name. One pass over the texts, made when it is first asked for. */
function constructions(repository: Repository): ReadonlyMap<string, readonly string[]> {
  const before = indexes.get(repository);
  if (before) return before;
  const index = new Map<string, string[]>();
  for (const path of repository.files.paths) {
    if (!/\.[mc]?[jt]sx?$/.test(path)) continue;
    const text = repository.files.text(path);
    if (text === undefined || !text.includes('new ')) continue;
    for (const match of text.matchAll(/\bnew\s+([A-Z]\w*)\s*[(<]/g)) {
      const name = match[1] ?? '';
      const paths = index.get(name) ?? [];
      index.set(name, paths);
      if (paths.at(-1) !== path) paths.push(path);
    }
  }
  indexes.set(repository, index);
  return index;
}
