import type { Document, LineCounter, Node, Pair } from 'yaml';
import type { Source, Unread } from '../source.ts';
import type { YamlEntry, YamlMapping, YamlNode, YamlScalar } from './node.ts';
import { parser } from './parser.ts';
import { splitDocuments } from './split.ts';
import type { DocumentText } from './split.ts';

export interface YamlDocument {
  readonly root: YamlNode;
  readonly text: string;
  readonly firstLine: number; // 1-based line of the document in its file
}

export interface YamlResult {
  readonly documents: readonly YamlDocument[];
  readonly unread: readonly Unread[];
}

const deepestNesting = 200;

/** No document has such a run, and the parser's time grows with its square: two megabytes of quotes took it a minute. */
const longRun = /(["'{}[\]])\1{999}/;

const mergedEntriesMax = 10_000; // of one mapping
const mergedEntriesInAllMax = 200_000; // of one document
const byteOrderMark = 0xfeff;

/**
 * Reads a YAML (or JSON) file, document by document. `wanted` looks at a document's text before any parser does, so that documents
 * of unknown kinds cost nothing. Never throws: a broken document is an `unread` entry and the others are still read.
 */
export function readYaml(file: string, text: string, wanted: (document: string) => boolean = () => true): YamlResult {
  const documents: YamlDocument[] = [];
  const unread: Unread[] = [];
  for (const part of splitDocuments(text.charCodeAt(0) === byteOrderMark ? text.slice(1) : text)) {
    if (part.text.trim() === '' || isDirectives(part.text) || !wanted(part.text)) continue;
    const result = readDocument(file, part);
    if (result.root) documents.push({ root: result.root, text: part.text, firstLine: part.firstLine });
    unread.push(...result.unread);
  }
  return { documents, unread };
}

/** `%YAML 1.2` before the first `---`. */
function isDirectives(text: string): boolean {
  return text.trimStart().startsWith('%') && text.split('\n').every((line) => /^\s*$|^[%#]/.test(line));
}

function readDocument(file: string, part: DocumentText): { root: YamlNode | null; unread: Unread[] } {
  const tooDeep = deeperThan(part.text, deepestNesting);
  if (tooDeep !== null) {
    return {
      root: null,
      unread: [{ file, line: part.firstLine + tooDeep, message: `nests deeper than ${deepestNesting} levels here; this document was not analysed: split it, or close what is left open above` }],
    };
  }
  const run = longRun.exec(part.text);
  if (run) {
    const line = part.firstLine + part.text.slice(0, run.index).split('\n').length - 1;
    return { root: null, unread: [{ file, line, message: `holds a thousand times the character ${run[1]} in a row; this document was not analysed` }] };
  }
  const { LineCounter, parseDocument } = parser();
  const lines = new LineCounter();
  let document: Document;
  try {
    // Without prettyErrors: it builds a code frame per error and per unknown tag from the whole line, quadratic on one long line.
    document = parseDocument(part.text, { prettyErrors: false, lineCounter: lines, keepSourceTokens: false, uniqueKeys: false, merge: false, logLevel: 'silent', stringKeys: false });
  } catch (error) {
    return { root: null, unread: [{ file, line: part.firstLine, message: `is not YAML: ${error instanceof Error ? error.message : String(error)}` }] };
  }
  const firstError = document.errors[0];
  if (firstError) {
    const line = part.firstLine - 1 + (lines.linePos(firstError.pos[0]).line || 1);
    const message = firstError.message.split('\n', 1)[0] ?? 'syntax error';
    return { root: null, unread: [{ file, line, message: `is not valid YAML: ${message}; this document was not analysed` }] };
  }
  const place = placeIn(file, part, lines);
  const unread: Unread[] = [];
  const root = document.contents ? convert(document.contents, place, unread) : null;
  return { root, unread };
}

type Place = (range: readonly [number, number, number] | null | undefined) => Source;

function placeIn(file: string, part: DocumentText, lines: LineCounter): Place {
  return (range) => {
    const start = lines.linePos(range?.[0] ?? 0);
    const end = lines.linePos(range?.[1] ?? range?.[0] ?? 0);
    const shift = part.firstLine - 1;
    return { file, line: shift + start.line, column: start.col, endLine: shift + end.line, endColumn: end.col };
  };
}

function convert(root: Node, place: Place, unread: Unread[]): YamlNode {
  const { isAlias, isMap, isPair, isScalar, isSeq } = parser();
  const done = new Map<Node, YamlNode>();
  const open = new Set<Node>();
  const anchors = new Map<string, Node>(); // in document order, as an alias means the last anchor before it
  let mergedInAll = 0;

  const visit = (node: Node | null, near: Source): YamlNode => {
    if (node === null) return nothing(near);
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      const here = place(node.range);
      if (!target || open.has(target)) {
        unread.push({ file: here.file, line: here.line, message: `the alias *${node.source} names no anchor above it; read as null` });
        return nothing(here);
      }
      return visit(target, here);
    }
    const known = done.get(node);
    if (known) return known;
    remember(node);
    open.add(node);
    const result = build(node);
    open.delete(node);
    done.set(node, result);
    return result;
  };

  const remember = (node: Node): void => {
    if (!isAlias(node) && node.anchor !== undefined) anchors.set(node.anchor, node);
  };

  const build = (node: Node): YamlNode => {
    const source = place(node.range);
    if (isMap(node)) return mapping(node.items as Pair<Node, Node | null>[], source);
    if (isSeq(node)) {
      return { kind: 'sequence', items: node.items.map((item) => (isPair(item) ? mapping([item as Pair<Node, Node | null>], source) : visit(item as Node, source))), source };
    }
    if (isScalar(node)) return scalar(node.value, node.source, source);
    return nothing(source);
  };

  const mapping = (items: readonly Pair<Node, Node | null>[], source: Source): YamlMapping => {
    const own: YamlEntry[] = [];
    const merged: YamlEntry[] = [];
    for (const item of items) {
      const keyNode = item.key;
      const keySource = keyNode ? place(keyNode.range) : source;
      const key = isScalar(keyNode) ? String(keyNode.source ?? keyNode.value) : isAlias(keyNode) ? `*${keyNode.source}` : '';
      if (keyNode) remember(keyNode);
      const value = visit(item.value, keySource);
      if (key !== '<<') own.push({ key, keySource, value });
      else if (!merge(value, merged)) return tooManyMerged(own, source);
    }
    if (merged.length === 0) return { kind: 'mapping', entries: own, source };
    const ownKeys = new Set(own.map((entry) => entry.key));
    return { kind: 'mapping', entries: [...merged.filter((entry) => !ownKeys.has(entry.key)), ...own], source };
  };

  /** Of several merged mappings the earlier wins (YAML merge key, https://yaml.org/type/merge.html), and lookups take the last. */
  const merge = (value: YamlNode, merged: YamlEntry[]): boolean => {
    const mappings = value.kind === 'sequence' ? value.items.toReversed() : [value];
    for (const each of mappings) {
      if (each.kind !== 'mapping') continue;
      mergedInAll += each.entries.length;
      if (merged.length + each.entries.length > mergedEntriesMax || mergedInAll > mergedEntriesInAllMax) return false;
      merged.push(...each.entries);
    }
    return true;
  };

  const tooManyMerged = (own: readonly YamlEntry[], source: Source): YamlMapping => {
    unread.push({ file: source.file, line: source.line, message: 'merges too many entries; the merged ones and those after them were not analysed' });
    return { kind: 'mapping', entries: own, source };
  };

  return visit(root, place(root.range));
}

function scalar(value: unknown, written: string | undefined, source: Source): YamlScalar {
  const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : typeof value === 'bigint' ? Number(value) : null;
  return { kind: 'scalar', value: plain, text: written ?? (plain === null ? '' : String(plain)), source };
}

function nothing(source: Source): YamlScalar {
  return { kind: 'scalar', value: null, text: '', source };
}

/** Counts open brackets and the markers of compact block sequences (`- - - x`): cheap, and too high rather than too low is harmless at 200. */
function deeperThan(text: string, limit: number): number | null {
  let open = 0;
  let dashes = 0;
  let line = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 91 || code === 123) {
      if (++open > limit) return line;
    } else if (code === 93 || code === 125) open = Math.max(0, open - 1);
    else if ((code === 45 || code === 63) && text.charCodeAt(index + 1) === 32) {
      if (++dashes > limit) return line;
    } else if (code === 10) {
      dashes = 0;
      line++;
      if (indentAt(text, index + 1) > limit * 8) return line;
    } else if (code !== 32) dashes = 0;
  }
  return null;
}

function indentAt(text: string, start: number): number {
  let end = start;
  while (text.charCodeAt(end) === 32) end++;
  return end - start;
}
