import { lineStartsOf, sourceAt } from '@plimsoll/contract';
import type { Source } from '@plimsoll/contract';
import type { StateStore, StateUse } from '../../../facts/code.ts';
import { isKnown } from '../../../model/known.ts';
import { purposeOf } from '../code/purpose.ts';
import { siteAt } from '../code/site.ts';
import type { PythonModule, Workspace } from '../code/types.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, namedChildren } from '../../syntax/index.ts';
import { isSettingsPath } from '../value/config.ts';
import { textLiteral } from '../value/literal.ts';
import { stringSetting } from '../value/setting.ts';
import { assigned } from './django.ts';

/** Where Django's file fields keep what users upload: the disk below MEDIA_ROOT, unless STORAGES names another storage. */
export function djangoFiles(module: PythonModule): readonly StateUse[] {
  if (!isSettingsPath(module.path) || !/MEDIA_ROOT|DEFAULT_FILE_STORAGE|\bSTORAGES\b/.test(module.tree.text)) return [];
  const backend = assigned(module, 'DEFAULT_FILE_STORAGE') ?? defaultOf(assigned(module, 'STORAGES'));
  const at = backend ?? assigned(module, 'MEDIA_ROOT');
  const field = at && fileField(module.workspace);
  if (!at || !field) return [];
  const store: StateStore = backend ? storageOf(backend) : { where: 'disk', protectsProcessOnly: false };
  return [{ kind: 'state', state: 'upload', library: 'django', site: siteAt(at), store, purpose: 'uploaded files of file fields', life: { leaves: { source: field.source, says: field.says } } }];
}

/** `CHANNEL_LAYERS = {'default': {'BACKEND': 'channels.layers.InMemoryChannelLayer'}}` */
export function djangoChannelLayers(module: PythonModule): readonly StateUse[] {
  if (!isSettingsPath(module.path)) return [];
  const backend = defaultOf(assigned(module, 'CHANNEL_LAYERS'));
  if (!backend) return [];
  const { value } = stringSetting(backend);
  const store: StateStore = !isKnown(value)
    ? { where: 'unknown', reason: value.reason }
    : value.value.includes('InMemory')
      ? { where: 'process', protectsProcessOnly: false }
      : { where: 'shared', what: /redis/i.test(value.value) ? 'Redis' : value.value };
  return [{ kind: 'state', state: 'connection-registry', library: 'channels', site: siteAt(backend), store, purpose: 'groups of open connections' }];
}

function defaultOf(dictionary: SyntaxNode | null): SyntaxNode | null {
  const entry = dictionary?.type === 'dictionary' ? valueAt(dictionary, 'default') : null;
  return entry?.type === 'dictionary' ? valueAt(entry, 'BACKEND') : null;
}

function valueAt(dictionary: SyntaxNode, key: string): SyntaxNode | null {
  const pair = namedChildren(dictionary).find((each) => textLiteral(child(each, 'key')) === key);
  return pair ? child(pair, 'value') : null;
}

function storageOf(backend: SyntaxNode): StateStore {
  const { value, variables } = stringSetting(backend);
  if (variables[0] !== undefined) return { where: 'unknown', reason: `the storage comes from ${variables[0]}` };
  if (!isKnown(value)) return { where: 'unknown', reason: value.reason };
  if (value.value.endsWith('FileSystemStorage')) return { where: 'disk', protectsProcessOnly: false };
  if (/s3|boto/i.test(value.value)) return { where: 'shared', what: 'S3' };
  if (/gcloud|google/i.test(value.value)) return { where: 'shared', what: 'Google Cloud Storage' };
  if (/azure/i.test(value.value)) return { where: 'shared', what: 'Azure Storage' };
  return { where: 'unknown', reason: `${value.value} is not known here` };
}

const fields = new WeakMap<Workspace, { readonly source: Source; readonly says: string } | null>();

/** A model's field that keeps files; a MEDIA_ROOT alone stands in every new project. */
function fileField(workspace: Workspace): { readonly source: Source; readonly says: string } | null {
  const known = fields.get(workspace);
  if (known !== undefined) return known;
  let found: { readonly source: Source; readonly says: string } | null = null;
  for (const path of workspace.files.paths) {
    if (found || !path.endsWith('.py')) continue;
    const text = workspace.files.text(path);
    const match = text === undefined ? null : /\bmodels\.(File|Image)Field\([^\n]*|\bdefault_storage\.save\([^\n]*/.exec(text);
    if (text === undefined || !match || purposeOf(path, text) !== 'source') continue;
    found = { source: sourceAt(path, lineStartsOf(text), match.index, match.index + match[0].length), says: match[0].trim() };
  }
  fields.set(workspace, found);
  return found;
}
