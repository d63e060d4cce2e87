import { lineStartsOf, sourceAt } from '@plimsoll/contract';
import type { CodeFile, CodeImport } from '../../../facts/code.ts';
import type { FileIndex, SourceText } from '../../reader.ts';
import { filesOfImport, filesOfType } from './workspace.ts';
import { purposeOf } from './purpose.ts';

const importLine = /^[ \t]*import\s+(static\s+)?([\w.]+?)(\.\*)?\s*;/gm;
const packageLine = /^[ \t]*package\s+([\w.]+)\s*;/m;
const capitalised = /\b[A-Z]\w*/g;

/** A cheap scan of what a file imports and which types of its own package it names, without a parser. */
export function scanJavaImports(file: SourceText, files: FileIndex): CodeFile {
  const packageName = packageLine.exec(file.text)?.[1] ?? '';
  return {
    kind: 'code-file',
    language: 'java',
    source: wholeFile(file),
    purpose: purposeOf(file.path, file.text),
    imports: importsOf(file, packageName, files),
    functions: [],
    packageName: packageName === '' ? null : packageName,
  };
}

export function importsOf(file: SourceText, packageName: string, files: FileIndex): readonly CodeImport[] {
  const lineStarts = lineStartsOf(file.text);
  const found: CodeImport[] = [];
  const packages: string[] = [];
  const resolved = new Set<string>([file.path]);
  const add = (specifier: string, targets: readonly string[], start: number, end: number): void => {
    for (const target of targets) resolved.add(target);
    found.push({ specifier, resolved: targets, source: sourceAt(file.path, lineStarts, start, end) });
  };
  for (const match of file.text.matchAll(importLine)) {
    const name = match[2] ?? '';
    if (match[3] && !match[1]) packages.push(name);
    else add(name, filesOfImport(name, file.path, files), match.index + match[0].indexOf('import'), match.index + match[0].length);
  }
  const named = new Map<string, number>();
  for (const match of file.text.matchAll(capitalised)) if (!named.has(match[0])) named.set(match[0], match.index);
  for (const [name, index] of named) {
    for (const each of new Set([packageName, ...packages])) {
      const targets = filesOfType(each, name, file.path, files).filter((path) => !resolved.has(path));
      if (targets.length > 0) add(each === '' ? name : `${each}.${name}`, targets, index, index + name.length);
    }
  }
  return found;
}

export function wholeFile(file: SourceText): CodeFile['source'] {
  return sourceAt(file.path, lineStartsOf(file.text), 0, file.text.length);
}
