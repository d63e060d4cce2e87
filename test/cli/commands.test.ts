import { readFileSync, readdirSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { rules } from '@plimsoll/check/rules';
import { sloRules } from '@plimsoll/slo';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitCodes } from '../../packages/cli/src/exit-codes.ts';
import { found, plimsoll, repository } from './session.ts';

let home = repository({});
beforeAll(() => {
  home = repository(found.kept);
});
afterAll(() => home.remove());

describe('plimsoll', () => {
  it('alone explains itself on a small screen, and says where to begin', async () => {
    const { code, out, err } = await plimsoll([], home.folder);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const lines = out.trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(15);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(out).toContain('\nBegin with npx plimsoll check in ');
    const coloured = (await plimsoll([], home.folder, { colour: true })).out;
    expect(coloured).not.toBe(out);
    expect(stripVTControlCharacters(coloured)).toBe(out);
  });

  it('alone names only commands that there are', async () => {
    const [{ out }, { out: help }] = [await plimsoll([], home.folder), await plimsoll(['--help'], home.folder)];
    const named = [...out.matchAll(/^ {2}plimsoll ([a-z]+)/gm)].map(([, command = '']) => command);
    expect(named.length).toBeGreaterThan(4);
    for (const command of named) expect(help).toMatch(new RegExp(`^ {2}${command} +\\w`, 'm'));
  });

  it.each([['--help'], ['-h'], ['help']])('%j lists the commands', async (...args) => {
    const { code, out, err } = await plimsoll(args, home.folder);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const command of ['check', 'explain', 'map']) expect(out).toMatch(new RegExp(`^  ${command} +\\w`, 'm'));
    for (const exit of Object.values(exitCodes)) expect(out).toMatch(new RegExp(`\\b${exit} \\w`));
  });

  it.each(['init', 'check', 'explain', 'map', 'doctor', 'tour'])('%s --help prints its own page', async (command) => {
    for (const option of ['--help', '-h']) {
      const { code, out, err } = await plimsoll([command, option], home.folder);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toMatch(new RegExp(`^usage: plimsoll ${command}`));
    }
  });

  it.each([
    ['map', ['--format', '--env', '--today', '--help']],
    ['scale', ['--env', '--today', '--help']],
    ['gate', ['--today', '--help']],
    ['history', ['--history', '--service', '--scenario', '--format', '--today', '--help']],
  ])('the page of %s names %j, which it takes', async (command, options) => {
    const { out } = await plimsoll([command, '--help'], home.folder);
    for (const option of options) expect(out).toMatch(new RegExp(`${option}(?![\\w-])`));
  });

  it.each(['--version', '-V'])('%s prints the version', async (option) => {
    const manifest = JSON.parse(readFileSync(new URL('../../packages/cli/package.json', import.meta.url), 'utf8')) as { version: string };
    expect(await plimsoll([option], home.folder)).toEqual({ code: 0, out: `${manifest.version}\n`, err: '' });
  });

  it.each(['sail', 'constructor', '__proto__', '', '--unknown'])('there is no command %j', async (name) => {
    const { code, out, err } = await plimsoll([name], home.folder);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toBe(`plimsoll: there is no command ${name}; plimsoll --help lists them all\n`);
  });
});

describe('the directory', () => {
  it.each(['check', 'map'])('of %s is the current one when none is named', async (command) => {
    const here = await plimsoll([command, '--format', 'json'], home.folder);
    const named = await plimsoll([command, '--format', 'json', '.'], home.folder);
    expect(here.code).toBe(0);
    expect(withoutTime(here.out)).toBe(withoutTime(named.out));
  });

  it.each([
    ['check', 'missing', /^plimsoll: missing does not exist; give the directory of a repository\n$/],
    ['map', 'missing', /^plimsoll: missing does not exist/],
    ['check', 'package.json', /^plimsoll: package\.json is not a directory/],
  ])('%s %s is refused', async (command, directory, message) => {
    const { code, out, err } = await plimsoll([command, directory], home.folder);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
  });

  it('is one at a time', async () => {
    const { code, err } = await plimsoll(['check', '.', 'src'], home.folder);
    expect(code).toBe(2);
    expect(err).toContain('one directory at a time');
  });
});

describe('wrong arguments are named, with what would be right', () => {
  it.each([
    [['check', '--today', 'tomorrow'], /--today tomorrow is not a date; write YYYY-MM-DD/],
    [['check', '--today', '2026-02-30'], /--today 2026-02-30 is not a date/],
    [['check', '--today', '2026-1-1'], /is not a date/],
    [['check', '--today'], /--today/],
    [['check', '--format', 'pdf'], /there is no format pdf; formats are text, json, sarif, junit, markdown, html, github/],
    [['check', '--format', 'text', '--format', 'json'], /only one format can go to standard output/],
    [['check', '--format', 'json='], /--format json= names no file/],
    [['check', '--format', 'json=a', '--format', 'html=a'], /two formats would be written to a/],
    [['check', '--format', 'json=a', '--format', 'html=./b/../a'], /two formats would be written to \.\/b\/\.\.\/a/],
    [['check', '--fail-on', 'often'], /--fail-on often: choose error, warning, info, undecided or never/],
    [['check', '--loud'], /^plimsoll: there is no option --loud here; --help lists what there is\n$/],
    [['slo', 'lint', '-x'], /^plimsoll: there is no option -x here; --help lists what there is\n$/],
    [['explain', '--loud'], /^plimsoll: there is no option --loud here; --help lists what there is\n$/],
    [['check', '--env'], /^plimsoll: --env needs a value\n$/],
    [['check', '--format', '--all'], /^plimsoll: --format needs a value; one that begins with a dash is written --format=-…\n$/],
    [['pool', '--cores', '-4'], /^plimsoll: --cores needs a value; one that begins with a dash is written --cores=-…\n$/],
    [['check', '--all=no'], /^plimsoll: --all takes no value\n$/],
    [['map', '--format', 'pdf'], /there is no map format pdf; formats are text, json, mermaid/],
    [['map', '--env', 'moon'], /there is no environment moon here; found: default/],
    [['explain', 'dp4/pool-size-not-known'], /there is no rule dp4\/pool-size-not-known/],
    [['explain', 'pool'], /did you mean dp4\//],
    [['explain', 'dp4/pool-size-not-set', 'dp1/one-machine-for-everything'], /one rule/],
  ])('%j', async (args, message) => {
    const { code, out, err } = await plimsoll(args, home.folder);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^plimsoll: /);
    expect(err).toMatch(message);
    expect(err, 'no stack').not.toMatch(/\n {4}at /);
  });
});

describe('explain', () => {
  it('lists all rules', async () => {
    const { code, out } = await plimsoll(['explain'], home.folder);
    expect(code).toBe(0);
    expect(out.trimEnd().split('\n')).toHaveLength(rules.length + sloRules.length);
  });

  it.each([...rules, ...sloRules].map(({ id, summary }) => ({ id, summary })))('$id prints its page', async ({ id, summary }) => {
    const { code, out, err } = await plimsoll(['explain', id], home.folder);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain(summary);
    expect(out).toMatch(/Why/);
  });

  it('takes --help anywhere', async () => expect((await plimsoll(['explain', 'pool-size-not-set', '--help'], home.folder)).out).toMatch(/^usage: plimsoll explain/));

  it('finds a rule without its principle', async () => {
    expect(await plimsoll(['explain', 'pool-size-not-set'], home.folder)).toEqual(await plimsoll(['explain', 'dp4/pool-size-not-set'], home.folder));
  });
});

describe('map', () => {
  it.each([
    ['text', /src\/server\.js:7/],
    ['mermaid', /^(?:flowchart|graph) /m],
  ])('in %s', async (format, content) => {
    const { code, out, err } = await plimsoll(['map', '--format', format], home.folder);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(content);
  });

  it('in JSON, also for one environment', async () => {
    const { code, out } = await plimsoll(['map', '--format', 'json', '--env', 'default'], home.folder);
    expect(code).toBe(0);
    expect(JSON.stringify(JSON.parse(out))).toContain('src/server.js');
  });
});

describe('an environment', () => {
  it.each([
    ['map', '--format', 'json'],
    ['scale', '--rate', '50/s'],
    ['check', '--format', 'json'],
  ])('of %s may be spelled otherwise than in the repository', async (...args) => {
    const { folder, remove } = repository({
      'kustomization.yaml': 'resources: []\n',
      ...Object.fromEntries(
        ['prod', 'stage'].map((name) => [
          `overlays/${name}/api.yaml`,
          `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: api }\nspec: { replicas: 2, template: { spec: { containers: [{ name: api, image: api }] } } }\n`,
        ]),
      ),
      ...Object.fromEntries(['prod', 'stage'].map((name) => [`overlays/${name}/kustomization.yaml`, 'resources: [api.yaml]\n'])),
    });
    const environments = (JSON.parse((await plimsoll(['map', '--format', 'json'], folder)).out) as { environments: { environment: string }[] }).environments.map(({ environment }) => environment);
    expect(environments).toEqual(['prod', 'stage']);
    const session = await plimsoll([...args, '--env', 'production'], folder);
    const same = await plimsoll([...args, '--env', 'prod'], folder);
    const moon = await plimsoll([...args, '--env', 'moon'], folder);
    remove();
    expect({ ...session, out: withoutTime(session.out) }).toEqual({ ...same, out: withoutTime(same.out) });
    expect(moon).toMatchObject({ code: 2, err: 'plimsoll: there is no environment moon here; found: prod, stage\n' });
  });
});

describe('nothing is written into the repository that is read', () => {
  it.each([['map'], ['explain'], ['check', '--no-cache'], ['adr', 'list'], ['debt', 'due'], ['scale', '--rate', '50/s'], ['slo', 'lint']])('by %s', async (...args) => {
    const { folder, remove } = repository(found.kept);
    const before = listed(folder);
    await plimsoll(args, folder);
    const after = listed(folder);
    remove();
    expect(after.filter((path) => !path.startsWith('.plimsoll/') && path !== '.plimsoll')).toEqual(before);
  });

  it('nor in .plimsoll by --no-cache', async () => {
    const { folder, remove } = repository(found.kept);
    await plimsoll(['check', '--no-cache'], folder);
    const after = listed(folder);
    remove();
    expect(after).not.toContain('.plimsoll');
  });

  it('but the cache of check, which git does not see', async () => {
    const { folder, remove } = repository(found.kept);
    await plimsoll(['check'], folder);
    const written = listed(folder).filter((path) => path.startsWith('.plimsoll'));
    remove();
    expect(written).toEqual(['.plimsoll', '.plimsoll/cache', '.plimsoll/cache/.gitignore', '.plimsoll/cache/reports.json']);
  });
});

function listed(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted();
}

function withoutTime(text: string): string {
  return text.replace(/"ms": \d+/, '"ms": 0').replace(/"parsed": \d+/, '"parsed": 0'); // the second run has nothing to parse
}
