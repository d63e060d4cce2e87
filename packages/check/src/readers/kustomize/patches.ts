import { at, readYaml, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { KustomizeChange, KustomizeOverlay } from '../../facts/deployment.ts';
import { extentOf } from '../kubernetes/extent.ts';
import { afford } from '../kubernetes/scope.ts';
import type { Scope } from '../kubernetes/scope.ts';
import type { FileIndex, SourceText } from '../reader.ts';
import { resolvePath } from '../shell/index.ts';
import { readChanges } from './change.ts';
import { readInline } from './inline.ts';
import { patchItems } from './patch-files.ts';
import type { PatchItem } from './patch-files.ts';

const paddingLinesMax = 1_000_000; // each inline patch is parsed behind as many blank lines as stand before it

interface OpenPatch {
  readonly path: string | null;
  readonly documents: readonly YamlNode[];
}

export function readPatches(root: YamlNode, file: SourceText, folder: string, scope: Scope, files: FileIndex): Pick<KustomizeOverlay, 'patches' | 'changes'> {
  const patches: KustomizeOverlay['patches'][number][] = [];
  const changes: KustomizeChange[] = [];
  const lines = file.text.split('\n');
  const opened = new Map<string, readonly YamlNode[]>();
  let padding = 0;
  for (const item of afford(patchItems(root), scope)) {
    padding += item.path === null ? item.node.source.line : 0;
    if (padding > paddingLinesMax) {
      scope.unread.push({ file: scope.file, line: item.node.source.line, message: 'there are too many inline patches before this one; it and the rest were not analysed' });
      break;
    }
    const patch = item.path === null ? openInline(item, lines, scope) : openFile(resolvePath(folder, item.path), item, opened, scope, files);
    patches.push({ path: patch.path, target: targetName(item.target ?? patch.documents[0]), source: extentOf(item.node) });
    const inFile = patch.path === null ? scope : { ...scope, file: patch.path };
    if (selectsByLabel(item.target)) {
      scope.unread.push({
        file: scope.file,
        line: item.node.source.line,
        message: 'this patch selects its objects by label or annotation, which is not supported in this version; what it sets was not analysed',
      });
      continue;
    }
    changes.push(...patch.documents.flatMap((document) => readChanges(document, item.target, inFile)));
  }
  return { patches, changes };
}

function openInline(item: PatchItem, lines: readonly string[], scope: Scope): OpenPatch {
  const documents = item.patch === null ? [] : readInline(item.patch, scope.file, lines);
  if (documents !== null) return { path: null, documents };
  scope.unread.push({ file: scope.file, line: item.node.source.line, message: 'this patch is a quoted text over several lines; write it as a block (patch: |-) to have it analysed' });
  return { path: null, documents: [] };
}

function openFile(path: string, item: PatchItem, opened: Map<string, readonly YamlNode[]>, scope: Scope, files: FileIndex): OpenPatch {
  const before = opened.get(path);
  if (before !== undefined) return { path, documents: before };
  const text = files.text(path);
  if (text === undefined) {
    scope.unread.push({ file: scope.file, line: item.node.source.line, message: `names the patch ${path}, which is not a readable file of this repository` });
    return { path, documents: [] };
  }
  const { documents, unread } = readYaml(path, text);
  scope.unread.push(...unread);
  const roots = documents.map((document) => document.root);
  opened.set(path, roots);
  return { path, documents: roots };
}

function selectsByLabel(target: YamlNode | null): boolean {
  return target !== null && (at(target, 'labelSelector') ?? at(target, 'annotationSelector')) !== undefined;
}

/** `Deployment/orders`, or what of it is said. */
function targetName(named: YamlNode | undefined): string | null {
  const kind = textOf(at(named, 'kind'));
  const name = textOf(at(named, 'metadata', 'name') ?? at(named, 'name'));
  return kind === undefined && name === undefined ? null : [kind, name].filter((part) => part !== undefined).join('/');
}
