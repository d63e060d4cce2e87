export { environmentName } from './name.ts';
export { environmentOfPath } from './path.ts';
