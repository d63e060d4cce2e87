import type { Default } from '../kubernetes/defaults.ts';

export const instancesDefault: Default<number> = {
  value: 1,
  says: 'instances not set: 1',
  citation: 'PM2, Configuration file, instances: number of app instances to be launched, one when left out (https://pm2.keymetrics.io/docs/usage/application-declaration/)',
};
