import type { StateLife } from '../../../facts/code.ts';
import { functionAround } from '../code/calls.ts';
import { calleeName } from '../code/external.ts';
import { referentOf } from '../code/referent.ts';
import { bindingsOf } from '../code/scope.ts';
import type { PythonClass, PythonFunction, PythonModule } from '../code/types.ts';
import { callAt } from '../code/workspace.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { ancestor, child, namedChildren, sourceOf, textOf, walk } from '../../syntax/index.ts';
import { clip, oneLine } from '../value/says.ts';

/** A dictionary, list, set or queue that outlives the calls of the functions that use it. */
export interface Container {
  readonly name: string; // 'berths', 'self.berths'
  readonly value: SyntaxNode; // what it is made by
  readonly target: SyntaxNode; // what it is assigned to
  readonly annotation: string;
  readonly type: ContainerType;
  readonly empty: boolean;
  readonly inClass: PythonClass | null;
  readonly uses: readonly ContainerUse[]; // in functions; filling it while the file is loaded is none
  readonly module: PythonModule;
}

export type ContainerType = 'dict' | 'list' | 'set' | 'queue' | 'cachetools';

export interface ContainerUse {
  readonly node: SyntaxNode;
  readonly act: 'set' | 'add' | 'remove' | 'reset' | 'count' | 'read';
  readonly key: SyntaxNode | null;
  readonly value: SyntaxNode | null; // what is put in
  readonly within: PythonFunction;
}

const containersMost = 200;
const usesMost = 200;
const known = new WeakMap<PythonModule, readonly Container[]>();

export function containersOf(module: PythonModule): readonly Container[] {
  const before = known.get(module);
  if (before) return before;
  const made = [...atModuleLevel(module), ...module.classes.flatMap(inClass)].slice(0, containersMost);
  const byName = made.length > 0 ? mentions(module, new Set(made.map((each) => each.name))) : new Map<string, readonly SyntaxNode[]>();
  const found = made.map((each) => ({ ...each, uses: (byName.get(each.name) ?? []).flatMap((node) => useOf(node, each)) }));
  known.set(module, found);
  return found;
}

type Made = Omit<Container, 'uses'>;

function atModuleLevel(module: PythonModule): readonly Made[] {
  return module.tree.root.children.flatMap((statement) => madeBy(statement, null, module));
}

/** `self.berths = {}` in the constructor, `berths: dict = {}` in the body of the class. */
function inClass(declared: PythonClass): readonly Made[] {
  const body = child(declared.node, 'body');
  const constructor = declared.methods.find((each) => each.name === '__init__');
  const statements = [...(body?.children ?? []), ...(constructor ? [...walk(constructor.node)].filter((node) => node.type === 'expression_statement') : [])];
  const found = statements.flatMap((statement) => madeBy(statement, declared, declared.module));
  return found.filter((each, index) => found.findIndex((other) => other.name === each.name) === index);
}

function madeBy(statement: SyntaxNode, declared: PythonClass | null, module: PythonModule): readonly Made[] {
  const assignment = statement.type === 'expression_statement' ? statement.children[0] : undefined;
  const target = assignment?.type === 'assignment' ? child(assignment, 'left') : null;
  const value = assignment?.type === 'assignment' ? child(assignment, 'right') : null;
  const type = value && typeOf(value);
  if (!assignment || !target || !value || !type) return [];
  const bare = target.type === 'identifier' ? textOf(target) : target.type === 'attribute' && /^self\.\w+$/.test(textOf(target)) ? textOf(target).slice('self.'.length) : null;
  if (bare === null || bare.startsWith('__')) return [];
  const annotation = child(assignment, 'type');
  const empty = namedChildren(value.type === 'call' ? (child(value, 'arguments') ?? value) : value).length === 0;
  return [{ name: declared ? `self.${bare}` : bare, value, target, annotation: annotation ? textOf(annotation) : '', type, empty, inClass: declared, module }];
}

function typeOf(value: SyntaxNode): ContainerType | null {
  if (value.type === 'dictionary') return 'dict';
  if (value.type === 'list' || value.type === 'set') return value.type;
  const call = callAt(value);
  if (!call) return null;
  if (call.written === 'dict' || call.written === 'list' || call.written === 'set') return call.written;
  const name = calleeName(call) ?? '';
  if (/^collections\.(defaultdict|OrderedDict)$/.test(name)) return 'dict';
  if (name === 'collections.deque') return 'list';
  if (/^(queue\.(Simple|Lifo|Priority)?Queue|asyncio\.Queue)$/.test(name)) return 'queue';
  return /^cachetools\.\w*Cache$/.test(name) ? 'cachetools' : null;
}

/** Where the names stand in functions; a name that the function binds itself means something else there. */
function mentions(module: PythonModule, names: ReadonlySet<string>): ReadonlyMap<string, readonly SyntaxNode[]> {
  const found = new Map<string, SyntaxNode[]>();
  for (const node of walk(module.tree.root)) {
    const name = node.type === 'identifier' ? textOf(node) : node.type === 'attribute' && node.end - node.start < 80 ? textOf(node).replace(/^cls\./, 'self.') : '';
    if (!names.has(name) || (node.type === 'identifier' && (node.field === 'attribute' || node.field === 'name'))) continue;
    const within = functionAround(node, module);
    if (!within || (node.type === 'identifier' && isLocal(name, within))) continue;
    const before = found.get(name) ?? [];
    if (before.length < usesMost) before.push(node);
    found.set(name, before);
  }
  return found;
}

function isLocal(name: string, within: PythonFunction): boolean {
  for (let made: PythonFunction | null = within; made; made = made.outer) {
    const bound = bindingsOf(made.node).get(name);
    if (bound && !new RegExp(`\\bglobal\\b[^\\n]*\\b${name}\\b`).test(textOf(made.node))) return true;
  }
  return false;
}

function useOf(node: SyntaxNode, made: Made): readonly ContainerUse[] {
  const within = functionAround(node, made.module);
  if (!within || node === made.target || (made.inClass && within.inClass !== made.inClass && within.outer?.inClass !== made.inClass)) return [];
  return [{ node, within, ...actOf(node) }];
}

type Act = Pick<ContainerUse, 'act' | 'key' | 'value'>;
const read: Act = { act: 'read', key: null, value: null };

function actOf(node: SyntaxNode): Act {
  const { parent } = node;
  if (!parent) return read;
  if (parent.type === 'subscript' && node.field === 'value') return ofElement(parent);
  if (parent.type === 'attribute' && node.field === 'object') return ofMethod(parent);
  if (parent.type === 'assignment' && node.field === 'left') return { act: 'reset', key: null, value: child(parent, 'right') };
  if (ancestor(node, 'assignment')?.children[0]?.type === 'pattern_list' && ancestor(node, 'pattern_list')) return { act: 'reset', key: null, value: null };
  return read;
}

function ofElement(subscript: SyntaxNode): Act {
  const key = child(subscript, 'subscript');
  const { parent } = subscript;
  if (parent?.type === 'assignment' && subscript.field === 'left') return { act: 'set', key, value: child(parent, 'right') };
  if (parent?.type === 'augmented_assignment' && subscript.field === 'left') return { act: 'count', key, value: null };
  if (parent?.type === 'delete_statement') return { act: 'remove', key, value: null };
  if (parent?.type === 'subscript' && subscript.field === 'value' && parent.parent?.type === 'assignment' && parent.field === 'left') return { act: 'set', key, value: child(parent.parent, 'right') };
  if (parent?.type === 'attribute' && /^(append|add|extend|update)$/.test(textOf(child(parent, 'attribute') ?? parent))) return { act: 'set', key, value: argumentOf(parent) };
  if (parent?.type === 'attribute' && /^(remove|discard)$/.test(textOf(child(parent, 'attribute') ?? parent))) return { act: 'remove', key, value: null };
  return { ...read, key };
}

function ofMethod(attribute: SyntaxNode): Act {
  const method = textOf(child(attribute, 'attribute') ?? attribute);
  const call = attribute.parent ? callAt(attribute.parent) : null;
  if (!call) return read;
  const [first, second] = call.positional;
  if (method === 'setdefault') return { act: 'set', key: first ?? null, value: second ?? null };
  if (/^(append|appendleft|add|extend|put|put_nowait|insert|update)$/.test(method)) return { act: 'add', key: null, value: (method === 'insert' ? second : first) ?? null };
  if (/^(pop|popitem|popleft|remove|discard|clear)$/.test(method)) return { act: 'remove', key: first ?? null, value: null };
  return { ...read, key: first ?? null };
}

function argumentOf(attribute: SyntaxNode): SyntaxNode | null {
  return (attribute.parent && callAt(attribute.parent)?.positional[0]) ?? null;
}

type Places = NonNullable<StateLife['writes']>;
const placesMost = 20;

/** What a use says, for a message: the line it stands on, shortened. */
export function placesOf(uses: readonly ContainerUse[]): Places {
  return uses.slice(0, placesMost).map(({ node, within }) => ({ source: sourceOf(node), within: within.id, says: clip(oneLine(statementOf(node))) }));
}

function statementOf(node: SyntaxNode): SyntaxNode {
  let found = node;
  for (let above = node.parent; above && !/_statement$|^(block|module)$/.test(above.type); above = above.parent) found = above;
  return found;
}

export function isWrite(use: ContainerUse): boolean {
  return use.act !== 'read';
}

/** Entries of a class stay as long as its one instance does; of the lifetime of others nothing is known. */
export function livesOn(container: Container): boolean {
  if (!container.inClass) return true;
  const declared = container.inClass;
  if (container.target.type === 'identifier') return true;
  return container.module.calls.some((call) => {
    const referent = call.within === null ? referentOf(call.callee) : null;
    return referent?.kind === 'class' && referent.class === declared;
  });
}
