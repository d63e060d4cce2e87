import { RuntimeError } from '../errors/index.ts';

/** An option that cannot work: what it is, and what would be right. */
export function wrongOption(owner: string, option: string, value: unknown, right: string): RuntimeError {
  return new RuntimeError('ERR_PLIMSOLL_OPTION', `${owner}: ${option} is ${typeof value === 'string' ? `"${value.slice(0, 100)}"` : String(value)}; ${right}`, { retryable: false });
}

/** Throws `ERR_PLIMSOLL_OPTION` unless the value is a finite number within the bounds. */
export function numberWithin(owner: string, option: string, value: number, least: number, most: number): number {
  if (!(value >= least && value <= most)) throw wrongOption(owner, option, value, `give a number from ${least} to ${most}`);
  return value;
}

export function wholeWithin(owner: string, option: string, value: number, least: number, most: number): number {
  if (!Number.isSafeInteger(value)) throw wrongOption(owner, option, value, `give a whole number from ${least} to ${most}`);
  return numberWithin(owner, option, value, least, most);
}

/** Loads an optional peer on first use, so that nobody needs the clients of clouds they do not use. */
export async function peer<T>(owner: string, name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    throw new RuntimeError('ERR_PLIMSOLL_OPTION', `${owner} needs the package ${name}, which could not be loaded; npm install ${name}`, { retryable: false, cause });
  }
}

/** The words of whatever was thrown. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
