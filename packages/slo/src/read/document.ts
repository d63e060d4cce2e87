import type { Source, Stated } from '@plimsoll/contract';
import type { ServiceLevelObjectives } from '../objectives.ts';

const longestLine = 2000;

export function isDocumentPath(path: string): boolean {
  return (
    /(^|\/)(?:[^/]*[-_.])?(slos?|service[-_]level[-_](objectives?|agreements?))(?:[-_.][^/]*)?\.(md|markdown)$/i.test(path) || /(^|\/)(slos?|service[-_]levels?)\/[^/]+\.(md|markdown)$/i.test(path)
  );
}

/**
 * A page about SLOs counts as one when a table promises something: a header that names a target and a row (or header) with a
 * percentile, a share or a duration. Prose about what SLOs are does not.
 */
export function readDocument(file: string, text: string): ServiceLevelObjectives | null {
  const lines = text.split('\n').map((line) => line.slice(0, longestLine).trimEnd());
  const header = lines.findIndex((line, index) => isHeader(line) && isRule(lines[index + 1] ?? ''));
  if (header === -1) return null;
  const rows = lines.slice(header, header + 50);
  const end = rows.findIndex((line) => !line.trimStart().startsWith('|') && !line.includes('|'));
  const table = end === -1 ? rows : rows.slice(0, end);
  if (!table.some((row, index) => index !== 1 && /\d\s*%|\bp\d{2,3}\b|percentile|perzentil|\d\s*m?s\b/i.test(row))) return null;
  const source: Source = { file, line: header + 1, column: 1, endLine: header + 1, endColumn: (lines[header] ?? '').length + 1 };
  return {
    kind: 'document',
    shape: 'markdown',
    file,
    source,
    service: serviceOf(file, lines),
    owner: labelled(file, lines, /^(?:[-*]\s*)?\**owner\**\s*:\s*\**\s*(.+)$/i),
    lastReviewed: null,
    reviewBy: null,
    objectives: [],
    errorBudget: null,
    policy: null,
    alerts: [],
    links: [],
  };
}

function isHeader(line: string): boolean {
  return line.includes('|') && /\b(target|objective|slo|goal|ziel|threshold|percentile)\b/i.test(line);
}

function isRule(line: string): boolean {
  return line.includes('-') && line.includes('|') && /^[\s|:-]+$/.test(line);
}

function serviceOf(file: string, lines: readonly string[]): Stated<string> | null {
  const named = labelled(file, lines, /^(?:[-*]\s*)?\**(?:service|dienst)\**\s*:\s*\**\s*(.+)$/i);
  if (named) return named;
  const index = lines.findIndex((line) => /^#\s/.test(line));
  const title = (lines[index] ?? '').replace(/^#\s+/, '');
  const match = /^(?:slos?|service level objectives?)\s*(?:[:–—-]|for|of)\s*`?([\w][\w .-]*?)`?$/i.exec(title) ?? /^`?([\w][\w.-]*)`?\s+(?:slos?|service level objectives?)$/i.exec(title);
  const name = match?.[1]?.trim();
  if (name !== undefined && !/^(our|the|all|service|services|api)$/i.test(name)) return place(file, index, lines[index] ?? '', name);
  return null;
}

function labelled(file: string, lines: readonly string[], pattern: RegExp): Stated<string> | null {
  for (const [index, line] of lines.slice(0, 60).entries()) {
    const value = pattern
      .exec(line)?.[1]
      ?.replace(/[*`"']/g, '')
      .trim();
    if (value !== undefined && value !== '') return place(file, index, line, value);
  }
  return null;
}

function place(file: string, index: number, line: string, value: string): Stated<string> {
  const column = Math.max(0, line.indexOf(value)) + 1;
  return { value, source: { file, line: index + 1, column, endLine: index + 1, endColumn: column + value.length } };
}
