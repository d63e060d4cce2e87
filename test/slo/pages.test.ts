import { readFileSync, readdirSync } from 'node:fs';
import type { CheckReport } from '@plimsoll/contract';
import { lintSlos, readFacts, readSloFile, sloRules } from '@plimsoll/slo';
import { describe, expect, it } from 'vitest';
import { readPage } from '../../packages/check/src/testing/page.ts';
import type { PageCase } from '../../packages/check/src/testing/page.ts';
import { listedPrometheus } from './listed.ts';

const folder = new URL('../../packages/slo/src/lint/rules/', import.meta.url);

/** The files of an example; a block named `prometheus` says what that server holds. */
async function lint({ files, today }: PageCase): Promise<CheckReport> {
  const { prometheus, ...texts } = files;
  const linted = Object.entries(texts).map(([path, text]) => ({ path, text, file: readSloFile(path, text) ?? { slos: [], unread: [], problems: [] } }));
  const slos = linted.flatMap(({ file }) => file.slos);
  const live = prometheus === undefined ? null : await readFacts(listedPrometheus(prometheus), slos, 'otel', Date.parse(today));
  return lintSlos(linted, { today, version: '0.0.0', live });
}

describe.each(sloRules)('the page of $id', (rule) => {
  const page = readPage(readFileSync(new URL(`${rule.id.replace('slo/', '')}.md`, folder), 'utf8'));
  it('says what the rule says', () => {
    expect([page.title, page.summary]).toEqual([rule.id, rule.summary]);
    const sections = ['Fails', 'Passes', ...(page.headings.includes('Undecided') ? ['Undecided'] : [])];
    expect(page.headings).toEqual(['Why', ...sections, 'When to switch it off']);
    expect([...new Set(page.cases.map(({ section }) => section))]).toEqual(sections);
  });
  it.each(page.cases)('$section $name', async (example) => {
    const report = await lint(example);
    const own = report.findings.filter((finding) => finding.rule === rule.id);
    const kept = report.rules.find((summary) => summary.rule === rule.id)?.kept ?? 0;
    const places = own.map(({ location, message }) => ({ file: location?.file, line: location?.line, column: location?.column, endColumn: location?.endColumn, message }));
    expect(places).toEqual(example.markers);
    expect([...new Set(own.map(({ state }) => state))]).toEqual(example.section === 'Passes' ? [] : [example.section === 'Fails' ? 'broken' : 'undecided']);
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
