// npm run new rule dp4/some-name · npm run new reader some-format · npm run new reporter some-format
// Writes the files that one more of its kind needs, registers it, and says what remains. Overwrites nothing.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isKebab } from './scaffold/names.ts';
import type { Scaffold } from './scaffold/names.ts';
import { readerRegistry, readerScaffold, registered } from './scaffold/reader.ts';
import { exported, reporterIndex, reporterScaffold } from './scaffold/reporter.ts';
import { ruleScaffold } from './scaffold/rule.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const usage = 'usage: npm run new rule dp4/some-name | reader some-format | reporter some-format\n';

try {
  const [kind, name, ...rest] = process.argv.slice(2);
  if (kind === undefined || name === undefined || rest.length > 0) throw new Error(usage.trimEnd());
  make(kind, name);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}

function make(kind: string, name: string): void {
  if (kind === 'rule') {
    const [, own = ''] = name.split('/');
    if (!isKebab(own) || name.split('/').length !== 2) throw new Error(`${name} is no name of a rule; write the principle and the defect, as in dp4/pool-size-not-set`);
    write(ruleScaffold(name));
    spawnSync(process.execPath, ['-C', 'source', join(root, 'scripts/generate.ts')], { cwd: root, stdio: 'inherit' });
    say(`npx vitest run packages/check/src/rules -t ${name}`, 'one case is red: the placeholder under Passes');
  } else if (kind === 'reader') {
    kebab(name);
    write(readerScaffold(name));
    change(readerRegistry, (text) => registered(name, text));
    say(`npx vitest run packages/check/src/readers/${name}`, 'one test is red: the placeholder');
  } else if (kind === 'reporter') {
    kebab(name);
    write(reporterScaffold(name));
    change(reporterIndex, (text) => exported(name, text));
    say(`npx vitest run test/report/${name}`, 'one test is red: the placeholder; then give it its --format in packages/cli/src/commands/check.ts');
  } else throw new Error(`there is no ${kind} to be made new; ${usage.trimEnd()}`);
}

function kebab(name: string): void {
  if (!isKebab(name)) throw new Error(`${name} is no name of a folder; write small letters, digits and -, as in spring-config`);
}

function write(files: Scaffold): void {
  const taken = Object.keys(files).filter((path) => existsSync(join(root, path)));
  if (taken.length > 0) throw new Error(`${taken.join(' and ')} ${taken.length === 1 ? 'is' : 'are'} there already`);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    process.stdout.write(`wrote ${path}\n`);
  }
}

function change(path: string, by: (text: string) => string): void {
  writeFileSync(join(root, path), by(readFileSync(join(root, path), 'utf8')));
  process.stdout.write(`changed ${path}\n`);
}

function say(command: string, outcome: string): void {
  process.stdout.write(`\n${command}\n  ${outcome}\n`);
}
