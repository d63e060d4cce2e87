import { main } from '../../../packages/cli/src/main.ts';
import { written } from '../page.ts';
import type { Page } from '../page.ts';
import { isThere } from '../repository.ts';

/** A page for each command with what `--help` prints, also that of its own commands. */
export async function commandPages(): Promise<readonly Page[]> {
  const names = (await wordsAfter([])).filter((word) => !word.startsWith('-'));
  const pages: Page[] = [];
  for (const name of names) {
    const own = (await wordsAfter([name])).filter((word) => !word.startsWith('-'));
    const parts = [fenced(await printed([name, '--help']))];
    for (const part of name === 'explain' || name === 'completion' ? [] : own) {
      const page = await printed([name, part, '--help']);
      if (!parts.includes(fenced(page))) parts.push(`## ${name} ${part}\n\n${fenced(page)}`);
    }
    pages.push({ ...written(`reference/commands/${name}`, `plimsoll ${name}`, parts.join('\n'), 'help'), answers: sourcesOf(name) });
  }
  const overview = written('reference/commands', 'Commands', `${fenced(await printed(['--help']))}\n${pages.map(({ path, title }) => `- [${title}](/${path}/)`).join('\n')}\n`, 'help');
  return [overview, ...pages];
}

/** Who reads in the repository finds the command where its page leads here. */
function sourcesOf(name: string): readonly string[] {
  return [`packages/cli/src/commands/${name}.ts`, `packages/cli/src/commands/${name}/index.ts`].filter(isThere);
}

async function wordsAfter(words: readonly string[]): Promise<readonly string[]> {
  return (await printed(['completion', 'words', ...words])).split('\n').filter((word) => word !== '');
}

async function printed(args: readonly string[]): Promise<string> {
  let out = '';
  let err = '';
  const code = await main(args, { out: (text) => (out += text), err: (text) => (err += text), columns: 100, colour: false, interactive: false, cwd: '/', now: () => new Date(0) });
  if (code !== 0) throw new Error(`plimsoll ${args.join(' ')} ended with ${code}: ${err}`);
  return out;
}

function fenced(text: string): string {
  return `\`\`\`text\n${text.trimEnd()}\n\`\`\`\n`;
}
