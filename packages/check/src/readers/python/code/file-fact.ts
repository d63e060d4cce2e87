import type { CodeFile, CodeFunction, FunctionCall } from '../../../facts/code.ts';
import { handedToThread } from '../blocking/handed-on.ts';
import { handlerRole } from '../entries/handlers.ts';
import { sourceOf, textOf } from '../../syntax/index.ts';
import { callsOf } from './calls.ts';
import { codeImports } from './imports.ts';
import { packageNameOf } from './package-name.ts';
import { purposeOf } from './purpose.ts';
import { inLoop } from './site.ts';
import { targetOf } from './target.ts';
import type { PythonCall, PythonFunction, PythonModule } from './types.ts';

export function fileFact(module: PythonModule): CodeFile {
  return {
    kind: 'code-file',
    language: 'python',
    source: sourceOf(module.tree.root),
    purpose: purposeOf(module.path, module.tree.text),
    imports: codeImports(module.tree, module.workspace.files),
    functions: module.functions.map((each) => functionFact(each, callsOf(each))),
    packageName: packageNameOf(module.path, module.workspace.files),
  };
}

function functionFact(made: PythonFunction, calls: readonly PythonCall[]): CodeFunction {
  return {
    id: made.id,
    name: made.name,
    source: sourceOf(made.node),
    async: made.async,
    handler: handlerRole(made),
    calls: [...calls.filter((call) => !handedToThread(call)).map(callFact), ...(made.async ? [] : calls.flatMap(handedOver))],
  };
}

/** `executor.submit(call.make_call)`: who submits a method waits for it, on another thread. */
function handedOver(call: PythonCall): readonly FunctionCall[] {
  const [first] = call.positional;
  if (!call.written.endsWith('.submit') || first?.type !== 'attribute') return [];
  const callee = textOf(first);
  return [{ name: callee.slice(callee.lastIndexOf('.') + 1), callee, target: null, source: sourceOf(first), inLoop: inLoop(call.node) }];
}

function callFact(call: PythonCall): FunctionCall {
  return { name: call.written.split('.').at(-1) ?? call.written, callee: call.written, target: targetOf(call)?.id ?? null, source: sourceOf(call.callee), inLoop: inLoop(call.node) };
}
