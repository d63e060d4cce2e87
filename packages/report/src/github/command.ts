import { safe } from '../terminal/safe.ts';

export type Command = 'error' | 'warning' | 'notice';

/** A workflow command of GitHub Actions, escaped as its documentation and toolkit have it (docs.github.com, "Workflow commands"). */
export function command(name: Command, properties: Readonly<Record<string, string | number>>, message: string): string {
  const stated = Object.entries(properties).map(([key, value]) => `${key}=${property(String(value))}`);
  return `::${name} ${stated.join(',')}::${data(message)}`;
}

/** A line of the log that no runner takes for a command: it acts on `::` at the start and on `##[` anywhere. */
export function logLine(text: string): string {
  return safe(text)
    .replace(/^(\s*):(?=:)/, '$1\u2236')
    .replaceAll('##[', '## [');
}

function data(text: string): string {
  return clean(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** Line ends are escaped by the format; nothing else that a terminal acts on may pass. */
function clean(text: string): string {
  return text.split(/\r?\n/).map(safe).join('\n');
}
