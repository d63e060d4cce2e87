import type { StateLife } from '../../../facts/code.ts';
import { callsOf } from '../code/calls.ts';
import { calleeName } from '../code/external.ts';
import { referentOf } from '../code/referent.ts';
import type { PythonCall, PythonFunction } from '../code/types.ts';
import { handlerRole } from '../entries/handlers.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, sourceOf, textOf, walk } from '../../syntax/index.ts';
import { clip, oneLine } from '../value/says.ts';

/** What becomes of a file: where its path leaves the function, null when the function removes it, undefined when neither is seen. */
export type Fate = StateLife['leaves'];

const namesMost = 20;

/** The names that a function has for a path: `tmp.name`, `path = tmp.name`, `target = os.path.join(folder, path)`. */
export function namesOf(first: readonly string[], made: PythonFunction, from: number): ReadonlySet<string> {
  const names = new Set(first);
  for (const node of walk(made.node)) {
    if (node.type !== 'assignment' || node.start < from || names.size >= namesMost) continue;
    const left = child(node, 'left');
    const right = child(node, 'right');
    if (left?.type === 'identifier' && right && derivesPath(right, names)) names.add(textOf(left));
  }
  return names;
}

/** Another spelling of the path, not what was read from it. */
function derivesPath(right: SyntaxNode, names: ReadonlySet<string>): boolean {
  if (!mentions(right, names)) return false;
  return right.type !== 'call' || /^(str|Path|pathlib\.Path|os\.(path\.(join|abspath|realpath)|fspath))$/.test(textOf(child(right, 'function') ?? right));
}

export function mentions(node: SyntaxNode, names: ReadonlySet<string>): boolean {
  for (const each of walk(node)) if ((each.type === 'identifier' || each.type === 'attribute') && each.end - each.start < 80 && names.has(textOf(each))) return true;
  return false;
}

export function fateOf(names: ReadonlySet<string>, made: PythonFunction, from: number): Fate {
  const calls = callsOf(made).filter((call) => call.node.start >= from);
  for (const call of calls) if (given(call, names) && leavesBy(call)) return { source: sourceOf(call.node), says: clip(oneLine(call.node)) };
  const kept = storedOrAnswered(names, made, from, calls);
  if (kept) return { source: sourceOf(kept), says: clip(oneLine(kept)) };
  return calls.some((call) => removes(call, names)) ? null : undefined;
}

function given(call: PythonCall, names: ReadonlySet<string>): boolean {
  return [...call.positional, ...call.keywords.values()].some((each) => mentions(each, names));
}

const hands = /\.(delay|apply_async|send_task|enqueue|enqueue_job|enqueue_call|send_message|basic_publish|publish|produce|send_and_wait)$/;

function leavesBy(call: PythonCall): boolean {
  return hands.test(call.written) || call.written.endsWith('.objects.create') || /\.(s|si|signature)$/.test(call.written);
}

const cleans = /^(os\.(remove|unlink|rmdir|removedirs)|shutil\.rmtree|aiofiles\.os\.(remove|unlink))$/;

function removes(call: PythonCall, names: ReadonlySet<string>): boolean {
  if (cleans.test(calleeName(call) ?? call.written) || /(^|\.)(remove|unlink|delete|cleanup|rmtree)(_\w+)?$/.test(call.written)) {
    const object = child(call.callee, 'object');
    return given(call, names) || (object !== null && mentions(object, names));
  }
  return false;
}

/** `document.path = path` of a record that is saved, and an answer that names the path. */
function storedOrAnswered(names: ReadonlySet<string>, made: PythonFunction, from: number, calls: readonly PythonCall[]): SyntaxNode | null {
  const saves = calls.some((call) => /\.(save|commit|flush|add)$/.test(call.written) && !given(call, names));
  const answers = handlerRole(made) === 'server';
  for (const call of saves ? calls : []) if (isRecord(call) && given(call, names)) return call.node;
  for (const node of walk(made.node)) {
    if (node.start < from) continue;
    const left = node.type === 'assignment' ? child(node, 'left') : null;
    const right = node.type === 'assignment' ? child(node, 'right') : null;
    if (saves && left?.type === 'attribute' && right && !textOf(left).startsWith('self.') && mentions(right, names)) return node;
    if (answers && node.type === 'return_statement' && spelledIn(node, names)) return node;
  }
  return null;
}

/** `Document(path=path)`: a class of the project, not one that reads the file. */
function isRecord(call: PythonCall): boolean {
  const made = referentOf(call.callee);
  return /(^|\.)[A-Z]\w+$/.test(call.written) && (made === null || made.kind === 'class');
}

const answering = /^(str|dict|jsonify|(\w+\.)?(JSONResponse|JsonResponse|Response))$/;

/** The path itself in an answer; a function that is given the path answers with what it made of it. */
function spelledIn(answer: SyntaxNode, names: ReadonlySet<string>): boolean {
  for (const node of walk(answer, (each) => each.type !== 'call' || answering.test(textOf(child(each, 'function') ?? each)))) {
    if ((node.type === 'identifier' || node.type === 'attribute') && node.field !== 'function' && names.has(textOf(node))) return true;
  }
  return false;
}
