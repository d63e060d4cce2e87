import { RuntimeError } from '../errors/index.ts';

/** `done`, or the code of the `RuntimeError`, or the error as text. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'done';
  } catch (error) {
    return error instanceof RuntimeError ? error.code : String(error);
  }
}
