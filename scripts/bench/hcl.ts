import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse as officialParse } from '@cdktf/hcl2json';
import { check, memoryFiles } from '@plimsoll/check';
import { evaluate, parseConfig, terraformFunctions, type Body } from '@plimsoll/hcl';
import { parsersDiffer } from '../conformance/differential.ts';
import { jsonOf } from '../conformance/hcl2json.ts';
import { median } from './results.ts';

const rounds = 11;
const sizes = [1, 2, 4, 8] as const;

/** All .tf files below a directory, read by ours and by the official parser in turn, warm, in one process. */
export async function hclSpeed(directory: string): Promise<string> {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.tf') && !path.includes('node_modules/'));
  const all = files.map((path) => readFileSync(join(directory, path), 'utf8'));
  let alike = 0;
  for (const [index, text] of all.entries()) if ((await parsersDiffer(text, files[index] ?? '')).length === 0) alike += 1;
  const texts = all.filter((text) => parseConfig(text, 'x.tf').diagnostics.length === 0);
  const megabytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / 1e6;

  const bodies = texts.map((text) => parseConfig(text, 'x.tf').body);
  const [parsing, converting, evaluating, official] = await interleaved([
    () => texts.forEach((text) => void parseConfig(text, 'x.tf')),
    () => texts.forEach((text) => void JSON.stringify(jsonOf(parseConfig(text, 'x.tf').body, text))),
    () => bodies.forEach((body) => evaluateAll(body)),
    async () => {
      for (const text of texts) await officialParse('x.tf', text);
    },
  ]);
  const row = (name: string, ms = Number.NaN): string => `| ${name} | ${ms.toFixed(0)} | ${((1000 * megabytes) / ms).toFixed(1)} | ${((official ?? Number.NaN) / ms).toFixed(1)} |`;
  return [
    `${all.length} files, ${megabytes.toFixed(1)} MB in ${texts.length} without a problem; ${alike} read alike by both parsers.`,
    '',
    `| over these files | median CPU ms of ${rounds} | MB/s | times as fast as @cdktf/hcl2json |`,
    '| --- | --: | --: | --: |',
    row('our parser', parsing),
    row('our parser, and the JSON that hcl2json writes', converting),
    row('our evaluator, every attribute once, nothing known of variables', evaluating),
    row('@cdktf/hcl2json 0.21.0: parser in WebAssembly, its JSON, parsed', official),
    '',
    ...(await growth(texts)),
  ].join('\n');
}

/** The longest file repeated, and a resource of many instances: both must cost in proportion, the second nothing. */
async function growth(texts: readonly string[]): Promise<string[]> {
  const [longest = ''] = texts.toSorted((a, b) => b.length - a.length);
  const repeated = sizes.map((times) => longest.repeat(times));
  const most = Math.max(...sizes);
  const together = await interleaved(repeated.map((text, index) => () => repeat(most / (sizes[index] ?? 1), () => void parseConfig(text, 'x.tf'))));
  const parsing = together.map((ms, index) => (ms * (sizes[index] ?? 1)) / most);
  const counts = await interleaved([1, 10_000].map((count) => () => checkInstances(count)));
  return [
    `| one file of ${(Buffer.byteLength(longest) / 1000).toFixed(0)} kB, repeated | ${sizes.map((times) => `${times}×`).join(' | ')} |`,
    `| --- | ${sizes.map(() => '--:').join(' | ')} |`,
    `| parsing, CPU ms | ${parsing.map((ms) => ms.toFixed(1)).join(' | ')} |`,
    `| per MB | ${parsing.map((ms, index) => ((1e6 * ms) / Buffer.byteLength(repeated[index] ?? '')).toFixed(0)).join(' | ')} |`,
    '',
    '| check of twenty services and a module, all with a count | count = 1 | count = 10000 |',
    '| --- | --: | --: |',
    `| CPU ms | ${counts.map((ms) => ms.toFixed(1)).join(' | ')} |`,
  ];
}

function repeat(times: number, task: () => void): void {
  for (let turn = 0; turn < times; turn++) task();
}

/** Resources and a module with many instances, whose names depend on which one it is. */
async function checkInstances(count: number): Promise<void> {
  const crane = (index: number): string => `resource "aws_ecs_service" "crane${index}" {\n  count         = ${count}\n  name          = "crane-\${count.index}"\n  desired_count = 2\n}\n`;
  const cranes = Array.from({ length: 20 }, (_, index) => crane(index)).join('');
  const files = memoryFiles({ 'main.tf': `module "quay" {\n  source = "./quay"\n  count  = ${count}\n  number = count.index\n}\n${cranes}`, 'quay/main.tf': `variable "number" {}\n${crane(0)}` });
  await check(files, { today: '2026-11-23', version: '0', stats: { files: 2, bytes: 0 } });
}

/** Medians of rounds in which every task runs once, in milliseconds of processor time, as other processes would show in any other. */
async function interleaved(tasks: readonly (() => void | Promise<void>)[]): Promise<number[]> {
  const times = tasks.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, task] of tasks.entries()) {
      const began = process.cpuUsage();
      await task();
      const { user, system } = process.cpuUsage(began);
      times[index]?.push((user + system) / 1000);
    }
  }
  return times.map(median);
}

function evaluateAll(body: Body): void {
  const scope = { functions, resolve: () => undefined };
  for (const { expression } of body.attributes.values()) evaluate(expression, scope);
  for (const block of body.blocks) evaluateAll(block.body);
}

const functions = terraformFunctions();
