import { readFileSync, readdirSync } from 'node:fs';
import type { CheckReport } from '@plimsoll/contract';
import { lintSlos, readSloFile, sloRules } from '@plimsoll/slo';
import { describe, expect, it } from 'vitest';
import { readPage } from '../../packages/check/src/testing/page.ts';
import type { PageCase } from '../../packages/check/src/testing/page.ts';

const folder = new URL('../../packages/slo/src/lint/rules/', import.meta.url);

const lint = ({ files, today }: PageCase): CheckReport =>
  lintSlos(
    Object.entries(files).map(([path, text]) => ({ path, text, file: readSloFile(path, text) ?? { slos: [], unread: [], problems: [] } })),
    { today, version: '0.0.0' },
  );

describe.each(sloRules)('the page of $id', (rule) => {
  const page = readPage(readFileSync(new URL(`${rule.id.replace('slo/', '')}.md`, folder), 'utf8'));
  it('says what the rule says', () => {
    expect([page.title, page.summary]).toEqual([rule.id, rule.summary]);
    expect(page.headings).toEqual(['Why', 'Fails', 'Passes', 'When to switch it off']);
    expect(new Set(page.cases.map(({ section }) => section))).toEqual(new Set(['Fails', 'Passes']));
  });
  it.each(page.cases)('$section $name', (example) => {
    const report = lint(example);
    const own = report.findings.filter((finding) => finding.rule === rule.id);
    const kept = report.rules.find((summary) => summary.rule === rule.id)?.kept ?? 0;
    const places = own.map(({ location, message }) => ({ file: location?.file, line: location?.line, column: location?.column, endColumn: location?.endColumn, message }));
    expect(places).toEqual(example.markers);
    expect(own.length > 0).toBe(example.section === 'Fails');
    if (example.section === 'Passes') expect(kept > 0).toBe(example.applies);
  });
});

it('every page has its rule', () =>
  expect(
    readdirSync(folder)
      .filter((name) => name.endsWith('.md'))
      .map((name) => `slo/${name.replace('.md', '')}`)
      .toSorted(),
  ).toEqual(sloRules.map(({ id }) => id).toSorted()));
