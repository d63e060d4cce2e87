import type { StateStore, StateUse } from '../../../facts/code.ts';
import { calleeName } from '../code/external.ts';
import { referentOf } from '../code/referent.ts';
import { assignedTo, siteOf } from '../code/site.ts';
import type { PythonCall, PythonModule } from '../code/types.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, textOf, walk } from '../../syntax/index.ts';
import { callsIn, guardedBlocks, makersMost } from '../work/guarded.ts';
import { reachOfCalled } from '../work/reach.ts';
import { clip } from '../value/says.ts';

const inProcess = /^(threading|asyncio|multiprocessing|anyio|gevent\.lock)\.(R?Lock|Condition)$/;
const onDisk = /^(filelock\.\w*FileLock|fcntl\.(flock|lockf)|portalocker\.(Lock|lock)|fasteners\.InterProcessLock|zc\.lockfile\.LockFile)$/;
const shared = /^(aio)?redis\.[\w.]*#lock$|^redis\.lock\.Lock$|^redlock\.\w+$|^redis_lock\.Lock$|^django\.core\.cache\.cache\.lock$|^pottery\.Redlock$|^kazoo\.\w+.*#Lock$|^sherlock\.\w+/;

export function lockUses(module: PythonModule): readonly StateUse[] {
  let compared = 0;
  return module.calls.flatMap((call) => {
    const name = calleeName(call);
    if (name === null) return [];
    if (shared.test(name)) return [use(call, name, { where: 'shared', what: /django/.test(name) ? "Django's cache" : /kazoo/.test(name) ? 'ZooKeeper' : 'Redis' }, 'a lock that all instances share')];
    if (onDisk.test(name)) {
      if (/LOCK_UN/.test(textOf(call.node))) return [];
      return [use(call, name, { where: 'disk', protectsProcessOnly: false }, 'a lock on a file of this machine')];
    }
    if (!inProcess.test(name) || compared >= makersMost) return [];
    compared++;
    const { store, purpose } = guards(call, module);
    return [use(call, name, store, purpose)];
  });
}

function use(call: PythonCall, library: string, store: StateStore, purpose: string): StateUse {
  return { kind: 'state', state: 'lock', library, site: siteOf(call), store, purpose };
}

/** What runs while the lock is held decides whether a lock of this process is enough. */
function guards(maker: PythonCall, module: PythonModule): { readonly store: StateStore; readonly purpose: string } {
  const name = textOf(assignedTo(maker.node) ?? maker.callee);
  const blocks = guardedBlocks(module, maker.node);
  if (blocks.length === 0) return { store: { where: 'unknown', reason: `what ${name} guards was not found in this file` }, purpose: `${name}, use not found` };
  const beyond = blocks.flatMap((block) => callsIn(block, module).filter((call) => beyondProcess(call) && call.node.parent?.type !== 'attribute'));
  if (beyond.length > 0) {
    const calls = [...new Set(beyond.map((call) => call.written))].slice(0, 3).join(', ');
    return { store: { where: 'process', protectsProcessOnly: false }, purpose: clip(`${name} around ${calls}`) };
  }
  const kept = [...new Set(blocks.flatMap(keptInMemory))];
  if (kept.length > 0) return { store: { where: 'process', protectsProcessOnly: true }, purpose: clip(`${name} around ${kept.slice(0, 3).join(', ')} in memory`) };
  return { store: { where: 'unknown', reason: `whether what ${name} guards belongs to this process alone is not clear` }, purpose: clip(`${name} around ${firstLine(blocks[0])}`) };
}

/** A database, or a file that is written: other processes reach it, too. */
function beyondProcess(call: PythonCall): boolean {
  if (call.written === 'open') return /["'][rb]*[wax]/.test(textOf(call.positional[1] ?? call.keywords.get('mode') ?? call.callee));
  if (/\.(write_text|write_bytes)$|^os\.(rename|replace|remove|unlink)$|^shutil\.(move|copy\w*|rmtree)$/.test(call.written)) return true;
  return reachOfCalled(call) === 'internal' && !/^(self\.)?_?\w*(cache|buffer|queue)\w*\./.test(call.written);
}

const changes = /\.(append|add|pop|popitem|popleft|update|clear|remove|discard|extend|setdefault|insert|put|move_to_end)$/;

/** Names of this process that the block assigns or changes. */
function keptInMemory(block: SyntaxNode): readonly string[] {
  const found: string[] = [];
  for (const node of walk(block)) {
    if (node.type === 'assignment' || node.type === 'augmented_assignment') {
      const left = child(node, 'left');
      if (left && (left.type === 'attribute' || left.type === 'subscript')) found.push(textOf(left.type === 'subscript' ? (child(left, 'value') ?? left) : left));
      else if (left?.type === 'identifier' && isModuleVariable(left)) found.push(textOf(left));
    }
    if (node.type === 'delete_statement')
      found.push(
        textOf(node)
          .replace(/^del\s+/, '')
          .split('[')[0] ?? '',
      );
    const callee = node.type === 'call' ? child(node, 'function') : null;
    if (callee && changes.test(textOf(callee))) found.push(textOf(child(callee, 'object') ?? callee));
    if (node.type === 'return_statement' && /^return\s+(self\.)?_\w+(\[|\.get\(|$|\.copy\()/.test(textOf(node)))
      found.push(
        textOf(node)
          .replace(/^return\s+/, '')
          .split(/[[(]/)[0] ?? '',
      );
  }
  return found;
}

function isModuleVariable(left: SyntaxNode): boolean {
  const referent = referentOf(left);
  return textOf(left).startsWith('_') || (referent?.kind === 'value' && new RegExp(`global\\s[^\\n]*\\b${textOf(left)}\\b`).test(left.tree.text));
}

function firstLine(block: SyntaxNode | undefined): string {
  return block ? (textOf(block).split('\n')[0] ?? '').trim() : '';
}
