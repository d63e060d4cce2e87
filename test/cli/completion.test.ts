import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { plimsoll } from './session.ts';

const words = async (...before: string[]): Promise<string[]> => (await plimsoll(['completion', ...before], '.')).out.split('\n').slice(0, -1);

describe('completion', () => {
  it('offers commands, their commands and their options', async () => {
    expect(await words('words')).toEqual(expect.arrayContaining(['check', 'gate', 'completion', '--version']));
    expect(await words('words', 'slo')).toEqual(expect.arrayContaining(['lint', 'rules', 'init']));
    expect(await words('words', 'history')).toEqual(expect.arrayContaining(['show', 'accept', 'prune', '--who']));
    expect(await words('words', 'slo', 'lint')).toEqual(expect.arrayContaining(['--format', '--fail-on']));
    expect(await words('words', 'slo', 'lint')).not.toContain('lint');
    expect(await words('words', 'gate')).toEqual(expect.arrayContaining(['--base', '--head', '--p95']));
  });

  it('offers rules and principles where they are asked for', async () => {
    expect(await words('words', 'explain')).toContain('dp4/pool-size-not-set');
    expect(await words('words', 'check', '--rule')).toContain('dp4/pool-size-not-set');
    expect(await words('words', 'check', '--principle')).toEqual(['DP1', 'DP2', 'DP3', 'DP4', 'DP5', 'DP6', 'DP7', 'DP8']);
  });

  it('knows no other shell', async () => {
    expect(await plimsoll(['completion', 'nushell'], '.')).toMatchObject({ code: 2, err: expect.stringContaining('bash, zsh, fish') as string });
  });

  it('works in bash', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'plimsoll-completion-'));
    try {
      writeFileSync(join(folder, 'completion.bash'), (await words('bash')).join('\n'));
      const program = fileURLToPath(new URL('../../packages/cli/bin/plimsoll.js', import.meta.url));
      const typed = `plimsoll() { '${process.execPath}' '${program}' "$@"; }; . '${join(folder, 'completion.bash')}'; COMP_WORDS=(plimsoll slo li); COMP_CWORD=2; _plimsoll; echo "\${COMPREPLY[*]}"`;
      expect(spawnSync('bash', ['-c', typed], { encoding: 'utf8' }).stdout).toBe('lint\n');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
