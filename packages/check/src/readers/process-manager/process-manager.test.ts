import { describe, expect, it } from 'vitest';
import type { ProcessManager } from '../../facts/deployment.ts';
import { isKnown } from '../../model/known.ts';
import { processManagerReader } from './index.ts';

const files = { paths: [], has: () => false, text: () => undefined };

function read(text: string, path = 'shop/ecosystem.config.js') {
  const { facts, unread } = processManagerReader.read({ path, text }, files);
  return { managers: facts.filter((fact): fact is ProcessManager => fact.kind === 'process-manager'), unread };
}

const counts = (text: string, path?: string): unknown =>
  read(text, path).managers.map(({ script, processes }) => [script, isKnown(processes) ? `${processes.value} ${processes.basis}` : processes.needs.cause]);

describe('PM2', () => {
  it('gives one fact for each application', () => {
    const { managers, unread } = read(`module.exports = {
  apps: [
    { name: 'shop', script: './dist/server.js', instances: 4, exec_mode: 'cluster' },
    { name: 'packer', script: 'packer.js', cwd: './services/packer', instances: "2" },
    { name: 'clock', script: 'clock.js' },
  ],
  deploy: { production: { user: 'deploy' } },
};
`);
    expect(unread).toEqual([]);
    expect(managers).toMatchObject([
      { tool: 'pm2', script: './dist/server.js', folder: 'shop', source: { line: 3, column: 21 }, processes: { value: 4, says: 'instances: 4', source: { line: 3, column: 60 } } },
      { script: 'packer.js', folder: 'shop/services/packer', processes: { value: 2 } },
      { script: 'clock.js', processes: { value: 1, basis: 'default', citation: expect.stringContaining('PM2') } },
    ]);
  });

  it.each(["'max'", '0', '-1', "require('os').cpus().length", 'processors'])('does not know instances: %s, which follows the processors', (instances) => {
    const { managers } = read(`const processors = os.availableParallelism();\nmodule.exports = { apps: [{ script: 'a.js', instances: ${instances} }] };\n`);
    expect(managers[0]?.processes).toMatchObject({ needs: { cause: 'outside-the-repository' }, bounds: { min: 1 } });
  });

  it.each(['process.env.INSTANCES || 2', 'count()', '{}', "'many'"])('does not know instances: %s', (instances) =>
    expect(counts(`module.exports = { apps: [{ script: 'a.js', instances: ${instances} }] };`)).toEqual([['a.js', 'no-value-given']]),
  );

  it('reads other spellings', () => {
    expect(counts("const app = { script: 'a.js', instances: 3 };\nexport default { apps: [app] };", 'ecosystem.config.mjs')).toEqual([['a.js', '3 stated']]);
    expect(counts("module.exports = [{ ...require('./base'), instances: 2 }, { ...base }];")).toEqual([
      [null, '2 stated'],
      [null, 'not-supported-yet'],
    ]);
    expect(counts('{ "apps": [{ "script": "a.js", "instances": 2 }] }', 'ecosystem.json')).toEqual([['a.js', '2 stated']]);
    expect(counts('apps:\n  - script: a.js\n    instances: max\n  - script: b.js\n', 'process.yml')).toEqual([
      ['a.js', 'outside-the-repository'],
      ['b.js', '1 default'],
    ]);
  });
});

describe('other files', () => {
  it.each([
    ['shop/ecosystem.config.js', "const apps = [{ script: 'a.js' }];"],
    ['shop/ecosystem.config.js', 'const a = { apps: a };\nmodule.exports = a; // script'],
    ['shop/process.json', '{ "steps": [{ "description": "script: none" }] }'],
  ])('%s: %s', (path, text) => expect(counts(text, path)).toEqual([]));

  it('claims files of PM2 only', () => {
    const claims = (path: string): boolean => processManagerReader.claims(path, () => new Uint8Array());
    expect(['ecosystem.config.js', 'a/ecosystem.config.cjs', 'ecosystem.prod.config.js', 'pm2.json', 'process.yml', 'pm2.config.js'].every(claims)).toBe(true);
    expect(['process.ts', 'src/process.js', 'ecosystem.md', 'preprocess.json', 'package.json'].some(claims)).toBe(false);
  });

  it.each(['', '\0', '{'.repeat(100_000), 'module.exports = {'])('survives bad input', (text) => {
    expect(() => read(text)).not.toThrow();
    expect(() => read(text, 'pm2.json')).not.toThrow();
  });
});
