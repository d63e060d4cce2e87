import type { FileIndex } from '@plimsoll/check';
import type { CheckReport, Unread } from '@plimsoll/contract';
import { mayBeDebtRegister } from '@plimsoll/decisions';
import type { Terminal } from '../../terminal/terminal.ts';
import { declaredIn } from '../adr/repository.ts';

/** Says what of the registers was not understood: a debt that could not be read may be due. */
export function sayUnread({ unread }: CheckReport, files: FileIndex, terminal: Terminal): readonly Unread[] {
  const declared = declaredIn(files).debt;
  const own = unread.filter(({ file }) => file === declared || mayBeDebtRegister(file));
  for (const { file, line, message } of own) terminal.err(`plimsoll: ${file}${line === null ? '' : `:${line}`} ${message}\n`);
  return own;
}
