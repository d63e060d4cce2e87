import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { hasPostgres, startPostgres } from '../../examples/local/postgres.ts';

const asRoot = process.getuid?.() === 0;

describe.skipIf(!hasPostgres() || !asRoot)('PostgreSQL that root starts', () => {
  afterEach(() => void vi.unstubAllEnvs());

  it('runs as another user, also where that one may not enter the temporary folder', async () => {
    const secret = mkdtempSync(join(tmpdir(), 'secret-'));
    chmodSync(secret, 0o700);
    vi.stubEnv('TMPDIR', secret);
    try {
      const { version, stop } = await startPostgres({ connectionsMax: 20 });
      await stop();
      expect(version).toMatch(/^\d+/);
    } finally {
      rmSync(secret, { recursive: true });
    }
  });
});
