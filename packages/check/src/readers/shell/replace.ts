import { unknown } from '../../model/known.ts';
import type { Unknown } from '../../model/known.ts';
import type { Source } from '@plimsoll/contract';

const growthMax = 8_192;

/** Whether a text grew too much while its variables were filled in: they may double each other until nothing fits into memory. */
export function outgrew(result: string, written: string): boolean {
  return result.length > written.length + growthMax;
}

/** `text.replace` with a function, or null as soon as the result outgrows the text. */
export function replaceWithin(text: string, pattern: RegExp, replacement: (match: RegExpExecArray) => string): string | null {
  let result = '';
  let position = 0;
  for (const match of text.matchAll(pattern)) {
    result += text.slice(position, match.index) + replacement(match);
    position = match.index + match[0].length;
    if (outgrew(result, text)) return null;
  }
  return result + text.slice(position);
}

export function tooLong(source: Source): Unknown {
  return unknown(`this value grows by more than ${growthMax} characters when its variables are filled in`, { cause: 'not-supported-yet', what: 'a shorter value' }, { source });
}
