import { globSync, readFileSync, statSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import GithubSlugger from 'github-slugger';
import markdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';

/* What is read on a forge: links from file to file, with their places. */

const root = fileURLToPath(new URL('../../', import.meta.url));
const files = globSync(['*.md', 'docs/**/*.md', 'packages/*/*.md', 'packages/*/src/**/*.md', 'examples/**/*.md', 'bench/**/*.md'], {
  cwd: root,
  exclude: (path) => /node_modules|dist|bench\/corpus/.test(path),
}).map((path) => path.split('\\').join('/'));
const markdown = markdownIt({ html: true });
const anchors = new Map<string, ReadonlySet<string>>();

function linksIn(text: string): readonly string[] {
  return markdown
    .parse(text, {})
    .flatMap(({ children }) => children ?? [])
    .flatMap((token) => [token.attrGet('href'), token.type === 'image' ? token.attrGet('src') : null])
    .filter((target) => typeof target === 'string');
}

function anchorsIn(path: string): ReadonlySet<string> {
  const known = anchors.get(path);
  if (known) return known;
  const slugger = new GithubSlugger();
  const tokens = markdown.parse(readFileSync(posix.join(root, path), 'utf8'), {});
  const found = new Set(tokens.flatMap((token, index) => (token.type === 'heading_open' ? [slugger.slug((tokens[index + 1]?.children ?? []).map(({ content }) => content).join(''))] : [])));
  anchors.set(path, found);
  return found;
}

/** Null where the link leads somewhere; of addresses outside only the form is looked at. */
function problemOf(path: string, target: string): string | null {
  if (/^[a-z][a-z+.-]*:/i.test(target)) return URL.canParse(target) ? null : 'is no address';
  const [way = '', place] = target.split('#');
  const file = way === '' ? path : posix.join(posix.dirname(path), decodeURIComponent(way));
  const found = statSync(posix.join(root, file), { throwIfNoEntry: false });
  if (!found || file.startsWith('..')) return 'is not there';
  return place === undefined || (file.endsWith('.md') && anchorsIn(file).has(place)) ? null : 'has no such place';
}

describe('links in the repository', () => {
  it('are looked for in all documents', () => {
    expect(files.length).toBeGreaterThan(170);
    for (const file of ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'packages/runtime/readme.md', 'docs/principles/dp4.md']) expect(files).toContain(file);
  });

  it('lead to files and places that are there', () => {
    const broken = files.flatMap((path) =>
      linksIn(readFileSync(posix.join(root, path), 'utf8')).flatMap((target) => (problemOf(path, target) === null ? [] : [`${path}: ${target} ${problemOf(path, target)}`])),
    );
    expect(broken).toEqual([]);
  });

  it('would be noticed', () => {
    expect(problemOf('README.md', 'docs/gone.md')).toBe('is not there');
    expect(problemOf('README.md', '../elsewhere.md')).toBe('is not there');
    expect(problemOf('README.md', 'docs/slo-gate.md#gone')).toBe('has no such place');
    expect(problemOf('README.md', 'docs/slo-gate.md#the-log')).toBeNull();
    expect(problemOf('README.md', 'https://')).toBe('is no address');
  });
});
