import { exitCodes } from '../exit-codes.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../usage-error.ts';

const usage = `usage: plimsoll completion bash|zsh|fish

Prints a script that completes commands, options and rules in a shell. To use it:

  bash  plimsoll completion bash > ~/.local/share/bash-completion/completions/plimsoll
  zsh   plimsoll completion zsh > "\${fpath[1]}/_plimsoll"
  fish  plimsoll completion fish > ~/.config/fish/completions/plimsoll.fish

The script asks plimsoll itself (plimsoll completion words …), so it never falls behind what is installed.
`;

/** Where nothing is offered, the shell completes files. */
const scripts: Readonly<Record<string, string>> = {
  bash: `_plimsoll() {
  local words
  words=$("\${COMP_WORDS[0]}" completion words "\${COMP_WORDS[@]:1:COMP_CWORD-1}" 2>/dev/null)
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _plimsoll plimsoll
`,
  zsh: `#compdef plimsoll
_plimsoll() {
  local -a offered
  offered=(\${(f)"$($words[1] completion words \${words[2,CURRENT-1]} 2>/dev/null)"})
  (( \${#offered} )) && compadd -a offered
  _files
}
compdef _plimsoll plimsoll
`,
  fish: `complete -c plimsoll -a '(set -l line (commandline -opc); $line[1] completion words $line[2..-1] 2>/dev/null)'
`,
};

export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const [shell, ...words] = args;
  if (shell === undefined || shell === '--help' || shell === '-h') {
    terminal.out(usage);
    return exitCodes.holds;
  }
  if (shell === 'words') {
    terminal.out((await wordsAfter(words, terminal)).map((word) => `${word}\n`).join(''));
    return exitCodes.holds;
  }
  const script = Object.hasOwn(scripts, shell) ? scripts[shell] : undefined;
  if (script === undefined) throw new UsageError(`there is no script for ${shell}; shells are ${Object.keys(scripts).join(', ')}`);
  terminal.out(script);
  return exitCodes.holds;
}

/** What may follow: told by the pages of the commands, which every command has and which say all of its options. */
async function wordsAfter(words: readonly string[], terminal: Terminal): Promise<readonly string[]> {
  const [last] = words.slice(-1);
  if (last === '--rule' || (words[0] === 'explain' && words.length === 1)) return ruleIds();
  if (last === '--principle') return (await import('@plimsoll/contract')).principleIds;
  let page = await pageOf([], terminal);
  const path: string[] = [];
  for (const word of words) {
    if (word.startsWith('-') || !commandsIn(page).includes(word)) break;
    path.push(word);
    page = await pageOf(path, terminal);
  }
  const named = path.length === words.length && path.length < 2 ? commandsIn(page) : [];
  return [...named, ...optionsIn(page).filter((option) => path.length > 0 || words.length === 0 || option === '--help')];
}

async function pageOf(path: readonly string[], terminal: Terminal): Promise<string> {
  const { main } = await import('../main.ts');
  let page = '';
  await main([...path, '--help'], { ...terminal, colour: false, out: (text) => void (page += text), err: () => {} });
  return page;
}

/** A page lists commands one to a line where its usage says `<command>`, else it has a usage for each. */
function commandsIn(page: string): readonly string[] {
  const listed = /^usage: plimsoll .*<command>/m.test(page) ? page.matchAll(/^ {2}([a-z][a-z-]*) {2,}\S/gm) : page.matchAll(/^(?:usage:| {6}) plimsoll \w+ ([a-z][a-z-]*)(?= |$)/gm);
  return [...new Set([...listed].map((match) => match[1] ?? ''))];
}

function optionsIn(page: string): readonly string[] {
  const lines = page.split('\n').filter((line) => /^ +-|^usage:|^ {6} plimsoll/.test(line));
  return [...new Set(lines.flatMap((line) => [...line.replace(/ {3,}[^ -].*$/, '').matchAll(/--[a-z][a-z0-9-]*/g)].map(([option]) => option)))];
}

async function ruleIds(): Promise<readonly string[]> {
  const { rules } = await import('@plimsoll/check/rules');
  return rules.map(({ id }) => id);
}
