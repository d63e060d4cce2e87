import { lineStartsOf, sourceAt } from '@plimsoll/contract';
import type { CodeFile, CodeImport } from '../../../facts/code.ts';
import type { FileIndex, SourceText } from '../../reader.ts';
import type { SyntaxTree } from '../../syntax/index.ts';
import { sourceOf, walk } from '../../syntax/index.ts';
import { packageNameOf } from './package-name.ts';
import { purposeOf } from './purpose.ts';
import { moduleFile } from './resolve.ts';
import { importsIn } from './scope.ts';

export function codeImports(tree: SyntaxTree, files: FileIndex): readonly CodeImport[] {
  const found: CodeImport[] = [];
  for (const node of walk(tree.root)) {
    if (node.type !== 'import_statement' && node.type !== 'import_from_statement') continue;
    const source = sourceOf(node);
    for (const [specifier, members] of grouped(importsIn(node).map((each) => [each.specifier, each.member]))) {
      found.push({ specifier, resolved: resolvedFiles(specifier, members, tree.file, files), source });
    }
  }
  return found;
}

function grouped(pairs: readonly (readonly [string, string | null])[]): ReadonlyMap<string, readonly string[]> {
  const map = new Map<string, string[]>();
  for (const [module, member] of pairs) {
    const members = map.get(module) ?? [];
    map.set(module, members);
    if (member !== null && member !== '*') members.push(member);
  }
  return map;
}

/** The module itself and, for `from package import name`, the submodules among the names; packages on the way are loaded too. */
function resolvedFiles(module: string, members: readonly string[], from: string, files: FileIndex): readonly string[] {
  const found = new Set<string>();
  const own = moduleFile(module, from, files);
  if (own !== null) found.add(own);
  for (const member of members) {
    const submodule = moduleFile(module.endsWith('.') ? module + member : `${module}.${member}`, from, files);
    if (submodule !== null) found.add(submodule);
  }
  return [...found];
}

const importLine = /^[ \t]*(?:from[ \t]+([.\w]+)[ \t]+import[ \t]+(\([^)]{0,3000}\)|[^\n#]*)|import[ \t]+([^\n#]*))/gm;

/**
 * The imports of a file without parsing it, for the files that carry no signal but lie between those that do. A line of a
 * docstring that reads like an import of a file of this repository is taken for one.
 */
export function scanPythonImports(file: SourceText, files: FileIndex): CodeFile {
  const found: CodeImport[] = [];
  const lineStarts = lineStartsOf(file.text);
  for (const match of file.text.matchAll(importLine)) {
    const start = match.index + (/^[ \t]*/.exec(match[0])?.[0].length ?? 0);
    const source = sourceAt(file.path, lineStarts, start, match.index + match[0].trimEnd().length);
    const { 1: module, 2: names, 3: modules } = match;
    if (module !== undefined) {
      const members = (names ?? '')
        .replace(/#.*|[()\\]/g, '')
        .split(',')
        .map((each) => each.trim().split(/\s+/)[0] ?? '')
        .filter((each) => /^\w+$/.test(each));
      found.push({ specifier: module, resolved: resolvedFiles(module, members, file.path, files), source });
    }
    for (const each of modules?.split(',') ?? []) {
      const name = each.trim().split(/\s+/)[0] ?? '';
      if (/^[\w.]+$/.test(name)) found.push({ specifier: name, resolved: resolvedFiles(name, [], file.path, files), source });
    }
  }
  const whole = sourceAt(file.path, lineStarts, 0, file.text.length);
  return { kind: 'code-file', language: 'python', source: whole, purpose: purposeOf(file.path, file.text), imports: found, functions: [], packageName: packageNameOf(file.path, files) };
}
