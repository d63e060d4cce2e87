import { describe, expect, it } from 'vitest';
import { readDecision, supersessionOf } from './index.ts';
import type { DecisionRecord } from './index.ts';

const record = (name: string, status: string, more = ''): DecisionRecord => {
  const read = readDecision(`docs/adr/${name}`, `# ${name}\n\n## Status\n\n${status}\n\n## Decision\n\nx\n${more}`);
  if (!read) throw new Error(`${name} is no record`);
  return read;
};
const links = (...records: readonly DecisionRecord[]): readonly string[] => supersessionOf(records).links.map(({ earlier, later, saidBy }) => `${earlier.number} → ${later.number} (${saidBy})`);
const notes = (...records: readonly DecisionRecord[]): readonly string[] => supersessionOf(records).notes.map(({ file, line, message }) => `${file}:${line} ${message}`);

describe('supersession', () => {
  const one = record('0001-a.md', 'Accepted');
  it.each([
    ['the later, by link', 'Accepted\n\nSupersedes [1. A](0001-a.md)'],
    ['the later, by number', 'Accepted. Supersedes ADR-0001.'],
    ['the later, in German', 'Akzeptiert, ersetzt ADR-1'],
  ])('said by %s', (_, status) => expect(links(one, record('0002-b.md', status))).toEqual(['0001 → 0002 (later)']));
  it('said by the earlier', () => expect(links(record('0001-a.md', 'Superseded by [2](0002-b.md)'), record('0002-b.md', 'Accepted'))).toEqual(['0001 → 0002 (earlier)']));
  it('said by both, also as adr-tools spells it', () =>
    expect(links(record('0001-a.md', 'Superceded by [2. B](0002-b.md)'), record('0002-b.md', 'Accepted\n\nSupercedes [1. A](0001-a.md)'))).toEqual(['0001 → 0002 (both)']));
  it('said in the front matter', () => {
    const later = readDecision('docs/adr/0002-b.md', '---\nstatus: accepted\nsupersedes: ["0001"]\n---\n# B\n\n## Decision\n\nx\n');
    expect(later && links(one, later)).toEqual(['0001 → 0002 (later)']);
  });
  it('among trees that number alike means the own one', () => {
    const other = readDecision('services/b/adr/0001-a.md', '# A\n\n## Status\n\nAccepted\n\n## Decision\n\nx\n');
    expect(other && supersessionOf([one, other, record('0002-b.md', 'Supersedes ADR-1')]).links.map(({ earlier }) => earlier.file)).toEqual(['docs/adr/0001-a.md']);
  });
  it('tells a record that is not there, and no sentence', () => {
    expect(notes(record('0001-a.md', 'Superseded by [9](0009-z.md)'))).toEqual(['docs/adr/0001-a.md:5 superseded by `0009-z.md`, which is no record here']);
    expect(notes(record('0001-a.md', 'Superseded by a later decision'))).toEqual([]);
  });
  it('tells a circle once', () => {
    const circle = [record('0001-a.md', 'Superseded by [2](0002-b.md)'), record('0002-b.md', 'Superseded by [3](0003-c.md)'), record('0003-c.md', 'Superseded by [1](0001-a.md)')];
    expect(notes(...circle)).toEqual(['docs/adr/0001-a.md:5 supersedes itself in a circle: 0001 → 0002 → 0003 → 0001; say which of them holds']);
  });
});
