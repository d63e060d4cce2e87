import { join } from 'node:path';
import type { CheckReport } from '@plimsoll/contract';
import { withAlso } from '@plimsoll/report';
import { chapter, comparedScorecards, paragraph, worstFindings } from '@plimsoll/report/tour';
import type { Terminal } from '../../terminal/terminal.ts';
import { checkDirectory } from '../check/index.ts';
import { names } from './examples.ts';

const findingsShown = 4;

/** Both repositories held against the principles, side by side, with the worst that was found. */
export async function checkBoth(root: string, today: string, terminal: Terminal): Promise<readonly CheckReport[]> {
  terminal.out(chapter(1, 'What the repositories say', 'npx plimsoll check examples/monolith', terminal));
  const checked: [string, CheckReport][] = [];
  for (const name of names) checked.push([name, (await checkDirectory(join(root, 'examples', name), today, terminal, { usesCache: false })).report]);
  terminal.out(comparedScorecards(checked, terminal));
  const worst = checked[0]?.[1];
  if (worst) {
    const rules = new Set(worst.findings.filter(({ suppressed }) => suppressed === null).map(({ rule }) => rule));
    terminal.out(`\n${worstFindings(worst, findingsShown, terminal)}`);
    terminal.out(
      `\n${paragraph([`These are ${findingsShown} of ${withAlso(worst).findings.length} findings by ${rules.size} rules, each with the lines that led to it and what to change.`], terminal)}`,
    );
  }
  return checked.map(([, report]) => report);
}
