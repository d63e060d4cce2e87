// npm run corpus -- DIR [--details] [--only NAME] [--json FILE] [--labels DIR]
// Checks every labelled checkout below DIR (folders named owner__name) in a process of its own, and prints how many marked places
// were found and how many marked traps stayed silent, per rule and principle, with times and memory.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { CheckReport } from '@plimsoll/contract';
import { judgeLabel } from './labels.ts';
import type { Judged, LabelFile } from './labels.ts';
import { tables } from './tables.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { details: { type: 'boolean' }, only: { type: 'string' }, json: { type: 'string' }, keep: { type: 'string' }, labels: { type: 'string' } },
});
const [directory] = positionals;
if (!directory || !existsSync(directory)) {
  process.stderr.write('usage: npm run corpus -- DIR [--details] [--only NAME] [--json FILE] [--keep DIR] [--labels DIR]\n');
  process.exit(2);
}

export interface Checked {
  readonly repository: string;
  readonly report: CheckReport;
  readonly judged: readonly Judged[];
  readonly seconds: number;
  readonly peakMb: number;
  readonly exitCode: number;
}

const labelsFolder = values.labels ?? fileURLToPath(new URL('../../bench/corpus/labels/', import.meta.url));
const child = fileURLToPath(new URL('child.ts', import.meta.url));
const results: Checked[] = [];
const scratch = values.keep ?? mkdtempSync(join(tmpdir(), 'plimsoll-corpus-'));

for (const file of readdirSync(labelsFolder).toSorted()) {
  const name = file.replace(/\.json$/, '');
  const checkout = join(directory, name);
  if (values.only !== undefined && !name.includes(values.only)) continue;
  if (!existsSync(checkout)) {
    process.stderr.write(`${name}: no checkout below ${directory}\n`);
    continue;
  }
  const labels = JSON.parse(readFileSync(join(labelsFolder, file), 'utf8')) as LabelFile;
  const output = join(scratch, file);
  const began = performance.now();
  const printed = execFileSync(process.execPath, [child, checkout, output], { encoding: 'utf8', maxBuffer: 2 ** 26 });
  const seconds = (performance.now() - began) / 1000;
  const { exitCode, peakMb } = JSON.parse(printed.trim().split('\n').at(-1) ?? '{}') as { exitCode: number; peakMb: number };
  const report = JSON.parse(readFileSync(output, 'utf8')) as CheckReport;
  const judged = labels.labels.map((label) => judgeLabel(label, report));
  results.push({ repository: labels.repository, report, judged, seconds, peakMb, exitCode });
  process.stderr.write(
    `${labels.repository}: ${seconds.toFixed(1)} s, ${peakMb} MB, exit ${exitCode}, ${report.findings.length} findings${report.internalErrors.length > 0 ? `, ${report.internalErrors.length} INTERNAL ERRORS` : ''}\n`,
  );
  if (values.details) {
    for (const { label, met } of judged) if (!met && label.scope === 'now') process.stdout.write(`  ${label.expect.padEnd(9)} ${label.rule}  ${label.file}:${label.line}  ${label.reason}\n`);
  }
}

process.stdout.write(tables(results));
if (values.json)
  writeFileSync(
    values.json,
    `${JSON.stringify(
      results.map(({ report, ...rest }) => ({ ...rest, rules: report.rules, findings: report.findings.length })),
      null,
      1,
    )}\n`,
  );
