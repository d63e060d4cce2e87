// npm run conformance -- [DIR…] [--suites DIR]
// Reads every .tf file below the directories with our parser and the official one, and prints what they say differently. With --suites,
// a folder that holds checkouts of hashicorp/hcl as `hcl` and opentofu/opentofu as `opentofu`, runs their test tables as well.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { expressionCases, functionCases, type Extracted } from './cases.ts';
import { parsersDiffer } from './differential.ts';
import { difference } from './run-case.ts';
import { specSuite } from './specsuite.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { suites: { type: 'string' } } });
if (positionals.length === 0 && values.suites === undefined) {
  process.stderr.write('usage: npm run conformance -- [DIR…] [--suites DIR]\n');
  process.exit(2);
}
let differing = 0;
for (const directory of positionals) await compareBelow(directory);
if (values.suites !== undefined) runSuites(values.suites);
process.exitCode = differing > 0 ? 1 : 0;

async function compareBelow(directory: string): Promise<void> {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.tf') && !path.includes('node_modules/'))
    .toSorted();
  let bytes = 0;
  let failed = 0;
  for (const file of files) {
    const text = readFileSync(join(directory, file), 'utf8');
    bytes += text.length;
    const found = await parsersDiffer(text, file);
    if (found.length > 0) failed += 1;
    for (const line of found) process.stdout.write(`${file}: ${line}\n`);
  }
  differing += failed;
  process.stdout.write(`${directory}: ${files.length} files (${(bytes / 1e6).toFixed(1)} MB), ${files.length - failed} read alike\n`);
}

function runSuites(folder: string): void {
  const suites = specSuite(join(folder, 'hcl'));
  for (const { name, differences } of suites) for (const line of differences) process.stdout.write(`${name} ${line}\n`);
  process.stdout.write(`specification suite: ${suites.filter(({ differences }) => differences.length === 0).length} of ${suites.length} without a difference\n`);
  tell('expressions and templates', expressionCases(join(folder, 'hcl')));
  tell('functions', functionCases(join(folder, 'opentofu')));
}

/** Differences are told, not counted as failures: test/conformance knows which of them have a reason. */
function tell(name: string, { cases, unreadable }: Extracted): void {
  let alike = 0;
  for (const one of cases) {
    const found = difference(one);
    if (found === undefined) alike += 1;
    else process.stdout.write(`${one.id} ${one.suite}: ${JSON.stringify(one.input)}: ${found}\n`);
  }
  process.stdout.write(`${name}: ${alike} of ${cases.length} alike; ${unreadable.length} need Go to be understood\n`);
}
