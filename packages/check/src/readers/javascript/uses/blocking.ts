import type { Node } from 'oxc-parser';
import type { BlockingUse } from '../../../facts/code.ts';
import type { CallSite, Context } from '../code/context.ts';
import { isConstructor, isHandedOut, isOuter } from '../code/lifetime.ts';
import { isFunction, propertyName } from '../modules/scope.ts';
import type { FunctionNode } from '../modules/scope.ts';
import { enclosingFunction } from '../values/returns.ts';
import { numberAt } from '../values/setting.ts';
import type { UseOfCall } from './use.ts';

interface BlockingShape {
  readonly what: BlockingUse['what'];
  readonly library: string;
  readonly symbol: RegExp;
  instead(name: string): string;
}

const withoutSync = (name: string): string => name.replace(/Sync$/, '');

/** Questions of a path (existsSync, statSync) are left out: they take microseconds, where contents and folders take as long as they are big. */
const shapes: readonly BlockingShape[] = [
  {
    what: 'file',
    library: 'node:fs',
    symbol:
      /^(?:fs|fs-extra|graceful-fs)\.(?:(?:read|write|append|copy|truncate)FileSync|readdirSync|opendirSync|copyFileSync|cpSync|copySync|moveSync|removeSync|emptyDirSync|rmSync|rmdirSync|unlinkSync|renameSync|mkdirSync|mkdtempSync|ensureDirSync|outputFileSync|truncateSync|readSync|writeSync|writevSync|readvSync|fsyncSync|globSync|readJsonSync|readJSONSync|writeJsonSync|writeJSONSync|outputJsonSync)$/,
    instead: (name) => `fs.promises.${withoutSync(name)}`,
  },
  { what: 'file', library: 'glob', symbol: /^(?:glob\.(?:sync|globSync)|fast-glob\.(?:sync|globSync)|globby\.(?:sync|globbySync)|tiny-glob\/sync)$/, instead: () => 'the form that returns a promise' },
  { what: 'process', library: 'node:child_process', symbol: /^child_process\.(?:execSync|spawnSync|execFileSync)$/, instead: (name) => `child_process.${withoutSync(name)} with a promise around it` },
  { what: 'process', library: 'execa', symbol: /^execa\.(?:execaSync|sync|execaCommandSync|commandSync)$|^cross-spawn\.sync$/, instead: () => 'the form that returns a promise' },
  {
    what: 'crypto',
    library: 'node:crypto',
    symbol: /^crypto\.(?:pbkdf2Sync|scryptSync|argon2Sync|generateKeyPairSync|generatePrimeSync|checkPrimeSync)$/,
    instead: (name) => `crypto.${withoutSync(name)}`,
  },
  { what: 'crypto', library: 'bcrypt', symbol: /^(?:bcrypt|bcryptjs|@node-rs\/bcrypt)\.(?:hashSync|compareSync|verifySync)$/, instead: (name) => `bcrypt.${withoutSync(name)}` },
  { what: 'crypto', library: '@node-rs/argon2', symbol: /^@node-rs\/argon2\.(?:hashSync|verifySync)$/, instead: withoutSync },
  {
    what: 'compression',
    library: 'node:zlib',
    symbol: /^zlib\.(?:gzip|gunzip|deflate|inflate|deflateRaw|inflateRaw|unzip|brotliCompress|brotliDecompress|zstdCompress|zstdDecompress)Sync$/,
    instead: (name) => `zlib.${withoutSync(name)} or a stream`,
  },
  { what: 'sleep', library: 'Atomics', symbol: /^global:Atomics\.wait$/, instead: () => 'Atomics.waitAsync or a timer' },
  { what: 'http', library: 'sync-request', symbol: /^(?:sync-request|sync-fetch)$/, instead: () => 'fetch' },
];

const written = /(?:Sync|sync|wait|request|fetch)$/;

/**
 * Calls that hold the event loop. What runs while a file is loaded or an object of the program is made is start-up, and what is kept for
 * later calls is done once; neither is stated. A thread of its own may block.
 */
export const blockingUses: UseOfCall = (call, context) => {
  if (context.purpose !== 'source' || call.node.type !== 'CallExpression' || !written.test(call.callee) || call.symbol === null) return [];
  const shape = shapes.find((candidate) => candidate.symbol.test(call.symbol ?? ''));
  const owner = context.functions.ownerOf(call.node);
  if (!shape || !owner || isConstructor(owner) || isKept(call.node, owner) || isAtExit(call.node, context) || isThread(context)) return [];
  const name = call.symbol.slice(call.symbol.lastIndexOf('.') + 1);
  const use: BlockingUse = {
    kind: 'blocking',
    what: shape.what,
    library: shape.library,
    callee: call.callee,
    site: { ...context.site(call.node), lifetime: 'call' },
    holds: 'event-loop',
    inAsync: enclosingFunction(call.node)?.async ?? false,
    durationMs: shape.what === 'sleep' ? duration(call, context) : null,
    instead: shape.instead(name),
  };
  return [use];
};

function duration(call: CallSite, context: Context): BlockingUse['durationMs'] {
  const timeout = call.argument(3);
  return timeout ? numberAt(context.repository, timeout) : null;
}

/** What was read stays in an outer variable, field or map, however it is taken apart on the way: `template ??= compile(readFileSync(path))`. */
function isKept(node: Node, owner: FunctionNode): boolean {
  for (let at: Node = node; at.parent && at !== owner; at = at.parent) {
    const { parent } = at;
    if (parent.type === 'AssignmentExpression' && parent.right === at) return isOuter(parent.left, owner);
    if (parent.type === 'VariableDeclarator' && parent.init === at) return parent.id.type === 'Identifier' && isHandedOut(parent.id.name, parent, owner);
    if (parent.type === 'CallExpression' && parent.callee.type === 'MemberExpression' && propertyName(parent.callee) === 'set' && isOuter(parent.callee, owner)) return true;
    if (parent.type === 'BlockStatement' || (isFunction(parent) && parent !== owner)) return false;
  }
  return false;
}

/** `process.on('exit', …)` may do nothing but block. */
function isAtExit(node: Node, context: Context): boolean {
  for (let at = enclosingFunction(node); at; at = enclosingFunction(at)) {
    if (at.parent?.type === 'CallExpression' && at.parent.callee !== at && /^process\.(?:on|once)$/.test(context.module.words(at.parent.callee))) return true;
  }
  return false;
}

function isThread(context: Context): boolean {
  return /\bparentPort\b|\bisMainThread\b/.test(context.module.text);
}
