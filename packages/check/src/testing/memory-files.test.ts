import { describe, expect, it } from 'vitest';
import { memoryFiles } from './memory-files.ts';

describe('files in memory', () => {
  const files = memoryFiles({ 'b.ts': 'export {};', 'a.ts': '' });

  it('are listed in order and read as they are', () => {
    expect(files.paths).toEqual(['a.ts', 'b.ts']);
    expect(files.text('b.ts')).toBe('export {};');
    expect(files.text('a.ts')).toBe('');
  });

  it('know nothing else, also not what every object has', () => {
    for (const path of ['c.ts', 'constructor', '__proto__', 'toString']) {
      expect(files.has(path)).toBe(false);
      expect(files.text(path)).toBeUndefined();
    }
  });
});
