import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Curves } from '@plimsoll/contract';
import { readCurves } from '@plimsoll/gate/curves';
import type { Terminal } from '../../terminal/terminal.ts';
import { UsageError } from '../../usage-error.ts';

const bytesMax = 16 * 1024 * 1024;

/** The curves of a file that the user named. */
export function measuredCurves(file: string, terminal: Terminal): Curves {
  const path = resolve(terminal.cwd, file);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile()) throw new UsageError(`${file} is no file; --curves names one as schema/curves.schema.json describes it`);
  if (stat.size > bytesMax) throw new UsageError(`${file} is larger than any file of curves (${stat.size} bytes)`);
  const read = readCurves(readFileSync(path, 'utf8'));
  if (!read.ok) throw new UsageError(`${file}: ${read.message}`);
  return read.curves;
}
