/** What one process does. The words are those of the model that `plimsoll check` builds. */
export type Role = 'server' | 'consumer' | 'batch' | 'stream' | 'scheduler';

/** The load profile of each role, as the contract names it. A scheduler is background work of one instance. */
export const profileOf: Readonly<Record<Role, 'sync-api' | 'background-job' | 'batch' | 'stream'>> = {
  server: 'sync-api',
  consumer: 'background-job',
  batch: 'batch',
  stream: 'stream',
  scheduler: 'background-job',
};
