export type { RuntimeErrorCode, RuntimeErrorOptions } from './errors/index.ts';
export { RuntimeError } from './errors/index.ts';
