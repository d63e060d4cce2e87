import type { Source } from '@plimsoll/contract';

export interface Word {
  readonly text: string; // quotes removed, expansions as written
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
}

export interface Redirect {
  readonly operator: '>' | '>>' | '<' | '<<' | '<<<';
  readonly target: string;
}

export type Operator = '&&' | '||' | '|' | '&' | ';';

/** One simple command. Compound commands (`if`, `for`, groups) are flattened: only what may run counts here, not when. */
export interface Command {
  readonly words: readonly Word[]; // program and arguments, without assignments and without wrappers such as sudo, npx, timeout
  readonly assignments: readonly { readonly name: string; readonly value: string }[];
  readonly redirects: readonly Redirect[];
  readonly heredoc: string | null; // the text it is given through <<, or its pipe's first command is
  readonly before: Operator | null;
  readonly after: Operator | null;
  readonly opensGroup: boolean; // `{` or `(` stands right before it
  readonly level: number; // of subshells around it: `cd` there holds only there
  readonly condition: boolean; // decides an if or a loop
  readonly start: number; // offset in its script
  readonly text: string; // as written, on one line
  readonly source: Source;
}

/** The program's own name: `./bin/k6` → k6, `artillery@latest` → artillery. */
export function programOf(command: { readonly words: readonly Word[] }): string {
  const written = command.words[0]?.text ?? '';
  const base = written.slice(written.lastIndexOf('/') + 1);
  return base.replace(/\.exe$/i, '').replace(/(.)@[\w.^~-]+$/, '$1');
}

export function argumentsOf(command: { readonly words: readonly Word[] }): readonly string[] {
  return command.words.slice(1).map((word) => word.text);
}

/** The value of `--name value`, `--name=value` or `-n value`; the last one counts. */
export function optionOf(args: readonly string[], ...names: readonly string[]): string | undefined {
  for (let index = args.length - 1; index >= 0; index--) {
    const arg = args[index] ?? '';
    const name = names.find((each) => arg === each || arg.startsWith(`${each}=`));
    if (name === undefined) continue;
    return arg === name ? args[index + 1] : arg.slice(name.length + 1);
  }
  return undefined;
}

export function hasOption(args: readonly string[], ...names: readonly string[]): boolean {
  return args.some((arg) => names.some((name) => arg === name || arg.startsWith(`${name}=`)));
}
