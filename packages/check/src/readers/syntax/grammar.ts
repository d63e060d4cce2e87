import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { cpuUsage } from 'node:process';
import type { Unread } from '@plimsoll/contract';
import type * as TreeSitter from 'web-tree-sitter';
import type { Language } from 'web-tree-sitter';
import type { SourceText } from '../reader.ts';
import { detach } from './detach.ts';
import type { SyntaxNode, SyntaxTree } from './node.ts';
import { sourceOf } from './node.ts';

export type GrammarName = 'python' | 'java' | 'go' | 'php' | 'ruby' | 'rust' | 'c-sharp' | 'bash';

/** `tree` is null when nothing of the file could be read; `unread` says why, or which part was left out. */
export interface Parsed {
  readonly tree: SyntaxTree | null;
  readonly unread: readonly Unread[];
}

export interface Grammar {
  parse(file: SourceText): Parsed;
}

/** A grammar that a reader names at module level and loads in its `prepare`. */
export interface LazyGrammar extends Grammar {
  prepare(): Promise<void>;
}

export const sizeLimit = 1_500_000;
const timeLimitMs = 5_000;
const openAnglesLimit = 4_000;

/** The names as people write them. */
const called: Readonly<Record<GrammarName, string>> = { python: 'Python', java: 'Java', go: 'Go', php: 'PHP', ruby: 'Ruby', rust: 'Rust', 'c-sharp': 'C#', bash: 'shell' };

const loading = new Map<GrammarName, Promise<Grammar>>();

export function loadGrammar(name: GrammarName): Promise<Grammar> {
  const begun = loading.get(name) ?? load(name);
  loading.set(name, begun);
  return begun;
}

export function lazyGrammar(name: GrammarName): LazyGrammar {
  let loaded: Grammar | null = null;
  return {
    async prepare(): Promise<void> {
      loaded = await loadGrammar(name);
    },
    parse(file: SourceText): Parsed {
      return loaded ? loaded.parse(file) : nothing(file, `the grammar for ${name} was not loaded before this file was read`);
    },
  };
}

type Runtime = typeof TreeSitter;
let runtime: Promise<Runtime> | undefined;
/** Set when the parser's runtime has given up; nothing can be parsed in this process afterwards. */
let dead: string | null = null;
/** What the parser's memory is in use for. Never let go once the runtime has given up: a finaliser would free it there, and end the process. */
let held: object[] = [];

async function load(name: GrammarName): Promise<Grammar> {
  runtime ??= begin();
  const { Language, Parser } = await runtime;
  const require = createRequire(import.meta.url);
  const language = await Language.load(await readFile(require.resolve(`@vscode/tree-sitter-wasm/wasm/tree-sitter-${name}.wasm`)));
  return { parse: (file) => parse(file, Parser, language, name) };
}

async function begin(): Promise<Runtime> {
  const loaded = await import('web-tree-sitter');
  await loaded.Parser.init();
  return loaded;
}

function parse(file: SourceText, Parser: Runtime['Parser'], language: Language, name: GrammarName): Parsed {
  if (dead !== null) return nothing(file, `the parser stopped working at ${dead}; this file was not read`);
  if (file.text.length > sizeLimit) return nothing(file, `the file is larger than ${sizeLimit} characters; code of that size is not read`);
  if (name === 'java' && mostOpenAngles(file.text) > openAnglesLimit) return nothing(file, `the file opens more than ${openAnglesLimit} angle brackets that it does not close; it was not read`);
  try {
    return parseWith(new Parser(), file, language, name);
  } catch (problem) {
    dead = file.path;
    return nothing(file, `the file could not be parsed as ${called[name]}: ${String(problem)}`);
  }
}

// No `finally`: when the runtime has given up, freeing throws as well and there is nothing left to free.
function parseWith(parser: TreeSitter.Parser, file: SourceText, language: Language, name: GrammarName): Parsed {
  held = [parser];
  parser.setLanguage(language);
  const until = spentMs() + timeLimitMs;
  const parsed = parser.parse(file.text, null, { progressCallback: () => spentMs() > until });
  if (!parsed) {
    parser.delete();
    return nothing(file, `the file could not be parsed as ${called[name]} within ${timeLimitMs / 1000} seconds`);
  }
  const cursor = parsed.walk();
  held.push(parsed, cursor);
  const { tree, firstError, cutAt } = detach(parsed, cursor, language, file.path, file.text);
  parsed.delete();
  parser.delete();
  const unread: Unread[] = [];
  if (firstError) unread.push(note(file, firstError, `this is not valid ${called[name]} syntax; the lines around it may be missing from the result`));
  if (cutAt) unread.push(note(file, cutAt, 'the code is nested too deeply here; what lies deeper was left out'));
  return { tree, unread };
}

/** Processor time, not the clock: on a busy machine a file would else be given up that is read in no time on a free one. */
function spentMs(): number {
  const { user, system } = cpuUsage();
  return (user + system) / 1000;
}

/** The Java grammar keeps every reading of `A<A<A<…` alive: its memory grows with the square of the open angle brackets, and no callback can stop it. */
function mostOpenAngles(text: string): number {
  let open = 0;
  let most = 0;
  for (const [bracket] of text.matchAll(/[<>]/g)) {
    open = bracket === '<' ? open + 1 : Math.max(0, open - 1);
    most = Math.max(most, open);
  }
  return most;
}

function nothing(file: SourceText, message: string): Parsed {
  return { tree: null, unread: [{ file: file.path, line: null, message }] };
}

function note(file: SourceText, node: SyntaxNode, message: string): Unread {
  return { file: file.path, line: sourceOf(node).line, message };
}
