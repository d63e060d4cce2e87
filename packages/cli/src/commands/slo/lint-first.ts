import { lintSlos, sloRules } from '@plimsoll/slo';
import type { MetricNames } from '@plimsoll/slo';
import { exitCodes } from '../../exit-codes.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { version } from '../../version.ts';
import { exitCodeOf } from '../check/exit-code.ts';
import { outputsOf, writeOutputs } from '../check/outputs.ts';
import { todayOf } from '../directory.ts';
import type { FoundSlos } from './files.ts';

/** Whether SLO files hold against the rules of slo lint; the report is printed only where they do not. */
export async function holds({ directory, index, seen, found }: FoundSlos, names: MetricNames, terminal: Terminal): Promise<boolean> {
  const report = lintSlos(found, { today: todayOf(undefined, terminal.now()), version: version(), names, filesSeen: seen });
  if (exitCodeOf(report, 'error') === exitCodes.holds) return true;
  await writeOutputs(outputsOf(['text']), { report, files: index, directory, failOn: 'error', all: false, rules: sloRules }, terminal);
  return false;
}
