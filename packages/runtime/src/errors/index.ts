export type { RuntimeErrorCode, RuntimeErrorOptions } from './runtime-error.ts';
export { RuntimeError, rejection } from './runtime-error.ts';
