import type { Node } from 'oxc-parser';
import type { Setting } from '../../../facts/setting.ts';
import type { CallSite, Context } from '../code/context.ts';
import type { Module } from '../modules/module.ts';
import { propertyName } from '../modules/scope.ts';
import { at, follow } from '../values/follow.ts';
import type { Place } from '../values/follow.ts';
import { objectAt } from '../values/object.ts';
import { firstFound, gap, numberAt, textAt } from '../values/setting.ts';
import { symbolOf } from '../values/symbol.ts';
import type { HttpShape } from './http-libraries.ts';

export interface InstanceOptions {
  readonly timeoutMs: Setting<number> | null;
  readonly target: Setting<string> | null;
}

/** What the client object that a call goes through was made with: `axios.create({ timeout })`, `got.extend`, `axios.defaults.timeout`. */
export function libraryClient(call: CallSite, context: Context, shape: HttpShape): InstanceOptions | null {
  if (!shape.instance || call.symbol === null) return null;
  const owner = receiver(call.node.callee);
  const instance = call.symbol.match(shape.instance)?.[0] ?? '';
  if (!instance.includes('()')) return globalDefaults(context, shape, call);
  if (!owner) return null;
  return optionsOfInstance(context, at(call.place, owner), call, 8);
}

function optionsOfInstance(context: Context, place: Place, call: CallSite, depth: number): InstanceOptions | null {
  if (depth <= 0) return null;
  const { repository } = context;
  const target = follow(repository, place);
  const here: Place = { ...call.place, node: call.node };
  const elsewhere: InstanceOptions = { timeoutMs: gap(here, 'the client is made elsewhere', `the options the client of ${call.callee} is made with`), target: null };
  if (target.kind === 'parameter') return elsewhere;
  if (target.kind !== 'node') return target.kind === 'several' ? elsewhere : null;
  const { node } = target.place;
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return elsewhere;
  const symbol = symbolOf(repository, at(target.place, node.callee));
  if (symbol === null) return elsewhere;
  const [first] = node.arguments;
  const later = assignedDefaults(context, place, target.binding?.name ?? null);
  if (later) return { timeoutMs: later, target: null };
  if (!first) return null;
  if (first.type === 'SpreadElement') return elsewhere;
  const view = objectAt(repository, at(target.place, first));
  const timeout = firstFound(view, [['timeout', 'request'], ['timeout', 'response'], ['timeout']]);
  const base = firstFound(view, [['baseURL'], ['prefixUrl'], ['baseUrl']]);
  const text = base.kind === 'found' ? textAt(repository, base.value) : null;
  if (timeout.kind === 'found') return { timeoutMs: numberAt(repository, timeout.value), target: text };
  if (timeout.kind === 'unknown') return { timeoutMs: gap(here, timeout.reason, `timeout in the options of ${target.place.module.words(node.callee)}`), target: text };
  return { timeoutMs: null, target: text };
}

/** `axios.defaults.timeout = 5000` in this file or in a file it imports; `instance.defaults.timeout` likewise. */
function globalDefaults(context: Context, shape: HttpShape, call: CallSite): InstanceOptions | null {
  if (shape.library !== 'axios') return null;
  const owner = receiver(call.node.callee) ?? call.node.callee;
  const setting = assignedDefaults(context, at(call.place, owner), owner.type === 'Identifier' ? owner.name : null) ?? repositoryDefault(context);
  return setting ? { timeoutMs: setting, target: null } : null;
}

function assignedDefaults(context: Context, place: Place, name: string | null): Setting<number> | null {
  if (name === null) return null;
  const node = timeoutsSetIn(place.module).get(`${name}.defaults`);
  return node ? numberAt(context.repository, { module: place.module, node, frame: null }) : null;
}

const timeoutsSet = new WeakMap<Module, ReadonlyMap<string, Node>>();

/** The first value of each `….timeout = …` of a file, by what stands before `.timeout`. */
function timeoutsSetIn(module: Module): ReadonlyMap<string, Node> {
  const known = timeoutsSet.get(module);
  if (known) return known;
  const found = new Map<string, Node>();
  for (const node of module.nodes) {
    if (node.type !== 'AssignmentExpression' || node.left.type !== 'MemberExpression' || propertyName(node.left) !== 'timeout') continue;
    const owner = module.words(node.left.object);
    if (!found.has(owner)) found.set(owner, node.right);
  }
  timeoutsSet.set(module, found);
  return found;
}

const repositoryDefaults = new WeakMap<object, Map<string, Setting<number> | null>>();

/** The one axios that a package shares: `axios.defaults.timeout = …` in any file of the same package holds for all of them. */
function repositoryDefault(context: Context): Setting<number> | null {
  const { repository } = context;
  const known = repositoryDefaults.get(repository) ?? new Map<string, Setting<number> | null>();
  repositoryDefaults.set(repository, known);
  const folder = repository.manifests.nearest(context.module.path)?.folder ?? '';
  const before = known.get(folder);
  if (before !== undefined) return before;
  let found: Setting<number> | null = null;
  for (const path of repository.files.paths) {
    if (!/\.[mc]?[jt]sx?$/.test(path) || (folder !== '' && !path.startsWith(`${folder}/`))) continue;
    if (repository.manifests.nearest(path)?.folder !== folder || !repository.files.text(path)?.includes('axios.defaults.timeout')) continue;
    const module = repository.module(path);
    const node = module?.nodes.find(
      (candidate) => candidate.type === 'AssignmentExpression' && candidate.left.type === 'MemberExpression' && module.words(candidate.left) === 'axios.defaults.timeout',
    );
    if (module && node?.type === 'AssignmentExpression') found = numberAt(repository, { module, node: node.right, frame: null });
    if (found) break;
  }
  known.set(folder, found);
  return found;
}

function receiver(callee: Node): Node | null {
  return callee.type === 'MemberExpression' ? callee.object : callee;
}
