import type { StateUse } from '../../../facts/code.ts';
import { calleeName } from '../code/external.ts';
import { referentOf } from '../code/referent.ts';
import { siteOf } from '../code/site.ts';
import type { PythonCall, PythonModule } from '../code/types.ts';
import { callAt } from '../code/workspace.ts';
import { objectOf } from '../clients/client.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { ancestor, child, textOf, walk } from '../../syntax/index.ts';
import type { Fate } from './paths.ts';
import { fateOf, namesOf } from './paths.ts';

interface Written {
  readonly library: string;
  readonly path: SyntaxNode | null; // null: a file of the library's own choice
}

/** Uploaded files that a handler writes to the disk of its machine. */
export function uploadUses(module: PythonModule): readonly StateUse[] {
  if (!/request\.(files|FILES)|UploadFile|FileSystemStorage/.test(module.tree.text)) return [];
  return module.calls.flatMap((call) => {
    const written = writtenBy(call);
    if (!written) return [];
    const leaves = leavesOf(call, written);
    return [
      {
        kind: 'state',
        state: 'upload',
        library: written.library,
        site: siteOf(call),
        store: { where: 'disk', protectsProcessOnly: leaves === null },
        purpose: 'uploaded files',
        ...(leaves === undefined ? {} : { life: { leaves } }),
      },
    ];
  });
}

function writtenBy(call: PythonCall): Written | null {
  const object = objectOf(call);
  const [first, second] = call.positional;
  if (object && call.written.endsWith('.save')) {
    if (first && comesFromRequest(object)) return { library: 'flask', path: first };
    if (calleeName(call)?.endsWith('FileSystemStorage#save')) return { library: 'django', path: null };
  }
  if (calleeName(call) === 'shutil.copyfileobj' && first?.type === 'attribute') {
    const file = child(first, 'object');
    return file && isUploadFile(file) && second ? inFile('fastapi', second) : null;
  }
  if (object && call.written.endsWith('.write_bytes') && first && [...walk(first)].some((node) => isContent(node))) return { library: 'fastapi', path: object };
  if (!object || !call.written.endsWith('.write') || !first) return null;
  if (chunksOfUpload(call)) return inFile('django', object);
  return [...walk(first)].some((node) => isContent(node)) ? inFile('fastapi', object) : null;
}

/** The path that the file object was opened with; null for other things, of which temporary files are read on their own. */
function inFile(library: string, file: SyntaxNode): Written | null {
  const referent = referentOf(file);
  const opened = referent?.kind === 'value' ? callAt(referent.value) : null;
  if (!opened) return null;
  return /(^|\.)open$/.test(opened.written) ? { library, path: pathOf(opened) } : null;
}

/** `open(path, 'wb')`, `path.open('wb')` */
function pathOf(opened: PythonCall): SyntaxNode | null {
  return opened.written === 'open' || opened.written === 'aiofiles.open' ? (opened.positional[0] ?? null) : child(opened.callee, 'object');
}

function comesFromRequest(object: SyntaxNode): boolean {
  if (/request\.files/.test(textOf(object))) return true;
  const referent = object.type === 'identifier' ? referentOf(object) : null;
  if (referent?.kind === 'value') return /request\.files/.test(textOf(referent.value));
  const loop = ancestor(object, 'for_statement');
  const left = loop && child(loop, 'left');
  const over = loop && child(loop, 'right');
  return left !== null && over !== null && textOf(left) === textOf(object) && (/request\.files/.test(textOf(over)) || comesFromRequest(over));
}

/** A parameter of FastAPI's type, or the variable of a loop over such a parameter. */
function isUploadFile(node: SyntaxNode): boolean {
  const referent = referentOf(node);
  if (referent?.kind === 'parameter') return /UploadFile/.test(referent.parameter.annotation ? textOf(referent.parameter.annotation) : '');
  const loop = referent === null ? ancestor(node, 'for_statement') : null;
  const left = loop && child(loop, 'left');
  const over = loop && child(loop, 'right');
  return left !== null && over !== null && textOf(left) === textOf(node) && over.type === 'identifier' && isUploadFile(over);
}

/** `await papers.read()`, also kept in a name before. */
function isContent(node: SyntaxNode): boolean {
  const call = callAt(node);
  if (call) {
    const object = call.written.endsWith('.read') ? objectOf(call) : null;
    const file = object?.type === 'attribute' && textOf(object).endsWith('.file') ? child(object, 'object') : object;
    return file !== null && isUploadFile(file);
  }
  const referent = node.type === 'identifier' ? referentOf(node) : null;
  if (referent?.kind !== 'value' || referent.value === node) return false;
  return referent.value.type === 'await' || referent.value.type === 'call' ? [...walk(referent.value)].some((each) => each.type === 'call' && isContent(each)) : false;
}

/** `for chunk in request.FILES['papers'].chunks(): file.write(chunk)` */
function chunksOfUpload(call: PythonCall): boolean {
  const loop = ancestor(call.node, 'for_statement');
  const over = loop && child(loop, 'right');
  return over !== null && textOf(over).endsWith('.chunks()') && /request\.FILES/.test(call.module.tree.text);
}

function leavesOf(call: PythonCall, { path }: Written): Fate {
  if (!path || !call.within) return undefined;
  const names = path.type === 'identifier' ? [textOf(path)] : [`${textOf(path)}.name`, textOf(path)];
  return fateOf(namesOf(names, call.within, call.within.node.start), call.within, call.node.end);
}
