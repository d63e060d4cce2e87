import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LazyReader } from './reader.ts';
import { readers } from './registry.ts';
import type { AnyFact } from './registry.ts';

const names = [
  'package',
  'application-prod',
  'bootstrap',
  'gunicorn.conf',
  'celeryconfig',
  'uwsgi',
  'locustfile',
  'load-test',
  'PerfPlan',
  'Harbour',
  'ci',
  'tsconfig',
  'a.spec',
  'ecosystem.config',
  'buildspec',
];
const endings = ['ts', 'tsx', 'js', 'jsx', 'mjs', 'cjs', 'mts', 'cts', 'd.ts', 'json', 'JSON', 'py', 'ini', 'java', 'go', 'yml', 'yaml', 'YAML', 'properties', 'txt', 'tf', 'md'];
const folders = ['', 'src/', '.github/workflows/', 'services/api/.github/workflows/', 'src/main/resources/', 'config/', 'vendor/'];
const path = fc.tuple(fc.constantFrom(...folders), fc.constantFrom(...names), fc.constantFrom(...endings)).map(([folder, name, ending]) => `${folder}${name}.${ending}`);

describe('a reader that is loaded on demand', () => {
  const lazy = readers.filter((reader): reader is LazyReader<AnyFact> => 'load' in reader);

  it.each(lazy.map((reader, index) => ({ reader, index })))('is loaded for every file that it claims: $index', async ({ reader }) => {
    const { claims } = await reader.load();
    let claimed = 0;
    fc.assert(
      fc.property(path, (file) => {
        const claim = claims(file, () => new Uint8Array());
        if (claim) claimed++;
        return !claim || reader.files.test(file);
      }),
      { numRuns: 4000 },
    );
    expect(claimed).toBeGreaterThan(0);
  });
});
