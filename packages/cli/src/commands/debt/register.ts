import { mayBeDebtRegister, readDebtRegister } from '@plimsoll/decisions';
import type { DebtRegister, Edited } from '@plimsoll/decisions';
import { diffText } from '@plimsoll/report';
import { diskFiles } from '../../disk/file-index.ts';
import type { DiskFiles } from '../../disk/file-index.ts';
import { exitCodes } from '../../exit-codes.ts';
import { writeTo } from '../../outputs.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { UsageError } from '../../usage-error.ts';
import { pathToWrite } from '../adr/own-path.ts';
import { rawText } from '../adr/raw-text.ts';
import { declaredIn } from '../adr/repository.ts';

/** The register that the commands edit. */
export interface RegisterFile {
  readonly directory: string;
  readonly file: string;
  readonly text: string | null; // null: not there yet
  readonly register: DebtRegister | null;
  readonly files: DiskFiles;
}

const usual = 'docs/performance-debt.yml';

/** What plimsoll.yml names, else the one data file that is called like a register, else the usual place. Pages are read, not edited. */
export function registerOf(directory: string): RegisterFile {
  const files = diskFiles(directory);
  const declared = declaredIn(files).debt;
  const found = files.paths.filter((path) => /\.ya?ml$/i.test(path) && mayBeDebtRegister(path) && !/^(?:examples?|samples?)\/|(?:^|\/)(?:vendor|node_modules|fixtures?|testdata)\//.test(path));
  if (declared === null && found.length > 1) throw new UsageError(`there are ${found.length} registers (${found.slice(0, 4).join(', ')}); name one as decisions.debt in plimsoll.yml`);
  const file = declared ?? found[0] ?? usual;
  if (!/\.ya?ml$/i.test(file)) throw new UsageError(`${file} is not edited by commands; plimsoll debt import ${file} takes its debts over into a YAML register`);
  if (!files.has(file)) return { directory, file, text: null, register: null, files };
  const text = rawText(directory, file);
  return { directory, file, text, register: readDebtRegister(file, text, true), files };
}

export function textOf({ file, text }: RegisterFile): string {
  if (text === null) throw new UsageError(`there is no register yet; plimsoll debt add begins ${file}`);
  return text;
}

/** Writes what an edit made and shows it; an edit that was not made says why. */
export function write({ directory, file, text }: RegisterFile, edited: Edited, dryRun: boolean, terminal: Terminal): number {
  if (!edited.ok) throw new UsageError(edited.message);
  terminal.out(diffText(file, text ?? '', edited.text, terminal));
  if (!dryRun) writeTo(pathToWrite(directory, file), file, edited.text);
  terminal.out(dryRun ? 'nothing was written: --dry-run\n' : `${file} was written\n`);
  return exitCodes.holds;
}
