import type { Stretch } from '../status/snapshot.ts';
import type { PrometheusApi } from './api.ts';
import { askNumbers } from './ask.ts';
import { counting } from './raw.ts';
import { sumsOf } from './recorded.ts';
import type { LiveSnapshot } from './snapshots.ts';
import type { Subject } from './subject.ts';

const cutsMost = 40; // of one objective
const pieceMinMs = 60_000; // less holds no two scrapes

/** The history with its stretches cut at these moments, as well as scrapes can tell; the pieces of a stretch add up to it. */
export async function cutAt(api: PrometheusApi, subject: Subject, { history, basis }: LiveSnapshot, momentsMs: readonly number[]): Promise<readonly Stretch[]> {
  const moments = [...new Set(momentsMs.map((ms) => Math.round(ms / 1000) * 1000))].toSorted((a, b) => a - b).slice(0, cutsMost);
  const cut: Stretch[] = [];
  for (const stretch of history) {
    let rest = stretch;
    for (const ms of moments) {
      if (ms <= rest.startMs + pieceMinMs || ms >= rest.endMs - pieceMinMs) continue;
      const counted = await countedIn(api, subject, basis, { startMs: rest.startMs, endMs: ms });
      if (!counted) continue;
      const [bad, total] = [Math.min(rest.bad, counted.bad), Math.min(rest.total, counted.total)];
      cut.push({ startMs: rest.startMs, endMs: ms, bad, total });
      rest = { startMs: ms, endMs: rest.endMs, bad: rest.bad - bad, total: rest.total - total };
    }
    cut.push(rest);
  }
  return cut;
}

async function countedIn(
  api: PrometheusApi,
  subject: Subject,
  basis: LiveSnapshot['basis'],
  { startMs, endMs }: { readonly startMs: number; readonly endMs: number },
): Promise<{ readonly bad: number; readonly total: number } | null> {
  const answer = await askNumbers(api, basis === 'recorded' ? sumsOf(subject, endMs - startMs) : counting(subject, endMs - startMs), endMs);
  return answer.ok ? { bad: answer.value.get('errors') ?? 0, total: answer.value.get('total') ?? 0 } : null;
}
