import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { check } from '@plimsoll/check';
import type { CheckReport } from '@plimsoll/contract';
import { diskFiles } from '../../packages/cli/src/disk/file-index.ts';
import { storedRunsOf } from '../../packages/cli/src/measured/stored-runs.ts';

async function checkExample(name: string): Promise<CheckReport> {
  const folder = fileURLToPath(new URL(`../../examples/${name}/`, import.meta.url));
  const files = diskFiles(folder);
  const runs = storedRunsOf(folder, files.paths)?.load;
  return check(files, { ...(runs ? { runs } : {}), today: '2026-11-23', version: 'test', stats: { files: files.paths.length, bytes: files.bytes }, unread: files.problems });
}

describe('the tour', () => {
  it('breaks every principle in the monolith, several across artefacts', async () => {
    const report = await checkExample('monolith');
    expect(report.internalErrors).toEqual([]);
    expect(report.principles.map(({ id, status }) => `${id} ${status}`)).toEqual(['DP1', 'DP2', 'DP3', 'DP4', 'DP5', 'DP6', 'DP7', 'DP8'].map((id) => `${id} broken`));
    const across = report.findings.filter(({ location, evidence }) => location && evidence.some(({ file }) => file.split('.').at(-1) !== location.file.split('.').at(-1)));
    expect(across.length).toBeGreaterThanOrEqual(5);
  });

  it('keeps every principle in payments, with nothing undecided and nothing unread', async () => {
    const report = await checkExample('payments');
    expect(report.internalErrors).toEqual([]);
    expect(report.findings.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
    expect(report.unread).toEqual([]);
    expect(report.principles.map(({ id, status, undecided }) => `${id} ${status} ${undecided}`)).toEqual(['DP1', 'DP2', 'DP3', 'DP4', 'DP5', 'DP6', 'DP7', 'DP8'].map((id) => `${id} kept 0`));
  });
});
