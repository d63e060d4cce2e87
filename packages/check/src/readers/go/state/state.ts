import type { StateUse } from '../../../facts/code.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { ancestor, child, textOf, walk } from '../../syntax/index.ts';
import { qualified } from '../code/scope.ts';
import { callSite, makingSite } from '../code/site.ts';
import { outside, typeOf } from '../code/types.ts';
import type { GoUnit } from '../code/unit.ts';
import { calledName, functionAround, receiverOf } from '../code/unit.ts';
import { shown } from '../value/value.ts';
import { buffersOf } from './buffers.ts';
import { filesOf } from './files.ts';
import { libraryCache } from './made.ts';
import { mapsOf } from './maps.ts';

const locksMax = 200; // each looks through the rest of its block
const filesMax = 100; // for each the function around is looked through

export function stateOf(unit: GoUnit): readonly StateUse[] {
  const found: StateUse[] = [];
  let files = 0;
  let locks = 0;
  for (const node of walk(unit.tree.root)) {
    const made = node.type === 'type_conversion_expression' ? libraryCache(unit, node) : null;
    if (made) found.push(made);
    if (node.type !== 'call_expression') continue;
    const state =
      session(unit, node) ?? limiter(unit, node) ?? (isLock(node) && locks++ < locksMax ? lock(unit, node) : null) ?? libraryCache(unit, node) ?? (files < filesMax ? filesOf(unit, node) : null);
    if (state?.state === 'upload' || state?.state === 'temporary-file') files++;
    if (state) found.push(state);
  }
  return [...found, ...mapsOf(unit), ...buffersOf(unit)];
}

const stores: Readonly<Record<string, StateUse['store']>> = {
  'github.com/gorilla/sessions.NewFilesystemStore': { where: 'disk', protectsProcessOnly: false },
  'github.com/gorilla/sessions.NewCookieStore': { where: 'shared', what: 'cookie' },
  'github.com/gin-contrib/sessions/cookie.NewStore': { where: 'shared', what: 'cookie' },
  'github.com/gin-contrib/sessions/memstore.NewStore': { where: 'process', protectsProcessOnly: false },
  'github.com/gin-contrib/sessions/redis.NewStore': { where: 'shared', what: 'redis' },
  'github.com/alexedwards/scs.New': { where: 'process', protectsProcessOnly: false },
  'github.com/quasoft/memstore.NewMemStore': { where: 'process', protectsProcessOnly: false },
  'github.com/boj/redistore.NewRediStore': { where: 'shared', what: 'redis' },
  'github.com/antonlindstrom/pgstore.NewPGStore': { where: 'shared', what: 'postgres' },
};

function session(unit: GoUnit, node: SyntaxNode): StateUse | null {
  const full = qualified(unit, node);
  const store = full === null ? undefined : stores[full];
  if (full === null || !store) return null;
  // scs keeps sessions in memory until a store is assigned to the manager.
  if (full.endsWith('scs.New') && /\.Store\s*=/.test(unit.tree.text)) return null;
  return { kind: 'state', state: 'session', library: full.replace(/\.\w+$/, '').replace(/^.*\/(?=[^/]+\/[^/]+$)/, ''), site: makingSite(unit, node), store, purpose: 'HTTP sessions' };
}

/** `rate.NewLimiter(…)`: beside an outgoing client it protects what this process does; in front of handlers it counts per process. */
function limiter(unit: GoUnit, node: SyntaxNode): StateUse | null {
  if (qualified(unit, node) !== 'golang.org/x/time/rate.NewLimiter') return null;
  const within = functionAround(unit, node);
  const scope = within ? textOf(within.node) : unit.tree.text;
  const incoming = /http\.Handler|ResponseWriter|gin\.|echo\.|fiber\.|middleware/i.test(scope) || /\.(Allow|AllowN)\(/.test(unit.tree.text);
  const outgoing = /http\.Client|\.Wait\(ctx|\.Wait\(/.test(unit.tree.text);
  const store: StateUse['store'] =
    incoming === outgoing ? { where: 'unknown', reason: 'it is not clear whether incoming or outgoing calls are limited' } : { where: 'process', protectsProcessOnly: outgoing };
  return { kind: 'state', state: 'rate-limit', library: 'x/time/rate', site: makingSite(unit, node), store, purpose: outgoing && !incoming ? 'outgoing calls' : 'requests' };
}

function isLock(node: SyntaxNode): boolean {
  return /^(Lock|RLock)$/.test(calledName(node));
}

const remoteCalls = /^(net\/http\.(Get|Post|PostForm|Head)|database\/sql\..*)$/;
const remoteMethods = /^(Query|QueryRow|QueryContext|QueryRowContext|Exec|ExecContext|Begin|BeginTx|BeginTxx|NamedExec|NamedQuery|Select|SelectContext|FindOne|InsertOne|UpdateOne|DeleteOne|Do)$/;
const remoteTypes = /(database\/sql\.(DB|Tx|Conn)|sqlx\.(DB|Tx)|gorm\.DB|pgxpool\.Pool|pgx\.(Conn|Tx)|mongo\.Collection|net\/http\.Client|redis\.Client)$/;

/** `mu.Lock()` with a database or HTTP call before it is released. A lock around fields and maps is no state of its own. */
function lock(unit: GoUnit, node: SyntaxNode): StateUse | null {
  if (!unit.imports.some((each) => each.path === 'sync')) return null;
  const mutex = receiverOf(node);
  const body = ancestor(node, 'block');
  if (!mutex || !body || !isMutex(unit, mutex)) return null;
  const released = [...walk(body)].find(
    (each) =>
      each.type === 'call_expression' &&
      each.start > node.end &&
      /^R?Unlock$/.test(calledName(each)) &&
      ancestor(each, 'defer_statement') === null &&
      textOf(receiverOf(each) ?? each) === textOf(mutex),
  );
  const end = released?.start ?? body.end;
  for (const each of walk(body)) {
    if (each.type !== 'call_expression' || each.start < node.end || each.end > end) continue;
    const receiver = receiverOf(each);
    const remote = remoteCalls.test(qualified(unit, each) ?? '') || (receiver !== null && remoteMethods.test(calledName(each)) && remoteTypes.test(outside(typeOf(unit, receiver))));
    if (!remote) continue;
    const within = functionAround(unit, node);
    return {
      kind: 'state',
      state: 'lock',
      library: 'sync.Mutex',
      site: callSite(unit, node),
      store: { where: 'process', protectsProcessOnly: false },
      purpose: `${shown(child(each, 'function') ?? each)} in ${within?.name ?? 'a function'}`,
    };
  }
  return null;
}

function isMutex(unit: GoUnit, mutex: SyntaxNode): boolean {
  const written = outside(typeOf(unit, mutex));
  return written === 'sync.Mutex' || written === 'sync.RWMutex' || /mu(tex)?$|lock$/i.test(textOf(mutex));
}
