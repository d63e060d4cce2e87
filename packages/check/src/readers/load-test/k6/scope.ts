import { folderOf } from '@plimsoll/contract';
import type { FileIndex } from '../../reader.ts';
import { resolvePath } from '../../script/index.ts';
import { parseScript } from './parse.ts';
import type { Node, ParsedFile } from './parse.ts';

/** The names that a script declares at its top level, and what it imports from other files. */
export interface Scope {
  readonly file: string;
  readonly parsed: ParsedFile;
  readonly files: FileIndex;
  readonly values: ReadonlyMap<string, Node>; // const, let, var with one assignment
  readonly changed: ReadonlySet<string>; // assigned again later: the value at the declaration may not hold
  readonly imports: ReadonlyMap<string, { readonly from: string; readonly name: string }>;
  readonly hops: number; // files left to follow
  readonly known: Map<string, unknown>; // what names were found to be: each is evaluated once
}

export function scopeOf(file: string, parsed: ParsedFile, files: FileIndex, hops: number): Scope {
  const values = new Map<string, Node>();
  const changed = new Set<string>();
  const imports = new Map<string, { from: string; name: string }>();
  for (const statement of parsed.program.body) {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (declaration?.type === 'VariableDeclaration') {
      for (const { id, init } of declaration.declarations) if (id.type === 'Identifier' && init) values.set(id.name, init);
    }
    if (statement.type !== 'ImportDeclaration') continue;
    for (const specifier of statement.specifiers) {
      const name =
        specifier.type === 'ImportDefaultSpecifier'
          ? 'default'
          : specifier.type === 'ImportNamespaceSpecifier'
            ? '*'
            : specifier.imported.type === 'Identifier'
              ? specifier.imported.name
              : specifier.imported.value;
      imports.set(specifier.local.name, { from: statement.source.value, name });
    }
  }
  for (const node of parsed.nodes) {
    if (node.type !== 'AssignmentExpression') continue;
    let left: Node = node.left;
    while (left.type === 'MemberExpression') left = left.object;
    if (left.type === 'Identifier') changed.add(left.name);
  }
  return { file, parsed, files, values, changed, imports, hops, known: new Map() };
}

/** What a file of this repository exports under a name, with the scope in which to read it. */
export function exported(scope: Scope, from: string, name: string): { readonly node: Node; readonly scope: Scope } | null {
  if (scope.hops <= 0 || !from.startsWith('.')) return null;
  const path = resolvePath(folderOf(scope.file), from);
  const file = path === null ? undefined : [path, `${path}.js`, `${path}.ts`, `${path}/index.js`, `${path}/index.ts`].find((each) => scope.files.has(each));
  const text = file === undefined ? undefined : scope.files.text(file);
  if (file === undefined || text === undefined) return null;
  const parsed = parseScript(file, text).parsed;
  if (!parsed) return null;
  const inner = scopeOf(file, parsed, scope.files, scope.hops - 1);
  const node = exportedNode(inner, name);
  return node ? { node, scope: inner } : null;
}

/** The expression behind `export const name = …`, `export { local as name }` or `export default …`. */
export function exportedNode(scope: Scope, name: string): Node | null {
  for (const statement of scope.parsed.program.body) {
    if (statement.type === 'ExportDefaultDeclaration' && name === 'default') return statement.declaration;
    if (statement.type !== 'ExportNamedDeclaration') continue;
    const { declaration } = statement;
    if (declaration?.type === 'VariableDeclaration') {
      for (const { id, init } of declaration.declarations) if (id.type === 'Identifier' && id.name === name && init) return init;
    }
    if (statement.source) continue; // stands in another file
    for (const { local, exported: outer } of statement.specifiers) {
      const shown = outer.type === 'Identifier' ? outer.name : outer.value;
      if (shown !== name || local.type !== 'Identifier') continue;
      return scope.values.get(local.name) ?? local;
    }
  }
  return null;
}
