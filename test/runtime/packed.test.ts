import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);
const npm = (args: readonly string[], cwd: string): ReturnType<typeof run> => run('npm', args, { cwd, timeout: 60_000 });
const manifest = JSON.parse(readFileSync(join(root, 'packages/runtime/package.json'), 'utf8')) as { exports: Record<string, unknown> };
const entries = Object.keys(manifest.exports).filter((entry) => entry !== './package.json');

let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-packed-'));
  await npm(['pack', '--ignore-scripts', '--silent', '--pack-destination', folder, '-w', '@plimsoll/contract', '-w', '@plimsoll/runtime'], root);
  const tarball = join(folder, readdirSync(folder).find((name) => name.startsWith('plimsoll-runtime-')) ?? '');
  const contract = join(folder, readdirSync(folder).find((name) => name.startsWith('plimsoll-contract-')) ?? '');
  mkdirSync(join(folder, 'service'));
  writeFileSync(join(folder, 'service/package.json'), '{ "name": "service", "private": true, "type": "module" }\n');
  await npm(['install', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', contract, tarball], join(folder, 'service'));
}, 90_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the packed runtime', () => {
  it('brings the contract and its YAML reader, and no analyser, no grammar, no driver', () => {
    const modules = join(folder, 'service/node_modules');
    const names = readdirSync(modules).filter((name) => !name.startsWith('.')).flatMap((name) => (name.startsWith('@') ? readdirSync(join(modules, name)).map((each) => `${name}/${each}`) : [name])); // prettier-ignore
    expect(names.toSorted()).toEqual(['@plimsoll/contract', '@plimsoll/runtime', 'yaml']);
  });

  it('holds no tests and no sources', () => {
    const files = readdirSync(join(folder, 'service/node_modules/@plimsoll/runtime'), { recursive: true }).map(String);
    expect(files.filter((file) => /\.test\.|testing|tsbuildinfo|^src/.test(file))).toEqual([]);
  });

  /** These are adapters of one client, which whoever imports them has. */
  const clients: Readonly<Record<string, string>> = { './workload/sqs': '@aws-sdk/client-sqs', './workload/bullmq': 'bullmq', './route/http': 'undici', './route/grpc': '@grpc/grpc-js' };

  it.each(Object.entries(clients))('%s asks for %s only', async (entry, client) => {
    const failed = await run(execPath, ['--input-type=module', '-e', `await import('@plimsoll/runtime${entry.slice(1)}')`], { cwd: join(folder, 'service') }).catch(String);
    expect(failed).toContain(`Cannot find package '${client}'`);
  });

  it.each(entries.filter((entry) => !(entry in clients)))('%s can be imported alone, and loads only itself', async (entry) => {
    const name = `@plimsoll/runtime${entry.slice(1)}`;
    const script = `import { registerHooks } from 'node:module';
      const loaded = [];
      registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
      const module = await import('${name}');
      console.log(JSON.stringify({ names: Object.keys(module), loaded: loaded.filter((url) => url.includes('node_modules')).map((url) => url.replace(/.*node_modules\\//, '')) }));`;
    const { stdout } = await run(execPath, ['--input-type=module', '-e', script], { cwd: join(folder, 'service') });
    const { names, loaded } = JSON.parse(stdout) as { names: string[]; loaded: string[] };
    expect(names.length).toBeGreaterThan(0);
    expect(loaded.filter((file) => !file.startsWith(entry === './contract' ? '' : '@plimsoll/runtime/'))).toEqual([]);
  });
});
