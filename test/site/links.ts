import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { Parser } from 'htmlparser2';

export interface Links {
  readonly targets: readonly string[];
  readonly places: ReadonlySet<string>;
}

/** Where a page leads, and the places in it that others may lead to. */
export function linksOf(html: string): Links {
  const targets: string[] = [];
  const places = new Set<string>();
  const parser = new Parser({
    onopentag: (name, { id, href, src }) => {
      if (id !== undefined) places.add(id);
      const target = name === 'a' ? href : src;
      if (target !== undefined) targets.push(target);
    },
  });
  parser.end(html);
  return { targets, places };
}

/** Links within the site whose page, file or place is missing; of those that lead out only the form is looked at. */
export function unresolved(pages: ReadonlyMap<string, Links>, folder: string, base: string): readonly string[] {
  return [...pages].flatMap(([path, { targets }]) =>
    [...new Set(targets)].flatMap((target) => {
      const problem = problemOf(target, path, pages, folder, base);
      return problem === null ? [] : [`${path}: ${target} ${problem}`];
    }),
  );
}

function problemOf(target: string, path: string, pages: ReadonlyMap<string, Links>, folder: string, base: string): string | null {
  if (/^(?:data|mailto):/.test(target)) return null;
  if (/^[a-z][a-z+.-]*:/i.test(target)) return URL.canParse(target) ? null : 'is no address';
  const [way = '', place] = target.split('#');
  if (way.startsWith('/') && !way.startsWith(base)) return `leaves ${base}`;
  const within = way === '' ? path : posix.join(way.startsWith('/') ? '' : posix.dirname(path), way.startsWith('/') ? way.slice(base.length) : way);
  const file = decodeURIComponent(within === '' || within.endsWith('/') || within === '.' ? posix.join(within, 'index.html') : within);
  if (!existsSync(join(folder, file))) return 'is not there';
  return place === undefined || place === '' || (pages.get(file)?.places.has(decodeURIComponent(place)) ?? false) ? null : 'has no such place';
}
