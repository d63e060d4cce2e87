import type { Node } from 'oxc-parser';
import type { StateUse } from '../../../facts/code.ts';
import type { Context } from '../code/context.ts';
import { lookUp } from '../modules/scope.ts';
import type { Binding } from '../modules/scope.ts';
import { at } from '../values/follow.ts';
import { nodesIn } from '../values/returns.ts';
import { symbolOf } from '../values/symbol.ts';
import { leavesOf } from './paths.ts';
import type { UseOfCall } from './use.ts';

const writes = /^(?:fs|fs-extra|graceful-fs)(?:\/promises|\.promises)?\.(?:writeFile|appendFile|createWriteStream|copyFile|outputFile|mkdtemp)(?:Sync)?$/;
const temporary = /^(?:\/tmp\/|\/var\/tmp\/|\.?\/?tmp\/)/;

/**
 * A file below the system's temporary folder, with where its path goes. What is neither removed in the same function nor handed on where
 * it can be seen is left out.
 */
export const temporaryFileUses: UseOfCall = (call, context) => {
  if (context.purpose !== 'source' || call.symbol === null || !writes.test(call.symbol)) return [];
  const owner = context.functions.ownerOf(call.node);
  const path = call.node.arguments[call.symbol.includes('copyFile') ? 1 : 0];
  if (!owner || !path || path.type === 'SpreadElement' || !isTemporary(path, context, 4)) return [];
  const names = namesOf(path, call.node, context);
  if (names.length === 0) return [];
  const leaves = leavesOf({ start: call.node.end, end: owner.end }, (node) => node.type === 'Identifier' && names.includes(lookUp(context.module.scopes, node.name, node)), context);
  if (leaves === undefined) return [];
  const use: StateUse = {
    kind: 'state',
    state: 'temporary-file',
    library: 'node:fs',
    site: { ...context.site(call.node), lifetime: 'call' },
    store: { where: 'disk', protectsProcessOnly: false },
    purpose: `the temporary file ${context.module.words(path)}`,
    life: { leaves },
  };
  return [use];
};

const longestPath = 2_000; // characters

function isTemporary(node: Node, context: Context, depth: number): boolean {
  if (depth <= 0 || node.end - node.start > longestPath) return false;
  return nodesIn(context.module, node).some((inner) => {
    if (inner.type === 'Literal') return typeof inner.value === 'string' && temporary.test(inner.value);
    if (inner.type === 'TemplateElement') return temporary.test(inner.value.raw) && inner.parent?.type === 'TemplateLiteral' && inner.parent.quasis[0] === inner;
    if (inner.type === 'CallExpression')
      return /^(?:os\.tmpdir|tmp\.tmpNameSync|tempy\.temporaryFile)$/.test(symbolOf(context.repository, at({ module: context.module, node: inner, frame: null }, inner.callee)) ?? '');
    if (inner.type !== 'Identifier') return false;
    const binding = lookUp(context.module.scopes, inner.name, inner);
    return binding?.kind === 'variable' && binding.init !== null && binding.path.length === 0 && inner.parent !== binding.node && isTemporary(binding.init, context, depth - 1);
  });
}

/** The variables that hold the path: the one given to the call (not those of the folders in it), or the one its result is stored in. */
function namesOf(path: Node, call: Node, context: Context): (Binding | null)[] {
  if (path.type === 'Identifier') return [lookUp(context.module.scopes, path.name, path)];
  const stored = call.parent?.type === 'AwaitExpression' ? call.parent.parent : call.parent;
  return stored?.type === 'VariableDeclarator' && stored.id.type === 'Identifier' ? [lookUp(context.module.scopes, stored.id.name, stored.id)] : [];
}
