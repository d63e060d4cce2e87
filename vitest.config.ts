import { env } from 'node:process';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'], externalConditions: ['source'] } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'test/**/*.test.ts', 'scripts/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    isolate: false, // no global state: sharing one module graph is safe and eight times faster
    testTimeout: 60_000, // real servers on busy machines
    hookTimeout: 120_000,
    retry: env['CI'] === 'true' ? 1 : 0, // what runs on the clock of a shared machine is red when it fails twice
  },
});
