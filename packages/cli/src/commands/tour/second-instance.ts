import { chapter, parts } from '@plimsoll/report/tour';
import type { Terminal } from '../../terminal/terminal.ts';
import { names } from './examples.ts';
import type { LocalExamples, Losses } from './examples.ts';

const killEveryMs = 500;

/** Each with two instances, which customers ask in turn. */
export async function secondInstance({ twoInstances }: LocalExamples, operations: number, signal: AbortSignal, terminal: Terminal): Promise<void> {
  terminal.out(chapter(6, 'What a second instance does', 'npx node examples/local/losses.ts', terminal));
  for (const name of names) {
    if (signal.aborted) return;
    const losses = await twoInstances[name]({ operations, killEveryMs, victims: ['api'], signal });
    if (!signal.aborted) terminal.out(parts([[name, saying(losses)]], terminal));
  }
}

function saying({ kills, sessions, lostSessions, payments, movedTwice }: Losses): string {
  const killed = kills === 0 ? '' : `, though ${kills === 1 ? 'an instance was' : `${kills} instances were`} killed`;
  return `${lostSessions} of ${sessions} sessions lost, ${movedTwice} of ${payments} payments moved the money twice${killed}`;
}
