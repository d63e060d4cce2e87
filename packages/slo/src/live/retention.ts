import { parseDuration } from '@plimsoll/contract';
import type { PrometheusApi } from './api.ts';

export type Retention = { readonly known: true; readonly ms: number; readonly says: string } | { readonly known: false; readonly why: string };

/** What Prometheus keeps where no flag says otherwise (storage.tsdb.retention.time). */
const byDefaultMs = 15 * 86_400_000;

/** How long the server keeps samples, as its flags say. By size alone, or without flags (Thanos, Mimir), it is not known. */
export async function retentionOf(api: PrometheusApi): Promise<Retention> {
  const answer = await api.flags();
  if (!answer.ok) return { known: false, why: answer.why };
  const flag = (name: string): string => answer.flags.get(`storage.tsdb.${name}`) ?? '0';
  if (!answer.flags.has('storage.tsdb.retention.time') && !answer.flags.has('storage.tsdb.retention')) return { known: false, why: 'the flags of the server name no retention' };
  const stated = [flag('retention.time'), flag('retention')].find((each) => !/^0(?:s|ms)?$/.test(each));
  const size = flag('retention.size');
  if (stated === undefined)
    return /^0(?:B)?$/.test(size)
      ? { known: true, ms: byDefaultMs, says: 'storage.tsdb.retention.time is not set: 15d' }
      : { known: false, why: `samples are kept up to ${size}, however long that is` };
  const ms = milliseconds(stated);
  return ms === null ? { known: false, why: `the retention \`${stated.slice(0, 40)}\` is no duration` } : { known: true, ms, says: `storage.tsdb.retention.time=${stated}` };
}

/** Durations of Prometheus may have several parts: 1y, 30d, 1d12h. */
function milliseconds(text: string): number | null {
  const parts = text.match(/\d+(?:ms|[ywdhms])/g);
  if (!parts || parts.join('') !== text) return null;
  const years = (part: string): number => (part.endsWith('y') ? Number(part.slice(0, -1)) * 365 * 86_400_000 : NaN);
  const all = parts.map((part) => {
    if (part.endsWith('y')) return years(part);
    const parsed = parseDuration(part);
    return parsed.ok ? parsed.value : NaN;
  });
  const sum = all.reduce((total, each) => total + each, 0);
  return Number.isFinite(sum) ? sum : null;
}
