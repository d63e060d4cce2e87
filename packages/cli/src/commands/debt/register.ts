import { mayBeDebtRegister, readDebtRegister } from '@plimsoll/decisions';
import type { DebtRegister, Edited } from '@plimsoll/decisions';
import { diffText } from '@plimsoll/report';
import { diskFiles } from '../../disk/file-index.ts';
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
  readonly pages: readonly string[]; // Markdown that holds debts; read by check, edited by nobody here
}

const usual = 'docs/performance-debt.yml';

/** What plimsoll.yml names, else the one data file that is called like a register, else the usual place. Pages are read by check, and edited by people. */
export function registerOf(directory: string): RegisterFile {
  const files = diskFiles(directory);
  const declared = declaredIn(files).debt;
  const registers = files.paths.filter((path) => mayBeDebtRegister(path) && !/^(?:examples?|samples?)\/|(?:^|\/)(?:vendor|node_modules|fixtures?|testdata)\//.test(path));
  const found = registers.filter((path) => isData(path));
  const pages = [...new Set([...registers, ...(declared === null ? [] : [declared])])].filter(
    (path) => !isData(path) && files.has(path) && readDebtRegister(path, files.text(path) ?? '', path === declared) !== null,
  );
  if (declared === null && found.length > 1) throw new UsageError(`there are ${found.length} registers (${found.slice(0, 4).join(', ')}); name one as decisions.debt in plimsoll.yml`);
  const file = declared !== null && isData(declared) ? declared : (found[0] ?? usual);
  if (!files.has(file)) return { directory, file, text: null, register: null, pages };
  const text = rawText(directory, file);
  return { directory, file, text, register: readDebtRegister(file, text, true), pages };
}

function isData(path: string): boolean {
  return /\.ya?ml$/i.test(path);
}

/** Two registers side by side would list a debt twice; a page is taken over first. */
export function refusePages({ text, pages, file }: RegisterFile): void {
  const [page] = pages;
  if (text === null && page !== undefined) throw new UsageError(`the debts stand in ${page}, which commands do not edit; plimsoll debt import ${page} takes them over into ${file}`);
}

export function textOf(register: RegisterFile): string {
  refusePages(register);
  if (register.text === null) throw new UsageError(`there is no register yet; plimsoll debt add begins ${register.file}`);
  return register.text;
}

/** Writes what an edit made and shows it; an edit that was not made says why. */
export function write({ directory, file, text }: RegisterFile, edited: Edited, dryRun: boolean, terminal: Terminal): number {
  if (!edited.ok) throw new UsageError(edited.message);
  terminal.out(diffText(file, text ?? '', edited.text, terminal));
  if (!dryRun) writeTo(pathToWrite(directory, file), file, edited.text);
  terminal.out(dryRun ? 'nothing was written: --dry-run\n' : `${file} was written\n`);
  return exitCodes.holds;
}
