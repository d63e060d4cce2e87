import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { normalize, resolve } from 'node:path';
import type { Terminal } from './terminal/terminal.ts';
import { UsageError } from './usage-error.ts';

export interface Output<Format extends string> {
  readonly format: Format;
  readonly file: string | null; // null: standard output
}

/** `--format NAME` or `NAME=FILE`, repeatable: at most one to standard output, no file twice. */
export function outputsAmong<Format extends string>(stated: readonly string[], formats: readonly Format[]): readonly Output<Format>[] {
  const outputs = stated.map((entry): Output<Format> => {
    const [name = '', ...rest] = entry.split('=');
    const format = formats.find((candidate) => candidate === name);
    if (format === undefined) throw new UsageError(`there is no format ${name}; formats are ${formats.join(', ')}`);
    if (rest.length > 0 && rest.join('=') === '') throw new UsageError(`--format ${name}= names no file; write --format ${name}=FILE, or --format ${name} for standard output`);
    return { format, file: rest.length === 0 ? null : rest.join('=') };
  });
  if (outputs.filter(({ file }) => file === null).length > 1) throw new UsageError('only one format can go to standard output; write the others to files with --format NAME=FILE');
  const files = outputs.flatMap(({ file }) => file ?? []);
  const twice = files.find((file, index) => files.slice(0, index).some((earlier) => normalize(earlier) === normalize(file)));
  if (twice !== undefined) throw new UsageError(`two formats would be written to ${twice}; give each a file of its own`);
  return outputs;
}

/** Each where it belongs. One that cannot be written keeps none of the others, and is told when they are. */
export function writeAll<Format extends string>(outputs: readonly Output<Format>[], render: (format: Format, toFile: boolean) => string, terminal: Terminal): void {
  const failed: UsageError[] = [];
  for (const { format, file } of outputs) {
    const text = render(format, file !== null);
    if (file === null) terminal.out(text);
    else {
      try {
        writeTo(resolve(terminal.cwd, file), file, text);
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        failed.push(error);
      }
    }
  }
  if (failed.length > 0) throw new UsageError(failed.map(({ message }) => message).join('\nplimsoll: '));
}

/** Writes a file that the user named; what stands in the way is a matter of usage. */
export function writeTo(path: string, shown: string, text: string): void {
  guarded(shown, () => writeFileSync(path, text));
}

/** The same in pieces, so that a large file is never held as a whole. Without any piece the file is left alone. */
export function writePiecesTo(path: string, shown: string, pieces: Iterable<string>): void {
  let descriptor: number | null = null;
  try {
    for (const piece of pieces) {
      const file = (descriptor ??= guarded(shown, () => openSync(path, 'w')));
      guarded(shown, () => writeSync(file, piece));
    }
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

function guarded<T>(shown: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw new UsageError(`${shown} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
