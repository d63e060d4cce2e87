import type { Node } from 'oxc-parser';
import type { Role } from '@plimsoll/contract';
import type { CodeFile, CodeFunction, CodeImport, FilePurpose, FunctionCall } from '../../../facts/code.ts';
import type { Module } from '../modules/module.ts';
import { effortPerQuestion } from '../modules/repository.ts';
import type { Repository } from '../modules/repository.ts';
import { isFunction, propertyName } from '../modules/scope.ts';
import { placesIn } from '../syntax/lines.ts';
import { isTypeScript, mayHoldJsx } from '../syntax/parse.ts';
import { survey } from '../syntax/survey.ts';
import { at, follow } from '../values/follow.ts';
import { handedOn } from './handlers.ts';
import { codeFunction, functionsOf, isInLoop, moduleFunction } from './functions.ts';
import type { Functions } from './functions.ts';
import { switchAround } from './switch.ts';

/** A file with its imports, its functions and who calls whom; what stands outside every function is a function of its own, `path#<module>`. */
export function codeFile(repository: Repository, module: Module, purpose: FilePurpose, functions: Functions, handlers: ReadonlyMap<Node, Role>): CodeFile {
  const calls = new Map<Node | null, FunctionCall[]>();
  for (const node of module.nodes) {
    if (node.type !== 'CallExpression' && node.type !== 'NewExpression') continue;
    const owner = functions.ownerOf(node);
    const list = calls.get(owner) ?? [];
    calls.set(owner, list);
    list.push(...callsAt(repository, module, functions, node));
  }
  const outside = calls.get(null) ?? [];
  const declared = functions.all.map((node) => codeFunction(module, node, functions, handlers.get(node) ?? null, calls.get(node) ?? []));
  const whole = { start: 0, end: module.text.length };
  const start: CodeFunction[] = outside.length > 0 ? [{ id: `${module.path}#${moduleFunction}`, name: moduleFunction, source: module.source(whole), async: false, handler: null, calls: outside }] : [];
  return { ...shell(repository, module.path, module.text, purpose), functions: [...start, ...declared, ...routesHandedOn(repository, module)] };
}

/** A route file without a function of its own answers with the one that it exports. */
function routesHandedOn(repository: Repository, module: Module): readonly CodeFunction[] {
  return handedOn(repository, module).map(({ name, place }) => {
    const source = module.source({ start: 0, end: module.text.trimEnd().length });
    const target = idIn(place.module, place.node);
    return { id: `${module.path}#${name}`, name, source, async: false, handler: 'server', calls: [{ name, callee: name, target, source, inLoop: false }] };
  });
}

/** The same without functions, from the light scan alone. */
export function shell(repository: Repository, path: string, text: string, purpose: FilePurpose): CodeFile {
  const placeOf = placesIn(path, text);
  const imports: CodeImport[] = survey(text, mayHoldJsx(path)).imports.map((place) => {
    const resolved = repository.resolve(path, place.specifier);
    return { specifier: place.specifier, resolved: resolved === null ? [] : [resolved], source: placeOf(place.start, place.end) };
  });
  return {
    kind: 'code-file',
    language: isTypeScript(path) ? 'typescript' : 'javascript',
    source: placeOf(0, text.length),
    purpose,
    imports,
    functions: [],
    packageName: repository.manifests.nearest(path)?.name ?? null,
  };
}

function callsAt(repository: Repository, module: Module, functions: Functions, node: Extract<Node, { type: 'CallExpression' | 'NewExpression' }>): FunctionCall[] {
  const source = module.source(node);
  const inLoop = isInLoop(node);
  const asked = switchAround(node, module);
  const decided = asked === null ? {} : { switch: asked };
  const found: FunctionCall[] = [];
  const name = node.callee.type === 'Identifier' ? node.callee.name : node.callee.type === 'MemberExpression' ? propertyName(node.callee) : null;
  if (name !== null) found.push({ name, callee: module.words(node.callee), target: targetOf(repository, module, functions, node.callee), source, inLoop, ...decided });
  for (const argument of node.arguments) {
    // A function of the project that is passed on will be called by what it is passed to.
    if (argument.type !== 'Identifier' && argument.type !== 'MemberExpression') continue;
    const target = targetOf(repository, module, functions, argument);
    if (target !== null)
      found.push({
        name: argument.type === 'Identifier' ? argument.name : (propertyName(argument) ?? ''),
        callee: module.words(argument),
        target,
        source: module.source(argument),
        inLoop,
        ...decided,
      });
  }
  return found;
}

function targetOf(repository: Repository, module: Module, functions: Functions, callee: Node): string | null {
  repository.effort.left = effortPerQuestion;
  const target = follow(repository, { module, node: callee, frame: null });
  if (target.kind !== 'node') return null;
  let { place } = target;
  if (place.node.type === 'ClassDeclaration' || place.node.type === 'ClassExpression') {
    const constructor = place.node.body.body.find((element) => element.type === 'MethodDefinition' && element.kind === 'constructor');
    if (constructor?.type !== 'MethodDefinition') return null;
    place = at(place, constructor.value);
  }
  if (place.node.type === 'CallExpression') {
    const wrapped = place.node.arguments.find((argument) => isFunction(argument));
    if (wrapped) place = at(place, wrapped);
  }
  if (!isFunction(place.node)) return null;
  return place.module === module ? functions.idOf(place.node) : idIn(place.module, place.node);
}

const foreign = new WeakMap<Module, Functions>();

/** The id that another file's function has in its own CodeFile: names at the top of a file do not depend on its handlers. */
function idIn(module: Module, node: Node): string | null {
  const known = foreign.get(module) ?? functionsOf(module, new Map());
  foreign.set(module, known);
  return known.idOf(node);
}
