import type { Source } from '@plimsoll/contract';
import { folderOf } from '@plimsoll/contract';
import type { YamlNode } from '@plimsoll/contract/yaml';
import { at, entryOf, readYaml, textOf } from '@plimsoll/contract/yaml';
import type { FileIndex } from '../reader.ts';
import { argumentsOf, optionOf, programOf } from './command.ts';
import type { Command } from './command.ts';
import { readMakefile } from './makefile.ts';
import { resolvePath } from './path.ts';
import { fileScript, inlineScript } from './text.ts';
import type { Script } from './text.ts';

/** What a command starts: shell text to be read in turn, or a program in another language. */
export type Called =
  | {
      readonly kind: 'shell';
      readonly file: string;
      readonly key: string;
      readonly parts: readonly { readonly script: Script; readonly ignoresFailure: boolean }[];
      readonly cwd: string;
      readonly variables: ReadonlyMap<string, string>;
    }
  | { readonly kind: 'program'; readonly file: string; readonly text: string; readonly source: Source };

const shells: ReadonlySet<string> = new Set(['bash', 'sh', 'zsh', 'dash', 'ash', 'ksh', 'source', '.']);
const interpreters: ReadonlySet<string> = new Set(['python', 'python3', 'python2', 'py', 'node', 'deno', 'bun', 'tsx', 'ts-node', 'ruby', 'perl', 'php', 'pwsh', 'powershell']);
const prerequisitesMax = 50;

/** The script that a command calls, found below the scan root; null when it calls none, or one that is not there. */
export function calledBy(command: Command, cwd: string, files: FileIndex, scriptFolder: string | null): Called | null {
  const program = programOf(command);
  const args = argumentsOf(command);
  if (program === 'make' || program === 'gmake') return makeTarget(args, cwd, files);
  if (program === 'npm' || program === 'yarn' || program === 'pnpm' || program === 'bun') {
    const script = packageScript(program, args, cwd, files);
    if (script || program !== 'bun') return script;
  }
  if (shells.has(program)) {
    const at = args.findIndex((arg) => !/^[-+]/.test(arg));
    return at < 0 || args.some((arg) => /^-[a-z]*c$/.test(arg)) ? null : scriptFile(args[at] ?? '', cwd, files, scriptFolder, args.slice(at + 1), true);
  }
  if (interpreters.has(program)) {
    const at = args.findIndex((arg) => !arg.startsWith('-') && arg !== 'run' && /\.\w+$/.test(arg));
    return at < 0 ? null : scriptFile(args[at] ?? '', cwd, files, scriptFolder, [], false);
  }
  const written = command.words[0]?.text ?? '';
  return written.includes('/') ? scriptFile(written, cwd, files, scriptFolder, args, false) : null;
}

/** Where a path of a script may lie: from the working directory, and behind an unknown `$variable/` from the script's own folder too. */
export function findFile(path: string, cwd: string, files: FileIndex, scriptFolder: string | null): string | null {
  const rooted = path.replace(/^(?:\$\{\{\s*github\.workspace\s*\}\}|\$\{?GITHUB_WORKSPACE\}?)\//, '//');
  if (rooted.startsWith('//')) return existing(resolvePath('', rooted.slice(2)), files);
  const behind = /^(?:\$\{?\w+\}?|\$\([^)]*\)+)\/(.+)$/.exec(path)?.[1];
  if (behind === undefined) return existing(resolvePath(cwd, path), files);
  for (const folder of [scriptFolder, cwd, '']) {
    const found = folder === null ? null : existing(resolvePath(folder, behind), files);
    if (found !== null) return found;
  }
  return null;
}

function existing(path: string | null, files: FileIndex): string | null {
  return path !== null && path !== '' && files.has(path) ? path : null;
}

function scriptFile(path: string, cwd: string, files: FileIndex, scriptFolder: string | null, args: readonly string[], isShell: boolean): Called | null {
  const file = findFile(path, cwd, files, scriptFolder);
  const text = file === null ? undefined : files.text(file);
  if (file === null || text === undefined) return null;
  const shebang = /^#!.*/.exec(text)?.[0] ?? '';
  if (isShell || /\.(?:sh|bash|zsh)$/.test(file) || /\b(?:ba|da|z|k)?sh\b/.test(shebang)) {
    const variables = new Map(args.map((arg, index) => [String(index + 1), arg]));
    return { kind: 'shell', file, key: file, parts: [{ script: fileScript(file, text), ignoresFailure: false }], cwd, variables };
  }
  if (text.includes('\0')) return null;
  return { kind: 'program', file, text, source: { file, line: 1, column: 1, endLine: 1, endColumn: 1 + (text.split('\n', 1)[0] ?? '').length } };
}

function makeTarget(args: readonly string[], cwd: string, files: FileIndex): Called | null {
  const folder = resolvePath(cwd, optionOf(args, '-C', '--directory') ?? '.');
  if (folder === null) return null;
  const named = optionOf(args, '-f', '--file', '--makefile');
  const candidates = named === undefined ? ['GNUmakefile', 'makefile', 'Makefile'] : [named];
  const file = candidates.map((name) => resolvePath(folder, name)).find((path) => path !== null && files.has(path));
  const text = file ? files.text(file) : undefined;
  if (!file || text === undefined) return null;
  const makefile = readMakefile(file, text);
  const variables = new Map(makefile.variables);
  const targets: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? '';
    const given = /^([A-Za-z_][\w.-]*)[:?]?=([^]*)$/.exec(arg);
    if (given) variables.set(given[1] ?? '', given[2] ?? '');
    else if (/^-[Cfo]$/.test(arg) || arg === '--directory' || arg === '--file') index++;
    else if (!arg.startsWith('-')) targets.push(arg);
  }
  if (targets.length === 0 && makefile.first !== null) targets.push(makefile.first);
  const key = `${file}#${targets.join(' ')}`;
  const parts: { script: Script; ignoresFailure: boolean }[] = [];
  const queue = [...targets];
  const done = new Set<string>();
  for (let next = queue.shift(); next !== undefined && done.size < prerequisitesMax; next = queue.shift()) {
    if (done.has(next)) continue;
    done.add(next);
    const recipe = makefile.recipes.get(next);
    if (!recipe) continue;
    parts.push(...recipe.lines);
    queue.push(...recipe.prerequisites);
  }
  return parts.length === 0 ? null : { kind: 'shell', file, key, parts, cwd: folder, variables };
}

const ownCommands: ReadonlySet<string> = new Set(
  'install ci i add remove publish pack audit login config cache version link exec dlx create init why outdated update upgrade set-script npm tag'.split(' '),
);

function packageScript(program: string, args: readonly string[], cwd: string, files: FileIndex): Called | null {
  const given = optionOf(args, '--prefix', '-C', '--cwd', '--dir');
  const workspace = optionOf(args, '-w', '--workspace', '--filter', '-F') ?? (program === 'yarn' && args[0] === 'workspace' ? args[1] : undefined);
  const folder = workspace === undefined ? resolvePath(cwd, given ?? '.') : workspaceFolder(workspace, cwd, files);
  if (folder === null) return null;
  const plain = args.filter((arg, index) => !arg.startsWith('-') && !/^(?:--prefix|-C|--cwd|--dir|-w|--workspace|--filter|-F)$/.test(args[index - 1] ?? ''));
  if (program === 'yarn' && plain[0] === 'workspace') plain.splice(0, 2);
  const name = plain[0] === 'run' || plain[0] === 'run-script' ? plain[1] : plain[0] === 't' ? 'test' : plain[0];
  if (name === undefined || ownCommands.has(name)) return null;
  if (program === 'npm' && plain[0] !== 'run' && plain[0] !== 'run-script' && !['test', 'start', 'stop', 'restart'].includes(name)) return null;
  const file = resolvePath(folder, 'package.json') ?? 'package.json';
  const text = files.has(file) ? files.text(file) : undefined;
  const entry = text === undefined ? undefined : entryOf(scriptsOf(text, file), name);
  const script = textOf(entry?.value);
  if (!entry || script === undefined) return null;
  const variables = new Map<string, string>();
  return { kind: 'shell', file, key: `${file}#${name}`, parts: [{ script: inlineScript(script, entry.value.source), ignoresFailure: false }], cwd: folder, variables };
}

function scriptsOf(text: string, file: string): YamlNode | undefined {
  return at(readYaml(file, text).documents[0]?.root, 'scripts');
}

function workspaceFolder(workspace: string, cwd: string, files: FileIndex): string | null {
  const direct = resolvePath(cwd, workspace);
  if (direct !== null && files.has(`${direct}/package.json`)) return direct;
  const wanted = `"${workspace.replace(/\.\.\.$/, '')}"`;
  for (const path of files.paths) {
    if (!path.endsWith('/package.json') || path.includes('node_modules/')) continue;
    const text = files.text(path);
    if (text !== undefined && text.includes(wanted) && new RegExp(`"name"\\s*:\\s*${wanted.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}`).test(text)) return folderOf(path);
  }
  return null;
}
