import type { StateUse } from '../../../facts/code.ts';
import { calleeName } from '../code/external.ts';
import { assignedTo, siteAt, siteOf } from '../code/site.ts';
import type { PythonCall, PythonFunction, PythonModule } from '../code/types.ts';
import { callsOf } from '../code/calls.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, namedChildren, textOf, walk } from '../../syntax/index.ts';
import { makersMost } from '../work/guarded.ts';
import { fateOf, mentions, namesOf } from './paths.ts';

/** Temporary files whose end can be seen: removed by the function that made them, or handed on by their path. */
export function temporaryFiles(module: PythonModule): readonly StateUse[] {
  if (!/tempfile|\/tmp\b|gettempdir/.test(module.tree.text)) return [];
  const made = module.calls.filter((call) => tempfile.test(calleeName(call) ?? '')).slice(0, makersMost);
  return [...made.flatMap(ofTempfile), ...module.functions.flatMap(ofWrittenPath)];
}

const tempfile = /^tempfile\.(NamedTemporaryFile|mkstemp|mkdtemp)$/;

function ofTempfile(call: PythonCall): readonly StateUse[] {
  const name = calleeName(call) ?? '';
  if (!call.within) return [];
  if (name.endsWith('NamedTemporaryFile') && call.keywords.get('delete')?.type !== 'false') return [];
  const bound = boundName(call, name);
  return bound === null ? [] : useOf(call.within, name, siteOf(call), namesOf([bound], call.within, call.node.start), call.node.end);
}

/** `tmp.name`, or the name that the path itself is given. */
function boundName(call: PythonCall, name: string): string | null {
  const around = call.node.parent;
  const alias = around?.type === 'as_pattern' ? namedChildren(around)[1] : undefined;
  const target = alias ? (namedChildren(alias)[0] ?? alias) : (assignedTo(call.node) ?? pairOf(call.node));
  if (!target) return null;
  if (name.endsWith('mkstemp')) return target.type === 'pattern_list' || target.type === 'tuple_pattern' ? textOf(namedChildren(target)[1] ?? target) : null;
  if (target.type !== 'identifier') return null;
  return name.endsWith('NamedTemporaryFile') ? `${textOf(target)}.name` : textOf(target);
}

function pairOf(node: SyntaxNode): SyntaxNode | null {
  return node.parent?.type === 'assignment' ? child(node.parent, 'left') : null;
}

const pathsMost = 20;

/** `path = f'/tmp/{name}'` that the function then writes to. */
function ofWrittenPath(made: PythonFunction): readonly StateUse[] {
  const found: StateUse[] = [];
  let paths = 0;
  for (const node of walk(made.node, (each) => each === made.node || each.type !== 'function_definition')) {
    const left = node.type === 'assignment' ? child(node, 'left') : null;
    const right = node.type === 'assignment' ? child(node, 'right') : null;
    if (left?.type !== 'identifier' || !right || right.end - right.start > 300 || !/^[rf]?["']\/tmp\/|\(\s*["']\/tmp["']|gettempdir\(\)/.test(textOf(right))) continue;
    if (paths++ > pathsMost) break;
    const names = namesOf([textOf(left)], made, node.start);
    if (callsOf(made).some((call) => call.node.start > node.start && writes(call, names))) found.push(...useOf(made, 'open', siteAt(node, left), names, node.end));
  }
  return found;
}

function writes(call: PythonCall, names: ReadonlySet<string>): boolean {
  const [path, mode] = call.positional;
  if (/(^|\.)open$/.test(call.written)) return path !== undefined && mentions(path, names) && /["']\w*[wxa]/.test(textOf(mode ?? call.keywords.get('mode') ?? call.callee));
  return /\.(save|download_file|download_to_filename|urlretrieve)$/.test(call.written) && [...call.positional].some((each) => mentions(each, names));
}

function useOf(made: PythonFunction, library: string, site: StateUse['site'], names: ReadonlySet<string>, from: number): readonly StateUse[] {
  const leaves = fateOf(names, made, from);
  if (leaves === undefined) return [];
  return [{ kind: 'state', state: 'temporary-file', library, site, store: { where: 'disk', protectsProcessOnly: leaves === null }, purpose: `temporary files of ${made.name}`, life: { leaves } }];
}
