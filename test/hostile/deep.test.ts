import { describe, expect, it } from 'vitest';
import { deepFiles } from './deep.ts';
import { hangsAfterMs, judge, neighbour, neighbourNote, unreadIn } from './reading.ts';

/** Read to the end whatever their depth: formats without a nesting of their own, or values that nothing looks into. */
const readWhole: ReadonlySet<string> = new Set([
  'ts: labels',
  'package.json: arrays',
  'package.json: objects',
  'tsconfig.json: objects',
  'hcl: traversals',
  'hcl: long chain of locals',
  'helm: flow sequences',
  'helm: flow mappings',
  'helm: one-line sequences',
  'artillery: flow sequences',
  'artillery: flow mappings',
  'artillery: one-line sequences',
  'env: interpolation',
  'spring: placeholders',
  'properties: continuations',
  'dockerfile: continuations',
  'dockerfile: arguments',
  'procfile: quotes',
  'workflow: expressions',
  'shell script',
  'makefile',
  'markdown: lists',
  'markdown: quotes',
  'markdown: indented lists',
  'markdown: emphasis',
  'markdown: front matter',
  'prisma: brackets',
]);

describe('100,000 levels deep', () => {
  it.each(deepFiles(100_000))(
    '$name',
    async ({ name, path, text, beside }) => {
      const report = await judge({ ...neighbour, ...beside, [path]: text });
      expect(report.internalErrors).toEqual([]);
      const noted = unreadIn(report).filter((note) => note.startsWith(`${path}:`));
      if (!readWhole.has(name)) expect(noted, 'what was left out is said').not.toEqual([]);
      expect(noted.length, 'and not a thousand times').toBeLessThanOrEqual(100);
      expect(unreadIn(report), 'the rest is read').toContainEqual(neighbourNote);
    },
    hangsAfterMs,
  );
});

describe('450 levels deep, below the limits of most readers', () => {
  it.each(deepFiles(450))(
    '$name',
    async ({ path, text, beside }) => {
      const report = await judge({ ...beside, [path]: text });
      expect(report.internalErrors).toEqual([]);
    },
    hangsAfterMs,
  );
});
