import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { check, memoryFiles } from '@plimsoll/check';
import type { CheckReport } from '@plimsoll/contract';
import { htmlReport, jsonReport } from '@plimsoll/report';

const judged = (files: Readonly<Record<string, string>>): Promise<CheckReport> => check(memoryFiles(files), { today: '2026-11-23', version: 'test', stats: { files: 1, bytes: 1 } });
const page = async (files: Readonly<Record<string, string>>): Promise<string> => {
  const report = await judged(files);
  return htmlReport(report, { rules: [], name: 'harbour', textOf: (file) => files[file] });
};
const adr =
  '# 1. Put <berths> on a queue\n\n## Status\n\nAccepted\n\n## Decision\n\nx\n\n## Performance Impact\n\n- Design target: 1000 req/s at P95 < 200ms\n- Load test result: 1200 req/s at P95 = 245ms ✅\n\n### Performance Debt Accepted\n\n- No CDN (PERF-1), due Q3 2026\n';
const files = {
  'docs/adr/0001-queue.md': adr,
  'docs/performance-debt.yml': 'debts:\n  - { id: PERF-1, title: "No <CDN>", owner: charts, target: Q3 2026, adr: ADR-1 }\n  - { id: PERF-2, title: Later, owner: charts, target: Q1 2027 }\n',
};

describe('the page of decisions and debt', () => {
  it('links a decision with its debt, and back', async () => {
    const text = await page(files);
    expect(text).toContain('<tr id="decision-docs-adr-0001-queue-md">');
    expect(text).toContain('<a href="#debt-PERF-1">PERF-1</a>');
    expect(text).toMatch(/<tr id="debt-PERF-1">[\s\S]*?<a href="#decision-docs-adr-0001-queue-md">0001<\/a>/);
  });
  it('leads from a broken claim to its finding', async () => {
    const text = await page(files);
    const fingerprint = /<a href="#(f-[0-9a-f]{16})"><span class="state error">✗ broken<\/span><\/a> Load test result/.exec(text)?.[1];
    expect(fingerprint === undefined ? text : text.includes(`<details id="${fingerprint}"`)).toBe(true);
  });
  it('orders debt by quarter and marks the present one', async () => {
    const text = await page(files);
    expect([...text.matchAll(/<li[^>]*><b>(Q\d \d{4})<\/b>/g)].map(([, quarter]) => quarter)).toEqual(['Q3 2026', 'Q4 2026', 'Q1 2027']);
    expect(text).toContain('<li class="now" aria-current="date"><b>Q4 2026</b>');
  });
  it('shows names as text', async () => {
    const text = await page(files);
    expect([text.includes('<berths>'), text.includes('<CDN>'), text.includes('&lt;berths&gt;')]).toEqual([false, false, true]);
  });
  it('is left out where nothing is recorded', async () => expect(await page({ 'a.txt': '' })).not.toContain('id="decisions"'));
});

it('the report with decisions meets its published schema, and says nothing where there are none', async () => {
  const schema = JSON.parse(readFileSync(new URL('../../packages/cli/schema/check-report.schema.json', import.meta.url), 'utf8')) as Record<string, unknown>;
  const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true, strictRequired: false }).compile(schema);
  const written = JSON.parse(jsonReport(await judged(files))) as { decisions?: { debts: readonly { state: string }[] } };
  expect([validate(written), validate.errors, written.decisions?.debts.map(({ state }) => state)]).toEqual([true, null, ['overdue', 'open']]);
  const part = await check(memoryFiles(files), { today: '2026-11-23', version: 'test', stats: { files: 1, bytes: 1 }, rules: new Set(['dp8/debt-overdue']) });
  expect(part).not.toHaveProperty('decisions'); // a claim that nobody judged is not kept
  expect(JSON.parse(jsonReport(await judged({ 'a.txt': '' })))).not.toHaveProperty('decisions');
});
