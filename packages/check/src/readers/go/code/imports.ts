import { folderOf, lineStartsOf, sourceAt } from '@plimsoll/contract';
import type { CodeFile, CodeImport } from '../../../facts/code.ts';
import type { FileIndex, SourceText } from '../../reader.ts';
import { filesIn, folderOfImport, moduleOf } from './module.ts';
import { packageIn } from './package.ts';
import { purposeOf } from './purpose.ts';

/** A cheap scan of what a file imports, without a parser; files of its own package count when it names what they declare. */
export function scanGoImports(file: SourceText, files: FileIndex): CodeFile {
  const folder = folderOf(file.path);
  const module = moduleOf(file.path, files);
  const below = module ? folder.slice(module.root.length).replace(/^\//, '') : '';
  const lines = file.text.split('\n');
  return {
    kind: 'code-file',
    language: 'go',
    source: { file: file.path, line: 1, column: 1, endLine: lines.length, endColumn: (lines.at(-1) ?? '').length + 1 },
    purpose: purposeOf(file.path, file.text),
    imports: [...imported(file, lines, files), ...ownPackage(file, folder, files)],
    functions: [],
    packageName: module ? [module.path, below].filter((part) => part !== '').join('/') : (/^package\s+(\w+)/m.exec(file.text)?.[1] ?? null),
  };
}

function imported(file: SourceText, lines: readonly string[], files: FileIndex): readonly CodeImport[] {
  const found: CodeImport[] = [];
  let inBlock = false;
  for (const [index, line] of lines.entries()) {
    if (/^(func|type|var|const)\b/.test(line)) break;
    if (/^import\s*\(/.test(line)) inBlock = true;
    const match = inBlock || /^import\s/.test(line) ? /"([^"]+)"|`([^`]+)`/.exec(line.replace(/\/\/.*$/, '')) : null;
    if (match) {
      const specifier = match[1] ?? match[2] ?? '';
      const folder = folderOfImport(specifier, files);
      found.push({
        specifier,
        resolved: folder === null ? [] : filesIn(folder, files),
        source: { file: file.path, line: index + 1, column: match.index + 1, endLine: index + 1, endColumn: match.index + match[0].length + 1 },
      });
    }
    if (inBlock && line.startsWith(')')) inBlock = false;
  }
  return found;
}

function ownPackage(file: SourceText, folder: string, files: FileIndex): readonly CodeImport[] {
  const declared = packageIn(folder, files);
  const resolved = new Map<string, number>();
  for (const match of file.text.matchAll(/(?<![\w.])([A-Za-z_]\w*)/g)) {
    const name = match[1] ?? '';
    const path = declared.functions.get(name) ?? declared.types.get(name) ?? declared.values.get(name);
    if (path !== undefined && path !== file.path && !resolved.has(path)) resolved.set(path, match.index);
  }
  const lineStarts = lineStartsOf(file.text);
  return [...resolved].map(([path, offset]) => ({ specifier: '.', resolved: [path], source: sourceAt(file.path, lineStarts, offset, offset + 1) }));
}
