import type { StateStore, StateUse } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import { isKnown } from '../../../model/known.ts';
import { calleeName } from '../code/external.ts';
import { referentOf } from '../code/referent.ts';
import { siteAt, siteOf } from '../code/site.ts';
import type { PythonCall, PythonModule, Workspace } from '../code/types.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { sourceOf, walk } from '../../syntax/index.ts';
import { flaskConfig } from '../value/config.ts';
import { stringSetting } from '../value/setting.ts';

export function flaskSessions(module: PythonModule): readonly StateUse[] {
  const extension = module.calls.filter((call) => /^flask_session\.Session$/.test(calleeName(call) ?? ''));
  if (extension.length > 0) return extension.map((call) => ofExtension(call, module));
  const used = firstSessionUse(module);
  if (!used || usesExtension(module.workspace)) return [];
  return [
    {
      kind: 'state',
      state: 'session',
      library: 'flask',
      site: { ...siteAt(used), source: sourceOf(used) },
      store: { where: 'shared', what: 'a signed cookie at the client' },
      purpose: 'HTTP sessions',
    },
  ];
}

function ofExtension(call: PythonCall, module: PythonModule): StateUse {
  const type = flaskConfig('SESSION_TYPE', module)[0];
  const store: StateStore = type ? sessionStore(stringSetting(type)) : { where: 'unknown', reason: 'SESSION_TYPE was not found' };
  return { kind: 'state', state: 'session', library: 'flask-session', site: siteOf(call), store, purpose: 'HTTP sessions' };
}

const kinds: Readonly<Record<string, 'shared' | 'process' | 'disk'>> = {
  redis: 'shared',
  memcached: 'shared',
  mongodb: 'shared',
  sqlalchemy: 'shared',
  dynamodb: 'shared',
  filesystem: 'disk',
  cachelib: 'disk',
  simple: 'process',
};

export function sessionStore(type: Setting<string>): StateStore {
  const [variable] = type.variables;
  const unset = isKnown(type.value) ? kinds[type.value.value.toLowerCase()] : undefined;
  if (variable !== undefined) {
    if (!isKnown(type.value) || !unset) return { where: 'unknown', reason: `SESSION_TYPE comes from ${variable}` };
    return { where: 'conditional', variable, whenSet: 'shared', whenUnset: unset, sources: [type.value.source] };
  }
  if (!isKnown(type.value) || !unset) return { where: 'unknown', reason: 'the value of SESSION_TYPE is not known' };
  return unset === 'shared' ? { where: 'shared', what: type.value.value } : { where: unset, protectsProcessOnly: false };
}

function firstSessionUse(module: PythonModule): SyntaxNode | null {
  if (!/\bsession\b/.test(module.tree.text) || !module.tree.text.includes('flask')) return null;
  for (const node of walk(module.tree.root)) {
    if (node.type !== 'subscript') continue;
    const object = node.children.find((each) => each.field === 'value');
    const referent = object ? referentOf(object) : null;
    if (object && referent?.kind === 'external' && referent.name === 'flask.session') return object;
  }
  return null;
}

const extensions = new WeakMap<Workspace, boolean>();

function usesExtension(workspace: Workspace): boolean {
  const known = extensions.get(workspace);
  if (known !== undefined) return known;
  const found = workspace.files.paths.some((path) => path.endsWith('.py') && (workspace.files.text(path)?.includes('flask_session') ?? false));
  extensions.set(workspace, found);
  return found;
}
