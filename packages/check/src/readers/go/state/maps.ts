import type { StateKind, StateLife, StateUse } from '../../../facts/code.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, namedChildren, sourceOf, textOf, walk } from '../../syntax/index.ts';
import { derived, stated } from '../../../model/known.ts';
import { unitsIn } from '../code/package.ts';
import { outside, typeWritten } from '../code/types.ts';
import type { GoUnit } from '../code/unit.ts';
import { argsOf, calledName, functionAround, receiverOf } from '../code/unit.ts';
import { shown } from '../value/value.ts';

/** A map that lives as long as its holder: a variable of the package, or a field of a struct. */
interface Holder {
  readonly name: string;
  readonly type: SyntaxNode | null;
  readonly value: SyntaxNode | null;
  readonly node: SyntaxNode;
  readonly inStruct: string | null;
}

const holdersMax = 50; // for each the package is looked through

/** Maps of the process that functions write and read: caches and registries of open connections. */
export function mapsOf(unit: GoUnit): readonly StateUse[] {
  const told = [...holders(unit)].flatMap((holder) => {
    const entry = mapType(unit, holder);
    const state = entry === null ? null : kindOf(unit, holder, entry);
    return entry !== null && state ? [{ holder, entry, state }] : [];
  });
  return told.slice(0, holdersMax).flatMap(({ holder, entry, state }) => {
    const life = lifeOf(unit, holder, state, entry);
    // A map that nobody changes once the program runs is a table.
    return life.writes?.length ? [stateUse(holder, state, life)] : [];
  });
}

function stateUse(holder: Holder, state: StateKind, life: StateLife): StateUse {
  return {
    kind: 'state',
    state,
    library: 'map',
    site: { source: sourceOf(holder.node), within: null, lifetime: 'process', inLoop: false },
    store: { where: 'process', protectsProcessOnly: false },
    purpose: `${state === 'cache' ? 'cached values' : 'open connections'} (${holder.inStruct === null ? holder.name : `${holder.inStruct}.${holder.name}`})`,
    life,
  };
}

function* holders(unit: GoUnit): Generator<Holder> {
  for (const value of unit.values.values()) if (!value.constant) yield { name: value.name, type: value.type, value: value.value, node: value.node, inStruct: null };
  for (const [inStruct, fields] of unit.structs) for (const field of fields) yield { name: field.name, type: field.type, value: null, node: field.node, inStruct };
}

/** `map[string]*websocket.Conn` as written, 'sync.Map' for one; null for everything else. */
function mapType(unit: GoUnit, holder: Holder): string | null {
  const { type, value } = holder;
  if (type?.type === 'map_type') return textOf(type);
  if (type && textOf(type).endsWith('sync.Map') && outside(typeWritten(unit, type)) === 'sync.Map') return 'sync.Map';
  if (value?.type === 'call_expression' && calledName(value) === 'make') {
    const made = argsOf(value)[0];
    return made?.type === 'map_type' ? textOf(made) : null;
  }
  const literal = value?.type === 'composite_literal' ? child(value, 'type') : null;
  if (literal?.type === 'map_type') return textOf(literal);
  return literal && outside(typeWritten(unit, literal)) === 'sync.Map' ? 'sync.Map' : null;
}

const connectionTypes = /\b(websocket\.Conn|net\.Conn|melody\.Session|http\.ResponseWriter|http\.Flusher|ssh\.Channel|\w+_\w+Server)\b/;
const clientNames = /clients?$|conns?$|connections?$|subscribers?$|sockets?$|sessions?$|streams?$|listeners?$|peers?$|watchers?$/i;

function kindOf(unit: GoUnit, holder: Holder, entry: string): StateKind | null {
  if (connectionTypes.test(entry) || (clientNames.test(holder.name) && (/\bchan\b/.test(entry) || holdsConnection(unit, entry)))) return 'connection-registry';
  return /cache|memo(ized?)?$/i.test(holder.name) || (holder.inStruct !== null && /cache$/i.test(holder.inStruct) && /^(items|entries|data|values|store|m)$/i.test(holder.name)) ? 'cache' : null;
}

/** `map[*Client]bool` where `Client` is a struct of the package that keeps a connection. */
function holdsConnection(unit: GoUnit, entry: string): boolean {
  const names = [...entry.matchAll(/\*?\b([A-Z]\w*|[a-z]\w*)\b/g)].map((match) => match[1] ?? '');
  const all = [unit, ...unitsIn(unit.folder, unit.files, connectionTypes)];
  return names.some((name) => all.some((each) => each.structs.get(name)?.some((field) => connectionTypes.test(textOf(field.type)))));
}

const madeOnce = /regexp\.Regexp|template\.Template|http\.Client|grpc\.ClientConn|sql\.(DB|Stmt)|reflect\.Type|sync\.(Mutex|RWMutex|Once)|[sS]chema|protoreflect/;
const expiring = /expir|\bttl\b|time\.Since\(|time\.After\(|NewTicker|lastUpdated|fetchedAt|validUntil/i;

function lifeOf(unit: GoUnit, holder: Holder, state: StateKind, entry: string): StateLife {
  const life = { ...usesOf(unit, holder) };
  if (state !== 'cache') return life;
  const immutable = madeOnce.test(entry) ? { immutable: true } : {};
  const isChanged = life.writes.some((write) => /^(delete|clear)\(|\.(Delete|Clear|LoadAndDelete|CompareAndDelete)\(/.test(write.says));
  const source = sourceOf(holder.node);
  const lasting =
    !isChanged && !expiring.test(unit.tree.text.slice(unit.imports.at(-1)?.node.end ?? 0))
      ? { expiresMs: { value: derived(Infinity, [stated(holder.name, source, shown(holder.node))], source, `nothing removes entries of ${holder.name}`), variables: [] } }
      : {};
  return { ...life, ...immutable, ...lasting };
}

type Uses = NonNullable<StateLife['writes']>;

/** Where entries are put in, removed and looked up, in the files of the package. Filling it at the start is no change. */
function usesOf(unit: GoUnit, holder: Holder): { readonly writes: Uses; readonly reads: Uses } {
  const [writes, reads]: [Uses[number][], Uses[number][]] = [[], []];
  const mentioning = new RegExp(`(?<!\\w)${holder.name}(?!\\w)`);
  const others = unitsIn(unit.folder, unit.files, mentioning).filter((each) => each.path !== unit.path);
  for (const each of [unit, ...others]) {
    for (const node of walk(each.tree.root)) {
      const use = useAt(node, holder);
      const within = use && functionAround(each, node);
      if (!use || !within || /^(init|main|New\w*|new\w*)$/.test(within.name)) continue;
      const list = use === 'write' ? writes : reads;
      if (list.length < 20) list.push({ source: sourceOf(node), within: within.id, says: shown(node) });
    }
  }
  return { writes, reads };
}

function useAt(node: SyntaxNode, holder: Holder): 'write' | 'read' | null {
  if (node.type === 'call_expression') {
    const receiver = receiverOf(node);
    const first = argsOf(node)[0];
    if (!receiver && /^(delete|clear)$/.test(calledName(node)) && first && isHolder(first, holder)) return 'write';
    if (!receiver || !isHolder(receiver, holder)) return null;
    return /^(Store|Delete|LoadOrStore|LoadAndDelete|Swap|CompareAndSwap|CompareAndDelete|Clear)$/.test(calledName(node)) ? 'write' : /^(Load|Range)$/.test(calledName(node)) ? 'read' : null;
  }
  if (node.type === 'assignment_statement') return namedChildren(child(node, 'left') ?? node).some((left) => isElement(left, holder)) ? 'write' : null;
  if (node.type !== 'index_expression' || !isElement(node, holder)) return null;
  const list = node.parent;
  return list?.parent?.type === 'assignment_statement' && child(list.parent, 'left') === list ? null : 'read';
}

function isElement(node: SyntaxNode, holder: Holder): boolean {
  const operand = node.type === 'index_expression' ? child(node, 'operand') : null;
  return operand !== null && isHolder(operand, holder);
}

/** `cache` for a variable, `s.cache` for a field. */
function isHolder(node: SyntaxNode, holder: Holder): boolean {
  if (holder.inStruct === null) return node.type === 'identifier' && textOf(node) === holder.name;
  const field = node.type === 'selector_expression' ? child(node, 'field') : null;
  return field !== null && textOf(field) === holder.name;
}
