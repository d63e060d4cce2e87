import type { JoinNote, Source } from '@plimsoll/contract';

/** Only what belongs to a place: facts and evidence carry more. */
export function sourceJson({ file, line, column, endLine, endColumn }: Source): Source {
  return { file, line, column, endLine, endColumn };
}

export function joinJson({ from, to, why, sure }: JoinNote): JoinNote {
  return { from, to, why, sure };
}
