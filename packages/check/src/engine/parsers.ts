import { loadGrammar } from '../readers/syntax/index.ts';
import type { FileIndex } from '../readers/reader.ts';
import { readFiles } from './read-files.ts';

export interface ParserState {
  readonly name: string;
  readonly problem: string | null; // null: it loads
}

const sample: FileIndex = { paths: ['src/main.ts'], has: (path) => path === 'src/main.ts', text: () => "import express from 'express';\nexpress().listen(80);\n" };

/** Whether the parsers that ship with Plimsoll load on this machine: grammars in WebAssembly, and one that is native code. */
export async function parsers(): Promise<readonly ParserState[]> {
  const states: ParserState[] = [];
  const known = async (name: string, load: () => Promise<unknown>): Promise<void> => {
    try {
      await load();
      states.push({ name, problem: null });
    } catch (error) {
      states.push({ name, problem: error instanceof Error ? error.message : String(error) });
    }
  };
  await known('JavaScript and TypeScript', async () => {
    const { internalErrors } = await readFiles(sample, () => undefined);
    if (internalErrors[0] !== undefined) throw new Error(internalErrors[0].split('\n')[0]);
  });
  for (const [name, grammar] of [
    ['Python', 'python'],
    ['Java', 'java'],
    ['Go', 'go'],
  ] as const)
    await known(name, () => loadGrammar(grammar));
  return states;
}
