import { sayCount, sayDuration } from '@plimsoll/contract';
import type { KnownView, Range } from './known-view.ts';
import { unlimited } from './known-view.ts';

type Say = (value: number) => string;

/** `20`, `2 to 20`, `at least 3`, `?`. */
export function sayView(view: KnownView, say: Say = sayCount): string {
  if (view.value !== null) return view.value === unlimited ? 'no limit' : typeof view.value === 'number' ? say(view.value) : String(view.value);
  const { min, max } = view;
  if (min !== undefined && max !== undefined) return min === max ? say(min) : `${say(min)} to ${say(max)}`;
  if (min !== undefined) return `at least ${say(min)}`;
  return max === undefined ? '?' : `at most ${say(max)}`;
}

export function sayTime(view: KnownView): string {
  return sayView(view, sayDuration);
}

export function sayRange({ min, max }: Range): string {
  if (min === max) return sayCount(min);
  if (max === Infinity) return min === 0 ? '?' : `at least ${sayCount(min)}`;
  return min === 0 ? `at most ${sayCount(max)}` : `${sayCount(min)} to ${sayCount(max)}`;
}

/** Ends of a range of instances: `2..20 instances`, `0..? instances`. */
export function sayInstances(min: KnownView, max: KnownView): string {
  const least = min.value === null ? sayEnd(min.min) : sayView(min);
  const most = max.value === null ? sayEnd(max.max) : sayView(max);
  if (least === '?' && most === '?') return 'an unknown number of instances';
  return least === most ? counted(least, 'instance') : `${least}..${most} instances`;
}

function sayEnd(end: number | undefined): string {
  return end === undefined ? '?' : sayCount(end);
}

/** `1 process`, `at least 1 instance`, `? instances`. */
export function counted(count: string, noun: string, nouns: string = `${noun}s`): string {
  return `${count} ${/(?:^|\D )1$/.test(count) ? noun : nouns}`;
}
