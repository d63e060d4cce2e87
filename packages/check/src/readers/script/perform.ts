import type { Source } from '@plimsoll/contract';
import { folderOf } from '@plimsoll/contract';
import type { FileIndex } from '../reader.ts';
import { calledBy } from './calls.ts';
import type { Called } from './calls.ts';
import { programOf } from './command.ts';
import type { Command } from './command.ts';
import { commandsOf } from './commands.ts';
import { resolvePath } from './path.ts';
import type { Script } from './text.ts';
import { expand, isOpen } from './variables.ts';

/** A command that a script runs, directly or through scripts it calls, with what is known of variables put in. */
export interface Performed {
  readonly command: Command;
  readonly cwd: string; // below the scan root; '' is the root
  readonly variables: ReadonlyMap<string, string>;
  readonly at: Source; // in the outermost script
  readonly via: Source | null; // in the called script, null when it stands in the outermost one
  readonly script: Script; // the one in which it stands
  readonly fedBy: Command | null; // the command whose output it reads through a pipe
  readonly outer: readonly string[]; // the arguments of the outermost call that led here
  readonly program: (Called & { readonly kind: 'program' }) | null; // what it starts, when that is no shell script
  readonly ignoresFailure: boolean;
}

export interface Surroundings {
  readonly cwd: string;
  readonly variables: ReadonlyMap<string, string>;
  readonly files: FileIndex;
}

const depthMax = 4; // make → script → make → script is met in real repositories
const performedMax = 3_000;
const callsMax = 200;
const functionsMax = 500;

/** Everything a script does, called scripts (npm run, make, ./x.sh) followed. */
export function perform(script: Script, surroundings: Surroundings): readonly Performed[] {
  const out: Performed[] = [];
  follow(script, { ...surroundings, depth: 0, at: null, folder: null, outer: [], ignoresFailure: false, open: new Set(), calls: { left: callsMax } }, out);
  return out;
}

interface Frame extends Surroundings {
  readonly depth: number;
  readonly at: Source | null;
  readonly folder: string | null; // of the script file, for `$(dirname "$0")/x.sh`
  readonly outer: readonly string[];
  readonly ignoresFailure: boolean;
  readonly open: ReadonlySet<string>;
  readonly calls: { left: number }; // shared by all frames: scripts still to be opened
}

function follow(script: Script, frame: Frame, out: Performed[]): void {
  const commands = commandsOf(script);
  const unsure = severalValues(commands);
  const inFunction = functionBodies(script.text);
  let variables: ReadonlyMap<string, string> = new Map([...frame.variables].filter(([name]) => !unsure(name)));
  const cwds: string[] = [frame.cwd]; // one for each level of subshells
  for (const [index, written] of commands.entries()) {
    if (out.length >= performedMax) break;
    const command = withValues(written, inFunction(written.start) ? withoutArguments(variables) : variables);
    const above = cwds.at(-1) ?? frame.cwd;
    while (cwds.length <= command.level) cwds.push(above);
    cwds.length = command.level + 1;
    const cwd = cwds[command.level] ?? frame.cwd;
    if (command.words.length === 0) {
      variables = assigned(variables, command, unsure);
      continue;
    }
    const program = programOf(command);
    if (program === 'cd' || program === 'pushd') {
      cwds[command.level] = changed(cwd, command.words[1]?.text ?? '', frame.folder);
      continue;
    }
    const ignoresFailure = frame.ignoresFailure || isIgnored(commands, index);
    const at = frame.at ?? command.source;
    const outer = frame.at === null ? command.words.slice(1).map((word) => word.text) : frame.outer;
    const called = frame.depth < depthMax && frame.calls.left > 0 ? calledBy(command, cwd, frame.files, frame.folder) : null;
    out.push({
      command,
      cwd,
      variables,
      at,
      via: frame.at === null ? null : command.source,
      script,
      fedBy: command.before === '|' ? (commands[index - 1] ?? null) : null,
      outer,
      program: called?.kind === 'program' ? called : null,
      ignoresFailure,
    });
    if (called) frame.calls.left--;
    if (called?.kind !== 'shell' || frame.open.has(called.key)) continue;
    const given = new Map([...variables, ...called.variables]);
    for (const { name, value } of command.assignments) given.set(name, value);
    for (const part of called.parts) {
      const next: Frame = {
        cwd: called.cwd, // every line of a recipe starts in the folder of its Makefile
        variables: given,
        files: frame.files,
        depth: frame.depth + 1,
        at,
        folder: folderOf(called.file),
        outer,
        ignoresFailure: ignoresFailure || part.ignoresFailure,
        open: new Set([...frame.open, called.key]),
        calls: frame.calls,
      };
      follow(part.script, next, out);
    }
  }
}

/** What a command substitution gives is not known; the variable then keeps its name in what follows. */
function assigned(variables: ReadonlyMap<string, string>, command: Command, unsure: (name: string) => boolean): ReadonlyMap<string, string> {
  const all = new Map(variables);
  for (const { name, value } of command.assignments) {
    if (unsure(name) || /\$\(|`/.test(value)) all.delete(name);
    else all.set(name, value);
  }
  return all;
}

/** Variables that are set to several values: which one holds is only known at run time. */
function severalValues(commands: readonly Command[]): (name: string) => boolean {
  const values = new Map<string, string>();
  const several = new Set<string>();
  for (const { words, assignments } of commands) {
    if (words.length > 0) continue;
    for (const { name, value } of assignments) {
      const earlier = values.get(name);
      if (earlier !== undefined && earlier !== value) several.add(name);
      values.set(name, value);
    }
  }
  return (name) => several.has(name);
}

/** A function has arguments of its own: `$1` in its body is not the script's. A body ends at the next `}` that starts a line. */
function functionBodies(text: string): (offset: number) => boolean {
  const heads = text.matchAll(/^[ \t]{0,40}(?:function[ \t]{1,9}[\w-]{1,200}|[\w-]{1,200}[ \t]{0,9}\([ \t]{0,9}\))/gm);
  const bodies = [...heads.take(functionsMax)].map(({ index }) => {
    const close = text.indexOf('\n}', index);
    return { from: index, to: close < 0 ? text.length : close };
  });
  return (offset) => bodies.some(({ from, to }) => offset >= from && offset < to);
}

function withoutArguments(variables: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...variables].filter(([name]) => !/^\d+$/.test(name)));
}

/** Where `cd` leads; `cd "$(dirname "$0")/.."` starts from the folder of the script. */
function changed(cwd: string, path: string, scriptFolder: string | null): string {
  if (path === '' || path === '-') return cwd;
  const rooted = /^(?:\$\{?GITHUB_WORKSPACE\}?|\$\{\{\s*github\.workspace\s*\}\})\/?(.*)$/.exec(path);
  if (rooted) return resolvePath('', rooted[1] ?? '') ?? cwd;
  if (!isOpen(path)) return resolvePath(cwd, path) ?? cwd;
  if (scriptFolder === null) return cwd;
  const behind = /^(?:\$\(.*\)|\$\{?\w+[^/]*)((?:\/[\w.-]+)*)\/?$/.exec(path);
  return behind ? (resolvePath(scriptFolder, behind[1]?.slice(1) ?? '') ?? cwd) : cwd;
}

function withValues(command: Command, variables: ReadonlyMap<string, string>): Command {
  return {
    ...command,
    words: command.words.map((word) => ({ ...word, text: expand(word.text, variables) })),
    assignments: command.assignments.map(({ name, value }) => ({ name, value: expand(value, variables) })),
    redirects: command.redirects.map(({ operator, target }) => ({ operator, target: expand(target, variables) })),
  };
}

const harmless: ReadonlySet<string> = new Set(['true', ':', 'echo', 'printf', 'exit', 'return']);

/** `|| true`, `|| echo failed`, `|| exit 0`: what follows does not fail either. A group counts when nothing in it ends the script. */
function isIgnored(commands: readonly Command[], index: number): boolean {
  const command = commands[index];
  if (command?.after !== '||') return false;
  const first = commands[index + 1];
  if (!first || first.before !== '||') return false;
  if (!first.opensGroup) return harmless.has(programOf(first)) && !ends(first);
  const group = commands.slice(index + 1, index + 7);
  return harmless.has(programOf(first)) && !group.some(ends);
}

function ends(command: Command): boolean {
  const program = programOf(command);
  return program === 'false' || ((program === 'exit' || program === 'return') && command.words[1]?.text !== '0');
}
