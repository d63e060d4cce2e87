import { camel } from './names.ts';
import type { Scaffold } from './names.ts';

const registry = 'packages/check/src/readers/registry.ts';

/** The folder of a reader. Its test fails until the reader reads. */
export function readerScaffold(name: string): Scaffold {
  const folder = `packages/check/src/readers/${name}`;
  const reader = `${camel(name)}Reader`;
  return {
    [`${folder}/index.ts`]: `import type { DeploymentFact } from '../../facts/deployment.ts';
import type { Reader } from '../reader.ts';

/** Say here which files of which tool this reads, and link the page that defines them. */
export const ${reader}: Reader<DeploymentFact> = {
  name: '${name}',
  claims: (path) => path.endsWith('.${name}'),
  read: () => ({ facts: [], unread: [] }),
};
`,
    [`${folder}/readme.md`]: `# ${name}

Say which facts come of which lines, and which values are taken as defaults of the tool (\`defaults.ts\`, each with its citation).

Not understood: say what is left out, so that nobody has to find out.
`,
    [`${folder}/${name}.test.ts`]: `import { describe, expect, it } from 'vitest';
import { ${reader} } from './index.ts';

const files = { paths: [], has: () => false, text: () => undefined };
const read = (text: string) => ${reader}.read({ path: 'harbour.${name}', text }, files);

describe('${name}', () => {
  it('claims its own files only', () => {
    const claims = (path: string): boolean => ${reader}.claims(path, () => new Uint8Array());
    expect(claims('harbour.${name}')).toBe(true);
    expect(claims('harbour.txt')).toBe(false);
  });

  it('gives facts (fails until the reader reads)', () => expect(read('replace this by a small file').facts).not.toEqual([]));

  it.each(['', '\\0', '{'.repeat(100_000)])('survives bad input', (text) => expect(() => read(text)).not.toThrow());
});
`,
  };
}

/** The registry with the reader in it: its import where the alphabet has it, itself at the end of the list. */
export function registered(name: string, text: string): string {
  const reader = `${camel(name)}Reader`;
  const line = `import { ${reader} } from './${name}/index.ts';`;
  const lines = text.split('\n');
  const from = (written: string): string => /from '\.\/([^']+)'/.exec(written)?.[1] ?? '';
  const after = lines.findLastIndex((written) => written.startsWith('import ') && from(written) !== '' && from(written) < `${name}/`);
  const first = lines.findIndex((written) => written.startsWith('import '));
  lines.splice(after < 0 ? first : after + 1, 0, line);
  const begin = lines.findIndex((written) => written.startsWith('export const readers'));
  const end = lines.findIndex((written, index) => index > begin && written === '];');
  if (begin < 0 || end < 0) throw new Error(`${registry} has no list of readers; add ${reader} by hand`);
  lines.splice(end, 0, `  ${reader},`);
  return lines.join('\n');
}

export const readerRegistry: string = registry;
