import { inlineScript } from './text.ts';
import type { Script } from './text.ts';

export interface Recipe {
  readonly target: string;
  readonly prerequisites: readonly string[];
  readonly lines: readonly RecipeLine[];
}

export interface RecipeLine {
  readonly script: Script;
  readonly ignoresFailure: boolean; // `-` before the command
}

export interface Makefile {
  readonly first: string | null;
  readonly variables: ReadonlyMap<string, string>;
  readonly recipes: ReadonlyMap<string, Recipe>;
}

const linesMax = 20_000;

/** Targets and their recipes; `$(NAME)` is written as `${NAME}`, which a shell understands alike. */
export function readMakefile(file: string, text: string): Makefile {
  const lines = text.split('\n', linesMax);
  const variables = new Map<string, string>();
  const recipes = new Map<string, { target: string; prerequisites: string[]; lines: RecipeLine[] }>();
  let open: { prerequisites: string[]; lines: RecipeLine[] }[] = [];
  let first: string | null = null;
  for (let index = 0; index < lines.length; index++) {
    const raw = (lines[index] ?? '').replace(/\r$/, '');
    if (raw.startsWith('\t')) {
      const begin = index;
      let command = raw.slice(1);
      while (command.endsWith('\\') && index + 1 < lines.length) command = `${command.slice(0, -1)} ${(lines[++index] ?? '').trim()}`;
      const line = recipeLine(file, command, begin + 1, raw, index + 1, lines[index] ?? '');
      for (const recipe of open) recipe.lines.push(line);
      continue;
    }
    const variable = /^\s*(?:export\s+|override\s+)?([\w.-]+)\s*(?::{0,3}|\?|!)?=\s*(.*)$/.exec(raw);
    if (variable) {
      variables.set(variable[1] ?? '', shellish((variable[2] ?? '').replace(/\s+#.*$/, '').trim()));
      continue;
    }
    const rule = /^([^\s#=:][^#=:]*)::?(?!=)\s*([^#=]*)/.exec(raw);
    if (!rule) continue;
    const prerequisites = (rule[2] ?? '').split(/[;|]/)[0]?.split(/\s+/).filter(Boolean) ?? [];
    open = (rule[1] ?? '')
      .trim()
      .split(/\s+/)
      .map((target) => {
        const recipe = recipes.get(target) ?? { target, prerequisites: [], lines: [] };
        recipe.prerequisites.push(...prerequisites);
        recipes.set(target, recipe);
        if (!target.startsWith('.')) first ??= target;
        return recipe;
      });
  }
  return { first, variables, recipes };
}

function recipeLine(file: string, command: string, line: number, raw: string, endLine: number, lastRaw: string): RecipeLine {
  const marks = /^[@+\s-]*/.exec(command)?.[0] ?? '';
  const column = 1 + raw.length - raw.trimStart().length;
  const source = { file, line, column, endLine, endColumn: lastRaw.replace(/\r$/, '').length + 1 };
  return { script: inlineScript(shellish(command.slice(marks.length)), source), ignoresFailure: marks.includes('-') };
}

function shellish(text: string): string {
  return text.replace(/\$\$|\$\(([\w.-]+)\)/g, (written, name: string | undefined) => (written === '$$' ? '$' : `\${${name ?? ''}}`));
}
