import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { missing, run, stepsOf } from './tutorial.ts';

/* Every tutorial is followed as it is written: its files, its commands, what they print and what they end with. */

const folder = new URL('../../docs/tutorials/', import.meta.url);
const tutorials = readdirSync(folder)
  .filter((name) => name !== 'readme.md')
  .map((name) => ({ name, text: readFileSync(new URL(name, folder), 'utf8') }));
// A tutorial calls it; where it is missing, that one is skipped.
const hasPromtool = spawnSync('promtool', ['--version']).error === undefined;
if (!hasPromtool && process.env['CI'] === 'true' && process.platform === 'linux') throw new Error('promtool is missing: install prometheus, as a tutorial calls it');

describe('the tutorials', () => {
  it('are four, each with commands', () => {
    expect(tutorials.map(({ name }) => name)).toEqual(['adopt.md', 'first-slo.md', 'gate-in-ci.md', 'size-a-pool.md']);
    for (const { text } of tutorials) expect(stepsOf(text).filter(({ kind }) => kind === 'command').length).toBeGreaterThan(8);
  });

  for (const { name, text } of tutorials) {
    it.skipIf(!hasPromtool && text.includes('$ promtool'))(
      `${name} does what it says`,
      () => {
        const wrong = run(stepsOf(text)).flatMap((ran) => [
          ...(ran.command.exits.includes(ran.code) ? [] : [`${ran.command.line} ended with ${ran.code}, not ${ran.command.exits.join(' or ')}:\n${ran.out.join('\n')}`]),
          ...missing(ran).map((line) => `${ran.command.line} did not print “${line}”, but\n${ran.out.join('\n')}`),
        ]);
        expect(wrong).toEqual([]);
      },
      180_000,
    );
  }
});

describe('a tutorial that is wrong', () => {
  it('is noticed: another code, a line that does not come, a line that comes too late', () => {
    const page = '```txt file=a.txt\none\ntwo\n```\n\n```console\n$ cat a.txt\ntwo\none\n$ cat b.txt\n…\n$ false\n$ echo $?\n1\n```\n';
    const [first, second, third, fourth] = run(stepsOf(page));
    expect(first && missing(first)).toEqual(['one']);
    expect(second?.code).toBe(1);
    expect(second?.command.exits).toEqual([0]);
    expect(third?.command.exits).toEqual([third?.code]);
    expect(fourth?.out).toEqual(['1']);
  });
});
