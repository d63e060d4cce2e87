// node -C source scripts/decisions/run.ts [--list] DIR…
// Reads the decision records of checkouts, each below a DIR or a DIR of its own, and prints what was understood as Markdown: for bench/RESULTS.md. `--list` adds
// a line for each record, to be checked by hand.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { decisionIndex, mayBeDecision, readDecision } from '@plimsoll/decisions';
import type { DecisionRecord } from '@plimsoll/decisions';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { list: { type: 'boolean' } } });
if (positionals.length === 0) throw new Error('name directories: node -C source scripts/decisions/run.ts DIR…');

interface Tree {
  readonly name: string;
  readonly pages: number; // that may be records, by name or place
  readonly files: readonly DecisionRecord[];
  readonly failed: number; // that made the reader throw
  readonly ms: number;
}

const trees = positionals
  .flatMap((directory) =>
    isCheckout(directory)
      ? [directory]
      : readdirSync(directory)
          .map((name) => join(directory, name))
          .filter((path) => statSync(path).isDirectory()),
  )
  .map(treeOf);
const shown = trees.filter(({ files, pages }) => files.length > 0 || pages > 0);

const header = [
  'repository',
  'pages',
  'records',
  'templates',
  'status understood',
  'dated',
  'superseded, joined',
  'bear on performance',
  'performance section',
  'claims in numbers',
  'notes',
  'failed',
  'ms',
];
const rows = shown.map(rowOf);
const total = rowOf({
  name: `all ${trees.length}`,
  pages: sum(trees.map(({ pages }) => pages)),
  files: trees.flatMap(({ files }) => files),
  failed: sum(trees.map(({ failed }) => failed)),
  ms: sum(trees.map(({ ms }) => ms)),
});
process.stdout.write(`${[`| ${header.join(' | ')} |`, `| --- |${' ---: |'.repeat(header.length - 1)}`, ...[...rows, total].map((row) => `| ${row.join(' | ')} |`)].join('\n')}\n`);
if (values.list === true) process.stdout.write(`\n${shown.flatMap(({ name, files }) => files.map((record) => lineOf(name, record))).join('\n')}\n`);

function treeOf(directory: string): Tree {
  const began = performance.now();
  const files: DecisionRecord[] = [];
  let pages = 0;
  let failed = 0;
  for (const path of markdownBelow(directory)) {
    const text = readFileSync(join(directory, path), 'utf8');
    if (text.length > 2_000_000 || !mayBeDecision(path, text)) continue;
    pages++;
    try {
      const record = readDecision(path, text);
      if (record) files.push(record);
    } catch (error) {
      failed++;
      process.stderr.write(`${directory}/${path}: ${String(error)}\n`);
    }
  }
  return { name: basename(directory), pages, files, failed, ms: performance.now() - began };
}

function rowOf({ name, pages, files, failed, ms }: Tree): readonly (string | number)[] {
  const { records, templates, supersession } = decisionIndex(files);
  const count = (holds: (record: DecisionRecord) => boolean): number => records.filter(holds).length;
  const stated = count(({ statusText }) => statusText !== null);
  return [
    name,
    pages,
    records.length,
    templates.length,
    `${count(({ status, statusText }) => status !== null && statusText !== null)} of ${stated}`,
    count(({ date }) => date !== null),
    `${supersession.links.length} of ${count(({ supersededBy }) => supersededBy !== null) + sum(records.map(({ supersedes }) => supersedes.length)) - supersession.links.filter(({ saidBy }) => saidBy === 'both').length}`,
    count(({ bearsOnPerformance }) => bearsOnPerformance.yes),
    count(({ performanceSection }) => performanceSection !== null),
    sum(records.map(({ claims }) => claims.length)),
    supersession.notes.length + sum(files.map(({ unread }) => unread.length)),
    failed,
    Math.round(ms),
  ];
}

function lineOf(name: string, record: DecisionRecord): string {
  const { file, number, status, statusText, date, title, supersededBy, supersedes, bearsOnPerformance, template, claims } = record;
  const parts = [`${name} ${file}`, number ?? '-', template ? 'template' : (status ?? `? (${statusText?.value.slice(0, 40) ?? 'none'})`), date?.value ?? '-', `“${title}”`];
  const links = [...(supersededBy === null ? [] : [`by ${supersededBy}`]), ...supersedes.map((each) => `supersedes ${each}`)];
  return [
    ...parts,
    ...links,
    ...(bearsOnPerformance.yes ? [`performance: ${bearsOnPerformance.because.map(({ term }) => term).join(', ')}`] : []),
    ...claims.map(({ kind, text }) => `${kind}: ${text.trim()}`),
  ].join(' · ');
}

function markdownBelow(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:md|markdown)$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.replace(/\/$/, '').length + 1))
    .filter((path) => !/(?:^|\/)(?:node_modules|\.git|vendor)\//.test(path))
    .toSorted();
}

function isCheckout(directory: string): boolean {
  return readdirSync(directory).some((name) => /^(?:\.git|readme\.md|docs|doc)$/i.test(name));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((before, each) => before + each, 0);
}
