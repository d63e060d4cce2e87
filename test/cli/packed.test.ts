import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// What is packed is not what tsc wrote but a few files made of it: they must say the same.
const root = new URL('../../', import.meta.url);
const at = (path: string): string => fileURLToPath(new URL(path, root));
const packed = 'node_modules/.cache/plimsoll-packed/';
const run = promisify(execFile);

async function reportOf(program: string, directory: string): Promise<unknown> {
  const { stdout } = await run(process.execPath, [at(program), 'check', at(directory), '--format', 'json', '--fail-on', 'never', '--today', '2026-11-23'], { maxBuffer: 2 ** 26 });
  return { ...(JSON.parse(stdout) as { stats: object }), stats: null };
}

beforeAll(async () => {
  mkdirSync(at(`${packed}bin`), { recursive: true });
  for (const file of ['package.json', 'bin/plimsoll.js']) copyFileSync(at(`packages/cli/${file}`), at(`${packed}${file}`));
  await run(process.execPath, ['-C', 'source', at('scripts/bundle.ts'), '--to', at(`${packed}bundle`)]);
});
afterAll(() => rmSync(at(packed), { recursive: true, force: true }));

describe('the packed program', () => {
  it.each(['examples/monolith', 'examples/payments'])('reports the same as the built one: %s', async (directory) => {
    expect(await reportOf(`${packed}bin/plimsoll.js`, directory)).toEqual(await reportOf('packages/cli/bin/plimsoll.js', directory));
  });

  it('loads no reader of a language where no file of it is', async () => {
    writeFileSync(
      at(`${packed}loaded.mjs`),
      "import { registerHooks } from 'node:module';\nregisterHooks({ load: (url, context, next) => (process.stderr.write(`${url}\\n`), next(url, context)) });\n",
    );
    mkdirSync(at(`${packed}empty`));
    const { stderr } = await run(process.execPath, ['--import', at(`${packed}loaded.mjs`), at(`${packed}bin/plimsoll.js`), 'check', at(`${packed}empty`)]);
    expect(stderr).toContain('/bundle/check-');
    expect(stderr).not.toMatch(/\/(?:javascript|python|java|go|terraform|documents)-|oxc-parser|tree-sitter|\/yaml\//);
  });
});
