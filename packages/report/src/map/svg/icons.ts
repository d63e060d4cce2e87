import type { PartKind } from './picture.ts';

/** Line icons of 16 by 16, so that kinds are told apart without colour. */
export const icons: Readonly<Record<PartKind, string>> = {
  users: 'M8 8a3 3 0 1 0 0-6a3 3 0 0 0 0 6M2.5 14.5c0-3 2.5-4.5 5.5-4.5s5.5 1.5 5.5 4.5',
  workload: 'M2.5 4.5L8 1.5l5.5 3v7L8 14.5l-5.5-3zM2.5 4.5L8 7.5l5.5-3M8 7.5v7',
  database: 'M2.5 3.5c0-2.7 11-2.7 11 0v9c0 2.7-11 2.7-11 0zM2.5 3.5c0 2.7 11 2.7 11 0M2.5 8c0 2.7 11 2.7 11 0',
  cache: 'M9 1.5L3 9h4.5l-1 5.5L13 7H8.5z',
  queue: 'M1.5 4.5h13v7h-13zM5.5 4.5v7M9.5 4.5v7',
  service: 'M4.5 12.5a3 3 0 0 1 0-6a4 4 0 0 1 7.5 0a3 3 0 0 1 0 6z',
  outside: 'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13M1.5 8h13M8 1.5c-4.5 4-4.5 9 0 13c4.5-4 4.5-9 0-13',
  network: 'M1.5 3.5v-2h2M12.5 1.5h2v2M14.5 12.5v2h-2M3.5 14.5h-2v-2M5 8h6M8 5v6',
};

export const kindNames: Readonly<Record<PartKind, string>> = {
  users: 'traffic',
  workload: 'workload',
  database: 'database',
  cache: 'cache',
  queue: 'queue',
  service: 'service',
  outside: 'outside',
  network: 'network',
};
