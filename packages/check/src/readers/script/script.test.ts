import { describe, expect, it } from 'vitest';
import { fileScript, perform, programOf } from './index.ts';
import type { Performed } from './index.ts';

type Files = Readonly<Record<string, string>>;

function does(text: string, files: Files = {}, variables: Readonly<Record<string, string>> = {}): readonly Performed[] {
  const index = { paths: Object.keys(files).toSorted(), has: (path: string) => Object.hasOwn(files, path), text: (path: string) => files[path] };
  return perform(fileScript('run.sh', text), { cwd: '', variables: new Map(Object.entries(variables)), files: index });
}

const words = (text: string, files: Files = {}, variables: Readonly<Record<string, string>> = {}): readonly string[] =>
  does(text, files, variables).map(({ command }) => command.words.map((word) => word.text).join(' '));

describe('commands', () => {
  it.each([
    ['a 1 && b 2 || c; d | e &', ['a 1', 'b 2', 'c', 'd', 'e']],
    ['a \'x && y\' "z; $W" # rest', ['a x && y z; $W']],
    ['a \\\n  --one \\\n  --two', ['a --one --two']],
    ['if a; then b; elif ! c; then d; fi', ['a', 'b', 'c', 'd']],
    ['for x in 1 2; do a $x; done', ['for x in 1 2', 'a $x']],
    ['A=1 B="2 3" run --x', ['run --x']],
    ['x=$(inner --a "$(deeper)") ', ['deeper', 'inner --a $(deeper)']],
    ['a `b c` d', ['b c', 'a `b c` d']],
    ["cat <<'EOF'\nnot a command\nEOF\nb", ['cat', 'b']],
    ['cat <<-EOF | a -\n\tnot a command\n\tEOF\nb', ['cat', 'a -', 'b']],
    ['a > out.txt 2>&1', ['a']],
    ['a &> /dev/null', ['a']],
    ['sudo -u web env X=1 timeout -k 5 10m nice -n 5 run it', ['run it']],
    ['npx --yes -p harbour run', ['run']],
    ['python3 -m locust -f a.py', ['locust -f a.py']],
    ["bash -ec 'a; b'", ['a', 'b', 'bash -ec a; b']],
    ["a ${{ inputs.x || 'y z' }} b", ["a ${{ inputs.x || 'y z' }} b"]],
    ['{ a; (b; c); }', ['a', 'b', 'c']],
    ['', []],
  ])('%s', (text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  it('places words in their file', () => {
    const [, second] = does('first\n  second \\\n    --limit 5\n');
    expect(second?.at).toEqual({ file: 'run.sh', line: 2, column: 3, endLine: 3, endColumn: 14 });
    const limit = second?.command.words[1];
    expect(limit && second?.script.sourceOf(limit.start, limit.end)).toEqual({ file: 'run.sh', line: 3, column: 5, endLine: 3, endColumn: 12 });
  });

  it('names a program without its path and version', () => {
    expect(does('./bin/k6 run').map(({ command }) => programOf(command))).toEqual(['k6']);
    expect(does('npx artillery@2.0.1 run').map(({ command }) => programOf(command))).toEqual(['artillery']);
  });
});

describe('variables and folders', () => {
  it('puts in what is known, and leaves what is not', () => {
    expect(words('A=load\nrun $A/${B:-x.js} ${C} "${D}"', {}, { D: 'd' })).toEqual(['run load/x.js ${C} d']);
    expect(words('if a; then X=1; else X=2; fi\nrun $X')).toEqual(['a', 'run $X']);
    expect(words('X=$(date)\nrun $X')).toEqual(['date', 'run $X']);
    expect(words('run $1', {}, { 1: 'prod' })).toEqual(['run prod']);
    expect(words('f() {\n  run $1\n}\nf $1', {}, { 1: 'prod' })).toEqual(['f', 'run $1', 'f prod']);
  });

  it('follows cd, but not out of a subshell or the repository', () => {
    const folders = (text: string): readonly string[] => does(text).map(({ cwd }) => cwd);
    expect(folders('a; cd x/y; b; cd ..; c')).toEqual(['', 'x/y', 'x']);
    expect(folders('(cd x; a); b')).toEqual(['x', '']);
    expect(folders('d=$(cd x && pwd); b')).toEqual(['x', '']);
    expect(folders('cd ../..; a')).toEqual(['']);
    expect(folders('cd "$UNKNOWN"; a')).toEqual(['']);
  });
});

describe('called scripts', () => {
  const files: Files = {
    'package.json': '{ "name": "fruits", "scripts": { "load": "npm run load:all -- --quiet", "load:all": "k6 run load.js" } }',
    'apps/orders/package.json': '{ "name": "@harbour/orders", "scripts": { "load": "artillery run load.yml" } }',
    Makefile: '.PHONY: load\nSCRIPT ?= load.js\n\nload: prepare ## Runs load\n\t@-k6 run $(SCRIPT) \\\n\t  --quiet\n\nprepare:\n\t@echo $$HOME\n',
    'tools/ship.sh': '#!/usr/bin/env bash\nhere=$(cd "$(dirname "$0")" && pwd)\n"$here/step.sh"\n',
    'tools/step.sh': 'k6 run load.js\n',
    'judge.py': 'import sys\n',
  };

  it.each([
    ['npm run load', 'k6 run load.js'],
    ['yarn load:all', 'k6 run load.js'],
    ['pnpm --filter @harbour/orders load', 'artillery run load.yml'],
    ['npm run load -w @harbour/orders', 'artillery run load.yml'],
    ['npm --prefix apps/orders run load', 'artillery run load.yml'],
    ['make load', 'k6 run load.js --quiet'],
    ['make -C . load SCRIPT=other.js', 'k6 run other.js --quiet'],
    ['./tools/ship.sh', 'k6 run load.js'],
    ['source tools/step.sh', 'k6 run load.js'],
  ])('%s', (command, expected) => {
    expect(words(command, files)).toContain(expected);
  });

  it('keeps the call, the line in the script and whether its failure counts', () => {
    const [, , act] = does('set -e\nmake load', files);
    expect(act).toMatchObject({ at: { file: 'run.sh', line: 2 }, via: { file: 'Makefile', line: 5 }, ignoresFailure: true });
    expect(does('python3 judge.py results.json', files)[0]?.program).toMatchObject({ file: 'judge.py' });
  });

  it.each(['npm install', 'npm load', 'yarn install', 'make nothing', './gone.sh', 'bash ../outside.sh', 'bash /etc/profile', 'python3 gone.py'])('is silent on: %s', (command) => {
    expect(does(command, files)).toHaveLength(1);
  });

  it('bounds what calls itself', () => {
    expect(does('make a', { Makefile: 'a: b\n\tmake b\nb: a\n\tmake a\n' }).length).toBeLessThan(20);
    expect(does('./a.sh', { 'a.sh': `#!/bin/sh\n${'./a.sh\n'.repeat(100)}` }).length).toBeLessThan(200);
  });
});
