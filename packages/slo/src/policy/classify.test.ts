import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change, ClassRule } from '../index.ts';
import { changeClasses, classify } from '../index.ts';

const source = { file: 'slo.yml', line: 1, column: 1, endLine: 1, endColumn: 1 };
const rules: readonly ClassRule[] = [
  { change: 'config', labels: ['settings'], paths: ['config'], source },
  { change: 'rollback', labels: ['revert'], paths: [], source },
  { change: 'feature', labels: [], paths: ['src'], source },
];
const isNamed = (pattern: string, path: string): boolean => path.startsWith(`${pattern}/`);
const change = (of: Partial<Change>, by: readonly ClassRule[] | null = rules): string => classify({ stated: null, labels: [], paths: null, ...of }, by, isNamed).change;

describe('the class of a change', () => {
  it.each<[string, Partial<Change>, string]>([
    ['a mapped label', { labels: ['Revert'] }, 'rollback'],
    ['of two the most demanding', { labels: ['revert', 'settings'] }, 'config'],
    ['a label that is mapped to nothing', { labels: ['fix'] }, 'feature'],
    ['files that one class names', { paths: ['config/a.yml', 'config/b.yml'] }, 'config'],
    ['one file that no class names', { paths: ['config/a.yml', 'readme.md'] }, 'feature'],
    ['a label beside a file that no class names', { labels: ['revert'], paths: ['readme.md'] }, 'rollback'],
    ['a label does not lower what a file demands', { labels: ['revert'], paths: ['src/a.ts'] }, 'feature'],
    ['no file at all', { paths: [] }, 'feature'],
    ['nothing', {}, 'feature'],
  ])('%s', (_, of, expected) => expect(change(of)).toBe(expected));
  it('is its label where the policy maps none', () => expect([change({ labels: ['security'] }, null), change({ labels: ['constructor'] }, null)]).toEqual(['security', 'feature']));
  it('says what says so', () => {
    expect(classify({ stated: 'fix', labels: ['settings'], paths: ['config/a.yml'] }, rules, isNamed).evidence).toEqual(['stated as fix', 'the label settings says config', 'config/a.yml is config']);
    expect(classify({ stated: null, labels: [], paths: Array.from({ length: 9 }, (_, index) => `${index}.md`) }, rules, isNamed).evidence).toEqual([
      'no class names 0.md, 1.md, 2.md, 3.md, 4.md and 4 more, so it is a feature',
    ]);
  });
  it('is never lowered by more evidence', () => {
    const demanding = ['rollback', 'security', 'fix', 'reliability', 'config', 'feature'];
    fc.assert(
      fc.property(fc.constantFrom(...changeClasses), fc.subarray(['settings', 'revert', 'other']), fc.subarray(['config/a', 'src/b', 'c']), (stated, labels, paths) => {
        const [one, more] = [change({ stated }), change({ stated, labels, paths })];
        return demanding.indexOf(more) >= demanding.indexOf(one);
      }),
      { numRuns: 200 },
    );
  });
});
