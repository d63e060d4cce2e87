import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { check } from '../engine/check.ts';
import { memoryFiles } from '../testing/memory-files.ts';
import { readPage } from '../testing/page.ts';
import type { PageCase } from '../testing/page.ts';
import { rules } from './registry.ts';

const required = ['Why', 'Fails', 'Passes', 'When to switch it off'];

describe.each(rules.map((rule) => ({ rule, id: rule.id })))('$id', ({ rule }) => {
  const page = readPage(readFileSync(new URL(`./${rule.id}.md`, import.meta.url), 'utf8'));

  it('has a page that says what it is', () => {
    expect(page.title).toBe(rule.id);
    expect(page.summary).toBe(rule.summary);
    for (const heading of required) expect(page.headings).toContain(heading);
    expect(page.cases.some(({ section }) => section === 'Fails')).toBe(true);
    expect(page.cases.some(({ section }) => section === 'Passes')).toBe(true);
  });

  it.each(page.cases.map((example, index) => ({ example, name: `${example.section} ${example.name || index + 1}` })))('$name', async ({ example }) => {
    const report = await run(example);
    expect(report.internalErrors).toEqual([]);
    const own = report.findings.filter((finding) => finding.rule === rule.id);
    const summary = report.rules.find((entry) => entry.rule === rule.id);
    const state = example.section === 'Undecided' ? 'undecided' : 'broken';
    const shown = own.filter((finding) => finding.state === state);
    const placed = shown.flatMap((finding) => [finding.location, ...finding.places].flatMap((source) => (source ? [{ source, message: finding.message }] : [])));

    if (example.section === 'Passes') {
      expect(own.map((finding) => `${finding.state}: ${finding.message}`)).toEqual([]);
      if (example.applies) expect(summary?.kept, 'a passing example is kept, not overlooked').toBeGreaterThan(0);
      else expect((summary?.kept ?? 0) + (summary?.broken ?? 0) + (summary?.undecided ?? 0)).toBe(0);
      return;
    }
    expect(placed.map(({ source, message }) => `${source.file}:${source.line}:${source.column}-${source.endLine === source.line ? source.endColumn : '…'} ${message}`).toSorted()).toEqual(
      example.markers
        .map((marker) => {
          const hit = placed.find(({ source, message }) => source.file === marker.file && source.line === marker.line && source.column === marker.column && message.includes(marker.message));
          const end = hit && hit.source.endLine !== hit.source.line ? '…' : marker.endColumn;
          return `${marker.file}:${marker.line}:${marker.column}-${end} ${hit?.message ?? marker.message}`;
        })
        .toSorted(),
    );
    if (example.severity) expect([...new Set(shown.map(({ severity }) => severity))]).toEqual([example.severity]);
    const unplaced = shown.filter((finding) => finding.location === null).map((finding) => finding.message);
    expect(unplaced).toEqual(example.expected);
    expect(shown.length, 'a failing example has a finding').toBeGreaterThan(0);
  });
});

function run(example: PageCase) {
  const files = memoryFiles(example.files);
  return check(files, {
    today: example.today,
    version: 'test',
    stats: { files: files.paths.length, bytes: 0 },
    runs: () => Promise.resolve(example.runs && { place: '.plimsoll/runs', runs: example.runs }),
  });
}
