import { fileURLToPath } from 'node:url';
import { check } from '@plimsoll/check';
import type { System } from '@plimsoll/check';
import { rules } from '@plimsoll/check/rules';
import type { CheckReport } from '@plimsoll/contract';
import { pageReport } from '@plimsoll/report/page';
import type { PageInput } from '@plimsoll/report/page';
import { diskFiles } from '../../packages/cli/src/disk/file-index.ts';

/** A repository with everything that a page shows, checked once for a test file. */
export async function examplePage(name: 'monolith' | 'payments'): Promise<{ readonly input: PageInput; readonly report: CheckReport; readonly systems: readonly System[] }> {
  const files = diskFiles(fileURLToPath(new URL(`../../examples/${name}`, import.meta.url)));
  let systems: readonly System[] = [];
  const report = await check(files, {
    today: '2026-12-01',
    version: '0.1.0',
    stats: { files: files.paths.length, bytes: files.bytes },
    systems: (judged) => void (systems = judged),
  });
  return { report, systems, input: { report, systems, rules, name, textOf: (file) => files.text(file), runs: [], curves: null, budgets: null } };
}

export function pageOf(input: PageInput, change: Partial<PageInput> = {}): string {
  return pageReport({ ...input, ...change });
}
