import { folderOf } from '@plimsoll/contract';
import { referentOf } from '../code/referent.ts';
import { inModule } from '../code/referent.ts';
import { bindingsOf, importsIn } from '../code/scope.ts';
import type { PythonModule, Workspace } from '../code/types.ts';
import { callAt, moduleAround } from '../code/workspace.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, namedChildren, textOf, walk } from '../../syntax/index.ts';
import { textLiteral } from './literal.ts';

export interface ConfigLookup {
  readonly key: string;
  readonly values: readonly SyntaxNode[];
  readonly fallback: SyntaxNode | null;
}

/** `app.config['X']`, `current_app.config.get('X', 5)`, `settings.X` of Django: with the places that set X. */
export function configValues(node: SyntaxNode): ConfigLookup | null {
  const module = moduleAround(node);
  if (node.type === 'subscript') {
    const object = child(node, 'value');
    const key = textLiteral(child(node, 'subscript'));
    if (key === null || !object || !isConfig(object)) return null;
    return { key, values: flaskConfig(key, module), fallback: null };
  }
  if (node.type === 'attribute') {
    const name = referentOf(node);
    const key = name?.kind === 'external' ? /^django\.conf\.settings\.([A-Z_0-9]+)$/.exec(name.name)?.[1] : undefined;
    return key === undefined ? null : { key, values: djangoValues(key, module.workspace), fallback: null };
  }
  const call = callAt(node);
  if (!call) return null;
  const key = textLiteral(call.positional[0]);
  const object = call.callee.type === 'attribute' && call.written.endsWith('.get') ? child(call.callee, 'object') : null;
  if (key !== null && object && isConfig(object)) return { key, values: flaskConfig(key, module), fallback: call.positional[1] ?? null };
  if (call.written === 'getattr' && call.positional[0] && isDjangoSettings(call.positional[0])) {
    const name = textLiteral(call.positional[1]);
    return name === null ? null : { key: name, values: djangoValues(name, module.workspace), fallback: call.positional[2] ?? null };
  }
  return null;
}

function isConfig(node: SyntaxNode): boolean {
  if (node.type !== 'attribute') return false;
  const name = child(node, 'attribute');
  const object = child(node, 'object');
  return name !== null && object !== null && textOf(name) === 'config' && /(^|\.|_)(app|application|server|self)$/.test(textOf(object));
}

function isDjangoSettings(node: SyntaxNode): boolean {
  const referent = referentOf(node);
  return referent?.kind === 'external' && referent.name === 'django.conf.settings';
}

const configured = new WeakMap<PythonModule, Map<string, readonly SyntaxNode[]>>();

/** The places that set a key of the application's configuration, in this file or near it. */
export function flaskConfig(key: string, module: PythonModule): readonly SyntaxNode[] {
  const known = configured.get(module) ?? new Map<string, readonly SyntaxNode[]>();
  configured.set(module, known);
  const found = known.get(key) ?? (known.size > keysMost ? [] : findConfig(key, module));
  known.set(key, found);
  return found;
}

const keysMost = 200;

function findConfig(key: string, module: PythonModule): readonly SyntaxNode[] {
  const here = settersIn(module, key);
  if (here.length > 0) return here;
  for (const near of nearby(module)) {
    const found = settersIn(near, key);
    if (found.length > 0) return found;
  }
  return [];
}

/** The value nodes that a module gives to a key of the application's configuration. */
export function settersIn(module: PythonModule, key: string): readonly SyntaxNode[] {
  if (!module.tree.text.includes(key)) return [];
  const found: SyntaxNode[] = [];
  for (const node of walk(module.tree.root)) {
    if (node.type === 'assignment') {
      const left = child(node, 'left');
      const right = child(node, 'right');
      const object = left?.type === 'subscript' ? child(left, 'value') : null;
      if (left && right && object && isConfig(object) && textLiteral(child(left, 'subscript')) === key) found.push(right);
    }
  }
  for (const call of module.calls) {
    if (!/\.config\.(update|from_mapping)$/.test(call.written)) continue;
    const keyword = call.keywords.get(key);
    if (keyword) found.push(keyword);
    for (const pair of call.positional[0]?.type === 'dictionary' ? namedChildren(call.positional[0]) : []) {
      const value = child(pair, 'value');
      if (value && textLiteral(child(pair, 'key')) === key) found.push(value);
    }
  }
  if (found.length > 0) return found;
  const top = inModule(module, key);
  if (top?.kind === 'value' && /(^|\/)(config|settings|configuration)[^/]*(\/[^/]+)?\.py$/.test(module.path)) return [top.value];
  return module.classes
    .filter((each) => /Config|Settings/.test(each.name))
    .flatMap((each) => (bindingsOf(each.node).get(key) ?? []).flatMap((binding) => (binding.kind === 'value' ? [binding.value] : [])))
    .slice(0, 1);
}

function nearby(module: PythonModule): readonly PythonModule[] {
  const found: PythonModule[] = [];
  for (const node of walk(module.tree.root)) {
    if (found.length > 60) break;
    if (node.type !== 'import_from_statement' && node.type !== 'import_statement') continue;
    for (const each of importsIn(node)) {
      const target = module.workspace.resolve(each.module, module.path);
      if (target) found.push(target);
    }
  }
  let folder = folderOf(module.path);
  for (let up = 0; up < 3; up++) {
    for (const name of ['config.py', 'settings.py', 'app.py', '__init__.py', 'main.py', 'config/__init__.py']) {
      const path = folder === '' ? name : `${folder}/${name}`;
      const near = module.workspace.files.has(path) ? module.workspace.module(path) : null;
      if (near) found.push(near);
    }
    if (folder === '') break;
    folder = folderOf(folder);
  }
  return found;
}

const settingsPath = /(^|\/)settings(\/[\w-]+)?\.py$/;
const settingsFiles = new WeakMap<Workspace, readonly string[]>();

export function isSettingsPath(path: string): boolean {
  return settingsPath.test(path) && !/(^|\/)(ci|test|tests|testing|local|dev)[\w-]*\.py$/.test(path);
}

/** The settings modules of Django, those that others build on first. */
export function djangoSettingsModules(workspace: Workspace): readonly string[] {
  const known = settingsFiles.get(workspace);
  if (known) return known;
  const rank = (path: string): number => (/(base|common|defaults)\.py$/.test(path) ? 0 : path.endsWith('settings.py') ? 1 : /prod/.test(path) ? 2 : 3);
  const found = workspace.files.paths.filter(isSettingsPath).toSorted((a, b) => rank(a) - rank(b));
  settingsFiles.set(workspace, found);
  return found;
}

const djangoKeys = new WeakMap<Workspace, Map<string, readonly SyntaxNode[]>>();

function djangoValues(key: string, workspace: Workspace): readonly SyntaxNode[] {
  const known = djangoKeys.get(workspace) ?? new Map<string, readonly SyntaxNode[]>();
  djangoKeys.set(workspace, known);
  const found = known.get(key) ?? findDjangoValues(key, workspace);
  known.set(key, found);
  return found;
}

function findDjangoValues(key: string, workspace: Workspace): readonly SyntaxNode[] {
  for (const path of djangoSettingsModules(workspace)) {
    if (!workspace.files.text(path)?.includes(key)) continue;
    const module = workspace.module(path);
    const found = module && inModule(module, key);
    if (found?.kind === 'value') return [found.value, ...found.others];
  }
  return [];
}
