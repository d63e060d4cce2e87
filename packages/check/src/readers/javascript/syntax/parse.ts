import type { Node, Program } from 'oxc-parser';
import type { Unread } from '@plimsoll/contract';
import { placesIn } from './lines.ts';
import type { PlaceOf } from './lines.ts';
import { parser } from './parser.ts';
import { survey } from './survey.ts';

export interface ParsedFile {
  readonly program: Program;
  readonly placeOf: PlaceOf;
  readonly nodes: readonly Node[]; // all nodes in source order, each with its parent set
}

export interface ParseResult {
  readonly parsed: ParsedFile | null;
  readonly unread: readonly Unread[];
}

const largestFile = 1_500_000;
const averageLineOfMinified = 500;

export function parseFile(path: string, text: string): ParseResult {
  const refusal = refuses(path, text);
  if (refusal) return { parsed: null, unread: [refusal] };
  const placeOf = placesIn(path, text);
  let program: Program;
  let unread: Unread[] = [];
  try {
    const result = parser().parseSync(path, text, { lang: languageOf(path), sourceType: path.endsWith('.cjs') ? 'commonjs' : 'unambiguous', preserveParens: false });
    program = result.program;
    const error = result.errors[0];
    if (error) {
      const at = error.labels[0];
      const line = at ? placeOf(at.start, at.end).line : null;
      const rest = program.body.length === 0 ? 'this file was not analysed' : 'the statements around it may have been left out';
      unread = [{ file: path, line, message: `is not valid ${isTypeScript(path) ? 'TypeScript' : 'JavaScript'}: ${error.message}; ${rest}` }];
    }
  } catch (error) {
    return { parsed: null, unread: [{ file: path, line: null, message: `could not be parsed: ${error instanceof Error ? error.message : String(error)}` }] };
  }
  if (program.body.length === 0 && unread.length > 0) return { parsed: null, unread };
  return { parsed: { program, placeOf, nodes: link(program) }, unread };
}

export function isMinified(text: string): boolean {
  if (text.length < 5_000) return false;
  let lines = 1;
  for (let index = text.indexOf('\n'); index >= 0; index = text.indexOf('\n', index + 1)) lines++;
  return text.length / lines > averageLineOfMinified;
}

export function isTypeScript(path: string): boolean {
  return /\.[mc]?tsx?$/.test(path);
}

export function mayHoldJsx(path: string): boolean {
  return !/\.[mc]?ts$/.test(path);
}

function refuses(path: string, text: string): Unread | null {
  if (text.length > largestFile) return { file: path, line: null, message: `is larger than ${largestFile / 1_000_000} MB; this file was not analysed` };
  if (isMinified(text)) return { file: path, line: null, message: 'is minified (its lines are longer than 500 characters on average); this file was not analysed' };
  const { tooDeepAt } = survey(text, mayHoldJsx(path));
  if (tooDeepAt === null) return null;
  return {
    file: path,
    line: placesIn(path, text)(tooDeepAt, tooDeepAt).line,
    message: 'nests more than 500 brackets or chains more than 2,500 operators in one statement; this file was not analysed',
  };
}

function languageOf(path: string): 'js' | 'jsx' | 'ts' | 'tsx' | 'dts' {
  if (/\.d\.[mc]?ts$/.test(path)) return 'dts';
  if (path.endsWith('.tsx')) return 'tsx';
  return /\.[mc]?ts$/.test(path) ? 'ts' : 'jsx';
}

/** Sets `parent` on every node and lists them in source order, without recursion. */
function link(program: Program): Node[] {
  const { visitorKeys } = parser();
  const nodes: Node[] = [];
  const open: Node[] = [program];
  for (let node = open.pop(); node; node = open.pop()) {
    nodes.push(node);
    const keys = visitorKeys[node.type];
    if (!keys) continue;
    for (let index = keys.length - 1; index >= 0; index--) {
      const value = (node as unknown as Readonly<Record<string, unknown>>)[keys[index] ?? ''];
      if (Array.isArray(value)) {
        for (let at = value.length - 1; at >= 0; at--) if (isNode(value[at])) open.push(adopt(value[at], node));
      } else if (isNode(value)) open.push(adopt(value, node));
    }
  }
  return nodes;
}

function adopt(child: Node, parent: Node): Node {
  child.parent = parent;
  return child;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}
