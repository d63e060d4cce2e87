import type { StateLife, StateUse } from '../../../facts/code.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { ancestor, child, namedChildren, sourceOf, textOf, walk } from '../../syntax/index.ts';
import { qualified } from '../code/scope.ts';
import { callSite } from '../code/site.ts';
import type { GoFunction, GoUnit } from '../code/unit.ts';
import { argsOf, calledName, functionAround, receiverOf } from '../code/unit.ts';
import { shown } from '../value/value.ts';
import { ioAt } from '../work/io.ts';

/** Files that functions write to the disk of their instance: what users send, and temporary ones. */
export function filesOf(unit: GoUnit, node: SyntaxNode): StateUse | null {
  const within = functionAround(unit, node);
  return within ? (upload(unit, node, within) ?? temporary(unit, node, within)) : null;
}

const disk: StateUse['store'] = { where: 'disk', protectsProcessOnly: false };

/** `c.SaveUploadedFile(file, path)`, or `os.Create(path)` in a function that takes a form file and copies it. */
function upload(unit: GoUnit, node: SyntaxNode, within: GoFunction): StateUse | null {
  const isGin = calledName(node) === 'SaveUploadedFile' && argsOf(node).length >= 2;
  const isOpened = /^os\.(Create|OpenFile|WriteFile)$/.test(qualified(unit, node) ?? '') && takesUpload(within) && (qualified(unit, node) === 'os.WriteFile' || copies(unit, within));
  const path = isGin ? argsOf(node)[1] : isOpened ? argsOf(node)[0] : undefined;
  if (!path || /TempDir|\/tmp\b|os\.DevNull/.test(textOf(path))) return null;
  return {
    kind: 'state',
    state: 'upload',
    library: isGin ? 'gin' : 'os',
    site: callSite(unit, node),
    store: disk,
    purpose: `uploaded files, written to ${shown(path)}`,
    life: isRemoved(unit, within, shown(path)) ? { leaves: null } : {},
  };
}

function takesUpload(within: GoFunction): boolean {
  return within.body !== null && /\.(FormFile|MultipartReader|MultipartForm|ParseMultipartForm)\b/.test(textOf(within.body));
}

function copies(unit: GoUnit, within: GoFunction): boolean {
  return (
    within.body !== null &&
    [...walk(within.body)].some((each) => each.type === 'call_expression' && (qualified(unit, each)?.startsWith('io.Copy') === true || /^(Write|ReadFrom)$/.test(calledName(each))))
  );
}

/** `os.CreateTemp`, `os.MkdirTemp`: null leaves when the same function removes it, a place where its name is sent or stored otherwise. */
function temporary(unit: GoUnit, node: SyntaxNode, within: GoFunction): StateUse | null {
  if (!/^(os\.(CreateTemp|MkdirTemp)|io\/ioutil\.(TempFile|TempDir))$/.test(qualified(unit, node) ?? '')) return null;
  const bound = ancestor(node, 'short_var_declaration', 'assignment_statement', 'block');
  const left = bound && child(bound, 'left');
  const name = left ? textOf(namedChildren(left)[0] ?? left) : '';
  const leaves = /^\w+$/.test(name) ? lifeOf(unit, within, node, name) : {};
  return { kind: 'state', state: 'temporary-file', library: 'os', site: callSite(unit, node), store: disk, purpose: `temporary files of ${within.name}`, life: leaves };
}

function lifeOf(unit: GoUnit, within: GoFunction, made: SyntaxNode, name: string): StateLife {
  const mentions = new RegExp(`(?<![\\w.])${name}(\\.Name\\(\\))?(?!\\w)`);
  for (const node of within.body ? walk(within.body) : []) {
    if (node.type !== 'call_expression' || node.start < made.end || !argsOf(node).some((arg) => mentions.test(textOf(arg)) && !/\bReader|io\./.test(textOf(arg)))) continue;
    const io = ioAt(unit, node);
    if (io?.what === 'queue' || io?.what === 'database') return { leaves: { source: sourceOf(node), says: shown(node) } };
  }
  return isRemoved(unit, within, name) ? { leaves: null } : {};
}

function isRemoved(unit: GoUnit, within: GoFunction, name: string): boolean {
  for (const node of within.body ? walk(within.body) : []) {
    if (node.type !== 'call_expression' || !/^(Remove|RemoveAll|Rename)$/.test(calledName(node))) continue;
    const isRemoval = /^os\.(Remove|RemoveAll|Rename)$/.test(qualified(unit, node) ?? '') && receiverOf(node) !== null;
    if (isRemoval && (argsOf(node)[0] ? textOf(argsOf(node)[0] ?? node) : '').split('.')[0] === name) return true;
  }
  return false;
}
