import type { Default } from '../python/index.ts';

export const gunicornTimeout: Default<number> = { value: 30_000, says: 'timeout 30 seconds by default', citation: 'Gunicorn 23, Settings, timeout: 30' };
