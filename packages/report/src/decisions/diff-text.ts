import { show, styled } from '../terminal/span.ts';
import type { Line } from '../terminal/span.ts';

/** What an edit changes, line by line; a small edit of a long text shows a few lines. */
export function diffText(file: string, before: string, after: string, { colour }: { readonly colour: boolean }): string {
  const [old, now] = [before.split(/\r?\n/), after.split(/\r?\n/)];
  const lines: Line[] = [[styled('strong', file)]];
  for (let from = 0, to = 0; from < old.length || to < now.length;) {
    if (old[from] === now[to]) {
      from++;
      to++;
      continue;
    }
    const start = from + 1;
    const [nextOld, nextNow] = whereEqual(old, now, from, to);
    lines.push([styled('quiet', `line ${start}`)]);
    for (; from < nextOld; from++) lines.push([styled('error', `- ${old[from] ?? ''}`)]);
    for (; to < nextNow; to++) lines.push([styled('kept', `+ ${now[to] ?? ''}`)]);
  }
  return show(lines, colour);
}

const windowMax = 200;

/** The nearest lines after the difference that are the same again. */
function whereEqual(old: readonly string[], now: readonly string[], from: number, to: number): readonly [number, number] {
  for (let sum = 1; sum <= windowMax; sum++) {
    for (let ahead = 0; ahead <= sum; ahead++) {
      const [a, b] = [from + ahead, to + sum - ahead];
      if (a <= old.length && b <= now.length && (old[a] === now[b] ? a < old.length || b === now.length : false)) return [a, b];
    }
  }
  return [old.length, now.length];
}
