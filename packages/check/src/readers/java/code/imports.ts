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
  const places = lineCounter(file.text);
  const found: CodeImport[] = [];
  const packages: string[] = [];
  const resolved = new Set<string>([file.path]);
  const add = (specifier: string, targets: readonly string[], start: number, end: number): void => {
    for (const target of targets) resolved.add(target);
    const at = places(start);
    found.push({ specifier, resolved: targets, source: { file: file.path, ...at, endLine: at.line, endColumn: at.column + end - start } });
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
  const last = file.text.lastIndexOf('\n');
  const at = lineCounter(file.text)(file.text.length);
  return { file: file.path, line: 1, column: 1, endLine: at.line, endColumn: file.text.length - last };
}

function lineCounter(text: string): (offset: number) => { line: number; column: number } {
  let line = 1;
  let lineStart = 0;
  let before = 0;
  return (offset) => {
    if (offset < before) [line, lineStart] = [1, 0];
    for (let next = text.indexOf('\n', lineStart); next >= 0 && next < offset; next = text.indexOf('\n', lineStart)) {
      line++;
      lineStart = next + 1;
    }
    before = offset;
    return { line, column: offset - lineStart + 1 };
  };
}
