// The lint rules that are our own, as a plugin of oxlint: `plimsoll/walls` reads its walls from walls.ts.
import { dirname, posix } from 'node:path';
import { walls } from './walls.ts';

interface Node {
  readonly type: string;
  readonly importKind?: string;
  readonly exportKind?: string;
  readonly source?: { readonly type: string; readonly value?: unknown } | null;
  readonly specifiers?: readonly { readonly importKind?: string; readonly exportKind?: string; readonly imported?: { readonly name?: string } }[];
}

interface Context {
  readonly filename: string;
  report(problem: { readonly node: Node; readonly message: string }): void;
}

/** The folders of the repository that hold code; a path is taken from the last of them that stands below no other. */
const inRepository = /(?:^|\/)((?:packages\/[^/]+\/(?:src|bin)|scripts|test|bench)\/.*)$/;

const inTests = /\.test\.ts$|\/(?:testing|tests)\//;

/** Pure functions that say a value; see the wall `report-types`. */
const sayings = /^(?:say(?:[A-Z]\w*)?|isKnown|valueOf|standsIn)$/;

const builtIn = /^(?:fs|path|url|util|os|crypto|buffer|stream|events|http|https|net|child_process|process|module|assert|zlib|tls|dns|vm|worker_threads|readline)(?:\/|$)/;

export function problemsOf(file: string, specifier: string, isType: boolean, names: readonly string[]): readonly string[] {
  const path = inRepository.exec(file.replaceAll('\\', '/'))?.[1];
  if (path === undefined) return [];
  const target = specifier.startsWith('.') ? posix.join(dirname(path), specifier) : specifier;
  if (builtIn.test(target)) return [`write node:${target}: a bare name could be a package of somebody else.`];
  return walls
    .filter((wall) => {
      const behind = wall.inside.exec(path);
      if (inTests.test(path) && !wall.alsoInTests) return false;
      if (!behind || wall.except?.test(path) || !wall.forbids.test(target) || wall.allows?.test(target)) return false;
      if (wall.typesPass && (isType || (names.length > 0 && wall.name === 'report-types' && names.every((name) => sayings.test(name))))) return false;
      // A wall with a group is one between neighbours: what lies in the same folder passes.
      return behind[1] === undefined || !target.startsWith(behind[0]);
    })
    .map((wall) => `${wall.message} (wall: ${wall.name})`);
}

const rule = {
  create(context: Context): Record<string, (node: Node) => void> {
    const visit = (node: Node): void => {
      if (typeof node.source?.value !== 'string') {
        if (node.type === 'ImportExpression' && /\/packages\/[^/]+\/src\//.test(context.filename)) {
          context.report({ node, message: 'what is loaded must be readable in the source: import() takes a literal here, so that no code of a scanned repository can ever be loaded.' });
        }
        return;
      }
      const named = node.specifiers ?? [];
      const isType = node.importKind === 'type' || node.exportKind === 'type' || (named.length > 0 && named.every((entry) => entry.importKind === 'type' || entry.exportKind === 'type'));
      const names = named.map((entry) => (entry.importKind === 'type' ? 'say' : (entry.imported?.name ?? '')));
      for (const message of problemsOf(context.filename, node.source.value, isType, names)) context.report({ node, message });
    };
    return { ImportDeclaration: visit, ExportNamedDeclaration: visit, ExportAllDeclaration: visit, ImportExpression: visit };
  },
};

const plugin: { readonly meta: { readonly name: string }; readonly rules: { readonly walls: typeof rule } } = { meta: { name: 'plimsoll' }, rules: { walls: rule } };

// oxlint takes a plugin from the default export only.
export default plugin;
