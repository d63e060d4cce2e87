import type { CheckReport, Unread } from '@plimsoll/contract';
import type { Line } from '../terminal/span.ts';
import { styled } from '../terminal/span.ts';
import { proseMax, wrap } from '../terminal/wrap.ts';
import { heading } from './broken.ts';
import type { Page } from './page.ts';
import { counted } from '../verdict/verdict.ts';

const shownUnread = 5;
const shownStack = 6;

/** What could not be read, so that nobody takes silence for approval. What is said of several files is said once. */
export function unreadSection({ unread }: CheckReport, page: Page): readonly Line[] {
  if (unread.length === 0) return [];
  const groups = page.all ? unread.map((entry) => [entry]) : [...Map.groupBy(unread, (entry) => entry.message).values()];
  const shown = page.all ? groups : groups.slice(0, shownUnread);
  const rest = groups.slice(shown.length).flat().length;
  return [
    ...heading('Unread:', 'what could not be understood', counted(unread.length, 'place'), page),
    ...shown.flatMap((group) => groupLines(group, Math.min(page.columns, proseMax))),
    ...(rest > 0 ? [['  ', styled('quiet', `and ${rest} more (--all shows them)`)]] : []),
    [],
  ];
}

function groupLines([first, ...others]: readonly Unread[], columns: number): readonly Line[] {
  if (!first) return [];
  const more = others.length > 0 ? [styled('quiet', ` (and ${counted(others.length, 'more place')})`)] : [];
  return wrap([styled('path', first.line === null ? first.file : `${first.file}:${first.line}`), ...more, ' ', first.message], columns, { first: ['  '], rest: '      ' });
}

/** A reader or rule that threw is a fault of Plimsoll; nobody else can mend it. */
export function internalErrorSection({ internalErrors, tool }: CheckReport, page: Page): readonly Line[] {
  if (internalErrors.length === 0) return [];
  const columns = Math.min(page.columns, proseMax);
  return [
    [],
    [styled('alarm', `${counted(internalErrors.length, 'BUG')} IN PLIMSOLL`)],
    ...wrap(
      [`Plimsoll ${tool.version} failed here; your repository is not at fault. All else is judged and reported. Please report this with the text below and, if you can, the file it names.`],
      columns,
    ),
    [],
    ...internalErrors.flatMap((error) => {
      const lines = error.split('\n');
      const shown = page.all ? lines : lines.slice(0, shownStack);
      return [
        ...shown.flatMap((line, index) => wrap([index === 0 ? styled('error', line) : styled('quiet', line)], page.columns, { rest: index === 0 ? '  ' : '      ' })),
        ...(shown.length < lines.length ? [['      ', styled('quiet', '…')]] : []),
      ];
    }),
    [],
  ];
}
