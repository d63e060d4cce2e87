export type { ErrorCase, RuntimeErrorCode } from './codes.ts';
export { errorCodes } from './codes.ts';
export type { RuntimeErrorOptions } from './runtime-error.ts';
export { RuntimeError, rejected, rejection } from './runtime-error.ts';
