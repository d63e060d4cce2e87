import type { Source } from '@plimsoll/contract';

export interface Instruction {
  readonly keyword: string; // upper case
  readonly rest: string; // continuation lines joined, comments inside them left out
  readonly source: Source;
}

export interface InstructionList {
  readonly instructions: readonly Instruction[];
  readonly escape: '\\' | '`';
}

const hereDocument = /(?:^|\s)(?:\d+)?<<-?(["']?)([A-Za-z_][A-Za-z0-9_]*)\1(?=\s|$|[;&|)])/g;
const hereDocumentsMax = 1000; // each may search the whole rest of the file for its end
const takesHereDocuments: ReadonlySet<string> = new Set(['RUN', 'COPY', 'ADD']);

/** Cuts a Dockerfile into instructions, https://docs.docker.com/reference/dockerfile/#format */
export function readInstructions(file: string, text: string): InstructionList {
  const lines = text.split(/\r?\n/);
  const escape = escapeDirective(lines);
  const instructions: Instruction[] = [];
  let index = 0;
  let hereDocuments = 0;
  while (index < lines.length) {
    const start = index;
    const first = lines[index++] ?? '';
    if (isBlankOrComment(first)) continue;
    const pieces: string[] = [];
    let piece = first;
    let last = start;
    while (continues(piece, escape)) {
      pieces.push(piece.trimEnd().slice(0, -1));
      while (index < lines.length && isBlankOrComment(lines[index] ?? '')) index++;
      if (index >= lines.length) {
        piece = '';
        break;
      }
      last = index;
      piece = lines[index++] ?? '';
    }
    pieces.push(piece);
    const match = /^\s*([A-Za-z]+)(?:\s+|$)([\s\S]*)$/.exec(pieces.join(''));
    if (!match) continue;
    const keyword = (match[1] ?? '').toUpperCase();
    const rest = (match[2] ?? '').trim();
    if (takesHereDocuments.has(keyword) && rest.includes('<<') && hereDocuments++ < hereDocumentsMax) {
      index = skipHereDocuments(rest, lines, index);
      last = Math.max(last, index - 1);
    }
    const column = first.length - first.trimStart().length + 1;
    instructions.push({ keyword, rest, source: { file, line: start + 1, column, endLine: last + 1, endColumn: (lines[last] ?? '').length + 1 } });
  }
  return { instructions, escape };
}

/** Parser directives stand before everything else; a comment that is none ends them. */
function escapeDirective(lines: readonly string[]): '\\' | '`' {
  for (const line of lines) {
    const directive = /^#\s*([A-Za-z]+)\s*=\s*(\S+)\s*$/.exec(line);
    if (!directive) return '\\';
    if (directive[1]?.toLowerCase() === 'escape') return directive[2] === '`' ? '`' : '\\';
  }
  return '\\';
}

function isBlankOrComment(line: string): boolean {
  return /^\s*(?:#|$)/.test(line);
}

function continues(line: string, escape: string): boolean {
  return line.trimEnd().endsWith(escape);
}

/** The line after the last here-document of an instruction; one that is never closed is no here-document. */
function skipHereDocuments(rest: string, lines: readonly string[], after: number): number {
  let index = after;
  for (const match of rest.matchAll(hereDocument)) {
    let end = index;
    while (end < lines.length && lines[end]?.trimStart() !== match[2]) end++;
    if (end === lines.length) break;
    index = end + 1;
  }
  return index;
}
