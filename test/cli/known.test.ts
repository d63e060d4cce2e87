import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckReport } from '@plimsoll/contract';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterEach, describe, expect, it } from 'vitest';
import { found, plimsoll, repository } from './session.ts';

const removals: (() => void)[] = [];
afterEach(() => {
  for (const remove of removals.splice(0)) remove();
});

function home(files: Readonly<Record<string, string>>): string {
  const { folder, remove } = repository(files);
  removals.push(remove);
  return folder;
}

function write(folder: string, path: string, text: string): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
}

async function json(folder: string, ...args: readonly string[]): Promise<CheckReport> {
  return JSON.parse((await plimsoll(['check', '--format', 'json', ...args], folder)).out) as CheckReport;
}

const server = found.error['src/server.js'] ?? '';
// Of another library: pools of one library at one default are one finding.
const withPool = (name: string): string =>
  server
    .replace('const pool', `const ${name} = createPool(limits);\nconst pool`)
    .replace("'select 1'))", `'select 1'), await ${name}.query('select 2'))`)
    .replace('const limits', "import { createPool } from 'mysql2/promise';\nconst limits");
const second = withPool('spare');
const schema = (name: string): Record<string, unknown> => JSON.parse(readFileSync(new URL(`../../packages/cli/schema/${name}.schema.json`, import.meta.url), 'utf8')) as Record<string, unknown>;

describe('.plimsoll/ignore.yml', () => {
  const entry = (rest: string): string => `- rule: dp4/connection-per-call\n  reason: measured last week\n${rest}`;

  it.each([
    ['by path', '  path: src\n  until: 2027-03-31\n'],
    ['by pattern', '  path: "**/*.js"\n  until: 2027-03-31\n'],
    ['by subject', '  subject: pool:src/server.js\n  until: 2026-11-23\n'],
    ['by both', '  subject: pool:src/server.js:4\n  path: src/server.js\n  until: 2027-03-31\n'],
  ])('leaves a finding %s until its day, with the reason', async (_, rest) => {
    const folder = home({ ...found.error, '.plimsoll/ignore.yml': entry(rest) });
    const { code, out } = await plimsoll(['check'], folder);
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('1 suppressed') as string });
    expect((await json(folder)).findings).toMatchObject([{ suppressed: { kind: 'ignore-file', reason: 'measured last week', source: { file: '.plimsoll/ignore.yml', line: 1 } } }]);
  });

  it.each([
    ['expired', '  path: src\n  until: 2026-11-22\n', 1, /this entry for dp4\/connection-per-call expired on 2026-11-22/],
    ['another path', '  path: lib\n  until: 2027-03-31\n', 1, /matches no finding of dp4\/connection-per-call; take it out/],
    ['no reason to be', '  subject: pool:src/other.js\n  until: 2027-03-31\n', 1, /matches no finding/],
    ['an unknown key', '  paths: src\n  until: 2027-03-31\n', 1, /unknown key `paths` in `\[0\]`; did you mean `path`\?/],
  ])('reports an entry with %s, and the finding stays', async (_, rest, code, message) => {
    const folder = home({ ...found.error, '.plimsoll/ignore.yml': entry(rest) });
    const session = await plimsoll(['check'], folder);
    expect(session.code).toBe(code);
    expect(session.out.replaceAll(/\s+/g, ' ')).toMatch(message);
    expect(session.out).toContain('.plimsoll/ignore.yml:');
  });

  it('is not blamed for what was not judged', async () => {
    const folder = home({ ...found.kept, '.plimsoll/ignore.yml': entry('  path: src\n  until: 2027-03-31\n') });
    expect((await json(folder)).unread).toHaveLength(1);
    expect((await json(folder, '--principle', 'DP1')).unread).toEqual([]);
  });

  it('outside the repository is not read', async () => {
    const outside = home({ 'ignore.yml': entry('  path: src\n  until: 2027-03-31\n') });
    const folder = home(found.error);
    mkdirSync(join(folder, '.plimsoll'));
    symlinkSync(join(outside, 'ignore.yml'), join(folder, '.plimsoll/ignore.yml'));
    expect((await plimsoll(['check'], folder)).code).toBe(1);
  });

  it('has a published schema', () => {
    const ajv = new Ajv({ strict: false });
    addFormats.default(ajv);
    const validate = ajv.compile(schema('ignore'));
    const whole = { rule: 'dp4/connection-per-call', path: 'src', reason: 'measured', until: '2027-03-31' };
    expect(validate([whole])).toBe(true);
    for (const wrong of [
      { ...whole, path: undefined },
      { ...whole, until: 'summer' },
      { ...whole, rule: 'dp4/none' },
      { ...whole, paths: 'src' },
      { ...whole, reason: undefined },
    ])
      expect(validate(JSON.parse(JSON.stringify([wrong])))).toBe(false);
  });
});

describe('--baseline', () => {
  it('is written once and keeps what is known out of the way', async () => {
    const folder = home(found.error);
    const written = await plimsoll(['check', '--write-baseline', 'known.json'], folder);
    expect(written).toMatchObject({ code: 0, err: 'plimsoll: known.json now holds 1 known finding\n' });
    const text = readFileSync(join(folder, 'known.json'), 'utf8');
    const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema('baseline'));
    validate(JSON.parse(text));
    expect(validate.errors).toBeNull();
    expect(text).not.toContain(folder);

    const { code, out } = await plimsoll(['check', '--baseline', 'known.json'], folder);
    expect(code).toBe(0);
    expect(out).toContain('✓ Holds: nothing new is broken · 1 known');
    expect(out).toMatch(/✗ DP4 .* broken/);
  });

  it('holds against a line more, not against a pool more', async () => {
    const folder = home(found.error);
    await plimsoll(['check', '--write-baseline', 'known.json'], folder);
    write(folder, 'src/server.js', `// a comment\n${server}`);
    expect((await plimsoll(['check', '--baseline', 'known.json'], folder)).code).toBe(0);
    write(folder, 'src/server.js', second);
    const { code, out } = await plimsoll(['check', '--baseline', 'known.json'], folder);
    expect(code).toBe(1);
    expect(out).toContain('src/server.js:4:15');
    expect(out).not.toContain('src/server.js:5:14');
  });

  it('shrinks, and takes nothing in', async () => {
    const folder = home({ ...found.error, 'src/server.js': second });
    await plimsoll(['check', '--write-baseline', 'known.json'], folder);
    write(folder, 'src/server.js', withPool('fresh'));
    const { code, out, err } = await plimsoll(['check', '--baseline', 'known.json', '--write-baseline', 'known.json'], folder);
    expect({ code, err }).toEqual({ code: 1, err: 'plimsoll: known.json now holds 1 known finding\n' });
    expect(out).toContain('1 fixed');
    expect(out.replaceAll(/\s+/g, ' ')).toContain('dp4/connection-per-call pool:src/server.js');
  });

  it.each([
    [['--baseline', 'none.json'], /--baseline none\.json cannot be read: .*; plimsoll check --write-baseline none\.json writes it/],
    [['--baseline', 'package.json'], /--baseline package\.json is no baseline/],
    [['--baseline', 'a', '--since', 'main'], /--since and a baseline both say what is known; use one of them/],
    [['--write-baseline', 'a', '--principle', 'DP4'], /a baseline is written of the whole/],
  ])('%j is refused', async (args, message) => {
    const { code, out, err } = await plimsoll(['check', ...args], home(found.error));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
  });
});

describe('--since', () => {
  const run = (folder: string, ...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.email=crew@harbour.example', '-c', 'user.name=crew', '-c', 'init.defaultBranch=main', '-c', 'protocol.file.allow=always', ...args], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  const committed = (files: Readonly<Record<string, string>>): string => {
    const folder = home(files);
    run(folder, 'init', '-q');
    run(folder, 'add', '-A');
    run(folder, 'commit', '-q', '-m', 'first');
    return folder;
  };

  it('shows what is new, by what git holds, and changes nothing', async () => {
    const folder = committed(found.error);
    expect(await plimsoll(['check', '--since', 'HEAD'], folder)).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/1 finding of before is left out/) as string });
    write(folder, 'src/server.js', second);
    const report = await json(folder, '--since', 'main');
    expect(report.findings).toMatchObject([{ rule: 'dp4/connection-per-call', location: { line: 4 } }]);
    expect(report.comparison).toMatchObject({ with: 'revision', name: 'main', known: 1, fixed: [] });
    expect(report.principles.find(({ id }) => id === 'DP4')?.status).toBe('broken');
    expect((await plimsoll(['check', '--since', 'main'], folder)).code).toBe(1);
    expect(run(folder, 'status', '--porcelain')).toBe(' M src/server.js\n');
    expect(run(folder, 'worktree', 'list').trim().split('\n')).toHaveLength(1);
  });

  it('names what is fixed', async () => {
    const folder = committed(found.error);
    write(folder, 'src/server.js', found.kept['src/server.js'] ?? '');
    expect((await json(folder, '--since', 'main')).comparison?.fixed).toMatchObject([{ rule: 'dp4/connection-per-call', file: 'src/server.js' }]);
  });

  it('judges a folder of the repository, also one that is new', async () => {
    const folder = committed(Object.fromEntries(Object.entries(found.error).map(([path, text]) => [`apps/harbour/${path}`, text])));
    expect((await json(folder, '--since', 'main', 'apps/harbour')).findings).toEqual([]);
    for (const [path, text] of Object.entries(found.error)) write(folder, `apps/lighthouse/${path}`, text);
    expect((await json(folder, '--since', 'main', 'apps/lighthouse')).findings).toHaveLength(1);
  });

  it('reads links as the walk over the disk does', async () => {
    const folder = home({ ...found.error, 'pool.js': server });
    rmSync(join(folder, 'src/server.js'));
    symlinkSync('../pool.js', join(folder, 'src/server.js'));
    run(folder, 'init', '-q');
    run(folder, 'add', '-A');
    run(folder, 'commit', '-q', '-m', 'first');
    expect((await json(folder)).findings.length).toBeGreaterThan(0);
    expect((await json(folder, '--since', 'main')).findings).toEqual([]);
  });

  it('shows what was suppressed then and is not now', async () => {
    const folder = committed({ ...found.error, '.plimsoll/ignore.yml': '- { rule: dp4/connection-per-call, path: src, reason: for now, until: 2027-03-31 }\n' });
    expect((await plimsoll(['check', '--since', 'main'], folder)).code).toBe(0);
    rmSync(join(folder, '.plimsoll'), { recursive: true });
    expect((await plimsoll(['check', '--since', 'main'], folder)).code).toBe(1);
  });

  it('starts no program that the repository names', async () => {
    const folder = committed(found.error);
    run(folder, 'config', 'core.fsmonitor', 'touch started; false');
    run(folder, 'config', 'core.pager', 'touch started');
    run(folder, 'config', 'core.sshCommand', 'touch started; false');
    expect((await plimsoll(['check', '--since', 'main'], folder)).code).toBe(0);
    expect(() => readFileSync(join(folder, 'started'))).toThrow();
  });

  it.each([
    ['nowhere', /--since nowhere: git knows no such commit here; fetch it first/],
    ['--upload-pack=touch started', /names no revision/],
    ['main; touch started', /git knows no such commit/],
    ['', /names no revision/],
  ])('%j is refused', async (revision, message) => {
    const folder = committed(found.error);
    const { code, err } = await plimsoll(['check', `--since=${revision}`], folder);
    expect(code).toBe(2);
    expect(err).toMatch(message);
    expect(() => readFileSync(join(folder, 'started'))).toThrow();
  });

  it('says so where the clone is shallow', async () => {
    const folder = committed(found.error);
    run(folder, 'commit', '-q', '--allow-empty', '-m', 'second');
    const clone = home({});
    run(clone, 'clone', '-q', '--depth', '1', `file://${folder}`, 'harbour');
    const { code, err } = await plimsoll(['check', '--since', 'HEAD~1', 'harbour'], clone);
    expect(code).toBe(2);
    expect(err).toMatch(/--since HEAD~1: this clone is shallow and does not hold HEAD~1; fetch it first/);
  });

  it('needs a repository, and git', async () => {
    const folder = home(found.error);
    expect(await plimsoll(['check', '--since', 'main'], folder)).toMatchObject({ code: 2, err: expect.stringMatching(/needs a work tree of git|git says/) as string });
    const path = process.env['PATH'];
    process.env['PATH'] = folder;
    try {
      expect(await plimsoll(['check', '--since', 'main'], committedWith(path))).toMatchObject({ code: 2, err: 'plimsoll: --since main needs git, which is not installed here\n' });
    } finally {
      process.env['PATH'] = path;
    }
  });

  function committedWith(path: string | undefined): string {
    const nowhere = process.env['PATH'];
    process.env['PATH'] = path;
    const folder = committed(found.error);
    process.env['PATH'] = nowhere;
    return folder;
  }
});

describe('part of a check', () => {
  const environments = {
    ...found.error,
    'deploy/dev/app.yaml':
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: harbour }\nspec: { replicas: 1, selector: { matchLabels: { app: harbour } }, template: { metadata: { labels: { app: harbour } }, spec: { containers: [{ name: harbour, image: harbour }] } } }\n',
    'deploy/prod/app.yaml':
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: harbour }\nspec: { replicas: 3, selector: { matchLabels: { app: harbour } }, template: { metadata: { labels: { app: harbour } }, spec: { containers: [{ name: harbour, image: harbour }] } } }\n',
  };

  it('--principle judges its rules only, in any case, and may be repeated', async () => {
    const folder = home(found.error);
    const report = await json(folder, '--principle', 'dp4', '--principle', 'DP2');
    expect(report.principles.map(({ id }) => id)).toEqual(['DP2', 'DP4']);
    expect(new Set(report.rules.map(({ rule }) => rule.slice(0, 3)))).toEqual(new Set(['dp2', 'dp4']));
    expect((await plimsoll(['check', '--principle', 'DP1'], folder)).code).toBe(0);
    expect((await plimsoll(['check', '--principle', 'DP4'], folder)).code).toBe(1);
  });

  it('--rule judges one rule, with or without its principle', async () => {
    const folder = home(found.error);
    for (const rule of ['dp4/connection-per-call', 'connection-per-call']) expect((await json(folder, '--rule', rule)).rules.map((entry) => entry.rule)).toEqual(['dp4/connection-per-call']);
    expect((await plimsoll(['check', '--rule', 'pool-size-not-set'], folder)).code).toBe(0);
  });

  it('--env judges one environment, by any of its spellings', async () => {
    const folder = home(environments);
    expect((await json(folder)).environments).toEqual(['dev', 'prod']);
    for (const name of ['prod', 'production']) {
      const report = await json(folder, '--env', name);
      expect(report.environments).toEqual(['prod']);
      for (const finding of report.findings) expect(finding.environments).toEqual(['prod']);
    }
  });

  it.each([
    [['--principle', 'DP9'], /there is no principle DP9; principles are DP1, DP2/],
    [['--rule', 'dp4/pool-size-not-said'], /there is no rule dp4\/pool-size-not-said; did you mean dp4\/pool-size-not-set\?/],
    [['--env', 'moon'], /there is no environment moon here; found: dev, prod/],
  ])('%j is refused', async (args, message) => {
    const { code, out, err } = await plimsoll(['check', ...args], home(environments));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
  });
});

describe('a rule that is named in the finding of another', () => {
  const files = {
    'package.json': '{"dependencies":{"express":"5.0.0","request":"2.88.2"}}',
    'src/server.js':
      "import express from 'express';\nimport request from 'request';\nconst app = express();\napp.get('/rates', (req, res) => request.get('https://rates.example/v1').pipe(res));\napp.listen(3000);\n",
  };
  const shown = ({ findings }: CheckReport): readonly string[] =>
    findings.flatMap(({ rule, suppressed, also }) => (rule.includes('http-') ? [`${suppressed ? 'silenced ' : ''}${[rule, ...(also ?? []).map((other) => other.rule)].join(' + ')}`] : []));
  const both = 'dp6/http-call-without-timeout + dp3/http-client-per-call + dp6/external-dependency-without-circuit-breaker';

  it('is ignored, and known, by its own name', async () => {
    const folder = home(files);
    expect(shown(await json(folder))).toEqual([both]);
    write(folder, '.plimsoll/ignore.yml', '- rule: dp3/http-client-per-call\n  reason: measured last week\n  path: src\n  until: 2027-03-31\n');
    expect(shown(await json(folder))).toEqual(['silenced dp3/http-client-per-call', 'dp6/http-call-without-timeout + dp6/external-dependency-without-circuit-breaker']);
    rmSync(join(folder, '.plimsoll/ignore.yml'));
    await plimsoll(['check', '--write-baseline', 'known.json'], folder);
    expect(shown(await json(folder, '--baseline', 'known.json'))).toEqual(['silenced dp3/http-client-per-call', 'silenced dp6/http-call-without-timeout']);
  });

  it('stands for itself when it alone is asked for', async () => {
    expect(shown(await json(home(files), '--rule', 'dp3/http-client-per-call'))).toEqual(['dp3/http-client-per-call']);
  });
});
