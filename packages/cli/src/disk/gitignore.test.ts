import { describe, expect, it } from 'vitest';
import { gitignore } from './gitignore.ts';

const ignores = (patterns: string, path: string): boolean => gitignore(patterns)(path).ignored;

describe('a pattern of .gitignore', () => {
  it.each([
    ['*.log', 'crate.log'],
    ['*.log', 'deck/hold/crate.log'],
    ['hold', 'deck/hold/crate.txt'],
    ['hold/', 'deck/hold/'],
    ['hold/', 'deck/hold/crate.txt'],
    ['/hold', 'hold'],
    ['deck/*.txt', 'deck/crate.txt'],
    ['**/hold', 'deck/hold'],
    ['deck/**', 'deck/hold/crate.txt'],
    ['deck/**/crate', 'deck/crate'],
    ['deck/**/crate', 'deck/a/b/crate'],
    ['crate?', 'crate1'],
    ['crate[0-9].tx[!a]', 'crate7.txt'],
    ['report.[0-9]*.[0-9]*.[0-9]*.[0-9]*.json', 'report.1.22.333.4.json'],
    ['\\#crate', '#crate'],
    ['\\!crate', '!crate'],
    ['crate\\*', 'crate*'],
    ['crate   ', 'crate'],
    ['[crate', '[crate'],
    ['crate\r\nbarrel\r\n', 'crate'],
    ['*', 'deck'],
  ])('%j leaves out %s', (pattern, path) => expect(ignores(pattern, path)).toBe(true));

  it.each([
    ['*.log', 'crate.login'],
    ['/hold', 'deck/hold'],
    ['hold/', 'deck/hold'],
    ['deck/*.txt', 'deck/hold/crate.txt'],
    ['deck/*.txt', 'ship/deck/crate.txt'],
    ['deck/**', 'deck/'],
    ['crate?', 'crate'],
    ['crate[0-9]', 'crateA'],
    ['crate[!0-9]', 'crate1'],
    ['# crate', '# crate'],
    ['', 'crate'],
    ['/', 'crate'],
    ['crate\\*', 'crates'],
    ['Crate', 'crate'],
  ])('%j keeps %s', (pattern, path) => expect(ignores(pattern, path)).toBe(false));

  it('is taken back by a later one with !', () => {
    expect(gitignore('*.log\n!keep.log')('keep.log')).toEqual({ ignored: false, unignored: true });
    expect(ignores('!keep.log\n*.log', 'keep.log')).toBe(true);
  });

  it('is not taken back inside a folder that is left out', () => expect(ignores('deck/\n!deck/crate', 'deck/crate')).toBe(true));

  it('costs little, however many wildcards it has', () => {
    const began = performance.now();
    expect(ignores(`${'*a'.repeat(100)}b`, 'a'.repeat(250))).toBe(false);
    expect(ignores(`${'**/a/'.repeat(100)}b`, `${'a/'.repeat(64)}a`)).toBe(false);
    expect(performance.now() - began).toBeLessThan(1000);
  });
});
