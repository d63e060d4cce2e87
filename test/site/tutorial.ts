import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';

/** A command of a tutorial with what the page shows of it. */
export interface Command {
  readonly line: string;
  readonly shown: readonly string[];
  readonly exits: readonly number[]; // what it may end with
}

type Step = { readonly kind: 'file'; readonly name: string; readonly text: string } | { readonly kind: 'command'; readonly command: Command };

export interface Ran {
  readonly command: Command;
  readonly code: number;
  readonly out: readonly string[];
}

const mark = '\u0001';
const checkout = fileURLToPath(new URL('../../', import.meta.url));

/**
 * What a reader does: blocks with a file name are written, below `console` each line after `$` is entered. A command ends with 0 unless the
 * next one asks for its code (`echo $?`) or its block says what it may end with (`exit=1|3`, where that depends on the machine).
 */
export function stepsOf(page: string): readonly Step[] {
  return [...page.matchAll(/^```(\S+)(?: ([^\n]*))?\n([\s\S]*?)^```$/gm)].flatMap(([, language, info = '', body = '']): readonly Step[] => {
    const name = /\bfile=(\S+)/.exec(info)?.[1];
    if (name !== undefined) return [{ kind: 'file', name, text: body }];
    return language === 'console' ? commandsOf(body, /\bexit=([\d|]+)/.exec(info)?.[1]) : [];
  });
}

function commandsOf(body: string, exits: string | undefined): readonly Step[] {
  const parts = body.split(/^\$ /m).slice(1);
  return parts.map((part, index): Step => {
    const [line = '', ...shown] = part.trimEnd().split('\n');
    const [next = '', said] = parts[index + 1]?.split('\n') ?? [];
    const asked = next === 'echo $?' ? [Number(said)] : [0];
    return { kind: 'command', command: { line, shown, exits: exits === undefined ? asked : exits.split('|').map(Number) } };
  });
}

/** Runs a tutorial in a folder of its own, in one shell from its first line to its last. */
export function run(steps: readonly Step[]): readonly Ran[] {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-tutorial-'));
  try {
    // In the place of the tarballs that the reader installed.
    mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
    symlinkSync(join(checkout, 'packages/cli/bin/plimsoll.js'), join(folder, 'node_modules/.bin/plimsoll'));
    const lines = steps.map((step, index) => {
      if (step.kind === 'command') return `${step.command.line}\ncode=$?; printf '\\n${mark}%d\\n' $code; (exit $code)`;
      const kept = join(folder, `node_modules/file-${index}`);
      writeFileSync(kept, step.text);
      return `mkdir -p '${dirname(step.name)}' && cp '${kept}' '${step.name}'`;
    });
    const git = { GIT_AUTHOR_NAME: 'reader', GIT_AUTHOR_EMAIL: 'reader@example.org', GIT_COMMITTER_NAME: 'reader', GIT_COMMITTER_EMAIL: 'reader@example.org', GIT_CONFIG_GLOBAL: '/dev/null' };
    const { stdout } = spawnSync('bash', ['-c', `exec 2>&1\n${lines.join('\n')}\n`], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 150_000,
      env: { PATH: env['PATH'], HOME: folder, LANG: 'C.UTF-8', NO_COLOR: '1', PLIMSOLL: checkout.replace(/\/$/, ''), ...git },
    });
    const outputs = stdout.split(new RegExp(`\\n${mark}(\\d+)\\n`));
    const commands = steps.flatMap((step) => (step.kind === 'command' ? [step.command] : []));
    return commands.map((command, index) => ({ command, code: Number(outputs[2 * index + 1] ?? Number.NaN), out: (outputs[2 * index] ?? '').replace(/\n$/, '').split('\n') }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The lines that a page shows and that did not come, in their order. `…` stands for any lines, and within one for anything. What is shown belongs
 * to the first code that a command may end with; of another one the page only says that it may come.
 */
export function missing({ command, code, out }: Ran): readonly string[] {
  if (code !== command.exits[0] && command.exits.includes(code)) return [];
  let from = 0;
  return command.shown.filter((line) => {
    if (line.trim() === '…' || line.trim() === '') return false;
    const pattern = new RegExp(
      `^${line
        .trimEnd()
        .split('…')
        .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
        .join('.*')}$`,
    );
    const at = out.findIndex((candidate, index) => index >= from && pattern.test(candidate.trimEnd()));
    if (at === -1) return true;
    from = at + 1;
    return false;
  });
}
