import type { Node } from 'oxc-parser';
import { parseFile } from '../../javascript/syntax/parse.ts';
import type { ParsedFile, ParseResult } from '../../javascript/syntax/parse.ts';

export type { Node, ParsedFile };

/** Refuses what the parser cannot bear (size, nesting) and says so in `unread`. */
export function parseScript(path: string, text: string): ParseResult {
  return parseFile(path, text);
}
