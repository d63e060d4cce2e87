import { safe } from '../terminal/safe.ts';

/**
 * Text from a repository in Markdown (https://github.github.com/gfm): no mark-up of its own, no HTML, no link. `@name` and `#12` would
 * call people and issues on GitHub; an empty comment between keeps them apart and shows nothing.
 */
export function prose(text: string): string {
  return safe(text.replaceAll(/\s+/g, ' ').trim())
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*[\]|~$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, String.raw`\$&`)
    .replace(/^(?:[#+=-]|\d+(?=[.)]\s))/, (start) => (/^\d/.test(start) ? `&#${start.charCodeAt(0)};${start.slice(1)}` : `\\${start}`))
    .replaceAll(/@(?=[\w-])/g, '@<!-- -->')
    .replaceAll(/#(?=\d)(?<!&#)/g, '#<!-- -->')
    .replaceAll(/\b(?:https?|ftp):(?=\/\/)|\bwww\.(?=\w)/gi, '$&<!-- -->');
}

/** An inline code span; its fence is longer than any in the text. Not for cells of a table, which a pipe would end. */
export function code(text: string): string {
  const plain = safe(text.replaceAll(/\s+/g, ' '));
  const fence = '`'.repeat(longestRun(plain) + 1);
  const pad = plain.startsWith('`') || plain.endsWith('`') || plain === '' ? ' ' : '';
  return `${fence}${pad}${plain}${pad}${fence}`;
}

/** A block of code that nothing in it can end. */
export function fenced(lines: readonly string[]): readonly string[] {
  const plain = lines.map(safe);
  const fence = '`'.repeat(Math.max(3, longestRun(plain.join('\n')) + 1));
  return [`${fence}text`, ...plain, fence];
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
