import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

export interface LintProblem {
  readonly file: string;
  readonly rule: string; // `plimsoll(walls)`
  readonly message: string;
}

const repository = new URL('../../', import.meta.url).pathname;
const run = promisify(execFile);

/** Lints files as if they stood in this repository: the real configuration and plugin, in a folder of the same layout. */
export async function lintAs(files: Readonly<Record<string, string>>): Promise<readonly LintProblem[]> {
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-walls-'));
  try {
    await cp(join(repository, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
    await cp(join(repository, 'scripts/lint'), join(folder, 'scripts/lint'), { recursive: true });
    await writeFile(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: { strict: true, module: 'nodenext', target: 'es2024', allowImportingTsExtensions: true, noEmit: true }, include: ['**/*.ts'] }),
    );
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    const oxlint = join(dirname(createRequire(import.meta.url).resolve('oxlint/package.json')), 'bin/oxlint');
    const { stdout } = await run(process.execPath, [oxlint, '--format', 'json', ...Object.keys(files)], { cwd: folder, maxBuffer: 64 * 1024 * 1024 }).catch(
      (error: unknown) => error as { stdout: string },
    );
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly { filename: string; code?: string; message: string }[] };
    return diagnostics.map(({ filename, code, message }) => ({ file: filename, rule: code ?? '', message }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
