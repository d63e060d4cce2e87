import { html } from '../../html/markup.ts';
import type { Html } from '../../html/markup.ts';
import type { Box } from './layout/place.ts';

/** What findings say of a part: the worst of them, and how many. */
export interface Mark {
  readonly worst: 'error' | 'warning' | 'info' | 'undecided';
  readonly count: number;
}

const signs = { error: '✗', warning: '!', info: 'i', undecided: '?' } as const;

export function sayMark({ worst, count }: Mark): string {
  return `${count} ${count === 1 ? 'finding' : 'findings'}, ${worst === 'undecided' ? 'undecided' : `at most ${worst}`}`;
}

/** In the upper right corner of a box. */
export function drawnMark({ worst, count }: Mark, box: Box): Html {
  const text = `${signs[worst]} ${count}`;
  const width = 14 + text.length * 6.6;
  const x = box.x + box.width - width - 8;
  return html`<rect class="badge ${worst}" x="${px(x)}" y="${px(box.y + 9)}" width="${px(width)}" height="19" rx="9.5"/><text class="badge-text ${worst}" text-anchor="middle" x="${px(x + width / 2)}" y="${px(box.y + 22.5)}">${text}</text>`;
}

export function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}
