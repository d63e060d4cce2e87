import type { Default } from '../kubernetes/defaults.ts';

const multipleProcesses =
  'Cloud Foundry documentation, Pushing your app with multiple processes: the web process has one instance by default, other processes have zero (https://docs.cloudfoundry.org/devguide/multiple-processes.html)';

export const webInstancesDefault: Default<number> = { value: 1, says: 'instances not set: 1', citation: multipleProcesses };
export const otherInstancesDefault: Default<number> = { value: 0, says: 'instances not set: 0', citation: multipleProcesses };
