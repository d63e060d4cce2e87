import type { BurnSample } from '../status/snapshot.ts';
import type { PrometheusApi } from './api.ts';
import { askNumbers } from './ask.ts';
import { counting } from './raw.ts';
import { sumsOf } from './recorded.ts';
import type { LiveSnapshot } from './snapshots.ts';
import type { Subject } from './subject.ts';

/** The failures behind each burn rate, so that one among few requests is no fire; as they were where nothing is answered, or seconds stand for events. */
export async function burnCountsOf(api: PrometheusApi, subject: Subject, { burn, basis }: LiveSnapshot): Promise<readonly BurnSample[]> {
  const burning = burn.filter(({ errorRatio }) => errorRatio !== null && errorRatio > 0);
  if (subject.measured.kind === 'ratio' || burning.length === 0) return burn;
  const errors = (ms: number): string => (basis === 'recorded' ? sumsOf(subject, ms) : counting(subject, ms))['errors'] ?? '';
  const answer = await askNumbers(api, Object.fromEntries(burning.map(({ windowMs }) => [`errors${windowMs}`, errors(windowMs)])), subject.span.endMs);
  return answer.ok ? burn.map((each) => ({ ...each, bad: answer.value.get(`errors${each.windowMs}`) ?? null })) : burn;
}
