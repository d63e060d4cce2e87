import { parseCount, parseDuration } from '@plimsoll/contract';
import type { ScalingSignal } from '@plimsoll/contract';
import type { InstancesClaim, PoolClaim, SignalClaim, TimeoutClaim } from '../decision.ts';
import { lineSource } from '../markdown/outline.ts';
import type { Phrase } from './phrase.ts';
import { number, quantityAt, spanOf } from './phrase.ts';

const unit = '(?:instances?|replicas?|pods?|tasks?|containers?|nodes?|machines?|dynos?|instanzen)';
const sized = `(?:${unit}|capacity|size|count|replicaCount|replicas)`;
const ofSomethingElse = String.raw`(?![\d.,_])(?!\s*(?:\w*\/|req|[rqt]ps|%|[kmgt]i?b\b|bytes|ms\b|s\b|sec|min|hours?|users|msgs|messages|events|orders|items))`;
const minimum = new RegExp(String.raw`(?<!\w)min(?:imum)?\.?[\s_-]*(?:number of\s+)?${sized}\s*\**\s*(?:of|is|:|=)?\s*\**\s*(${number})${ofSomethingElse}`, 'i');
const maximum = new RegExp(String.raw`(?<!\w)max(?:imum)?\.?[\s_-]*(?:number of\s+)?${sized}\s*\**\s*(?:of|is|:|=)?\s*\**\s*(${number})${ofSomethingElse}`, 'i');
const range = new RegExp(String.raw`(?<![\w.])(\d{1,6})\s*(?:-|–|—|to|and|bis|\.\.)\s*(\d{1,6})\s+${unit}(?!\w)`, 'i');
const minMax = new RegExp(String.raw`(?<!\w)min(?:imum)?\.?\s*[:=]?\s*(\d{1,6})(?!\w)[^0-9]{0,30}(?<!\w)max(?:imum)?\.?\s*[:=]?\s*(\d{1,6})(?!\w)`, 'i');

/** `Min instances: 2 (no cold start), Max instances: 20`, `2–20 replicas`, `min 2, max 20 instances`. */
export function instancesClaim(phrase: Phrase): InstancesClaim | null {
  const { text } = phrase;
  if (/\bpool\b|\bconnections?\b/i.test(text)) return null;
  const low = minimum.exec(text);
  const high = maximum.exec(text);
  const both = (low ?? high) ? null : (range.exec(text) ?? (new RegExp(`(?<!\\w)${unit}(?!\\w)`, 'i').test(text) ? minMax.exec(text) : null));
  const min = quantityAt(phrase, low ?? both, (low ?? both)?.[1], parseCount);
  const max = quantityAt(phrase, high ?? both, high ? high[1] : both?.[2], parseCount);
  return (min ?? max) ? { kind: 'instances', min, max, ...spanOf(phrase) } : null;
}

const signals: readonly (readonly [ScalingSignal, RegExp])[] = [
  ['request-rate', /\b(?:ALB)?RequestCountPerTarget\b|\brequests? (?:rate|count|per (?:target|second|instance|pod))\b|\bhttp_requests\w*|\brps\b|\breq\/s\b/i],
  ['queue-depth', /\bApproximateNumberOfMessages\w*|\bqueue[- ]?(?:depth|length|size)\b|\bbacklog\w*/i],
  ['lag', /\b(?:consumer |replication |iterator )?lag\b|\bIteratorAge\w*/i],
  ['latency', /\bTargetResponseTime\b|\bresponse times?\b|\blatency\b/i],
  ['concurrency', /\b(?:ProvisionedConcurrency\w*|concurrent requests?|concurrency)\b/i],
  ['cpu', /\b(?:ECSServiceAverage)?CPU(?:Utili[sz]ation)?\b/i],
  ['memory', /\b(?:ECSServiceAverage)?memory(?:Utili[sz]ation)?\b/i],
  ['schedule', /\bschedul(?:e|ed)\b|\bcron\b/i],
];
const scales = /\bauto-?\s?scal\w*|\btarget[- ]tracking\b|\bscal(?:es?|ed|ing) (?:on|by|with)\b|\bHPA\b|\bKEDA\b|\bautoskalier\w*/i;

/** `Auto-scaling: Target tracking on ALBRequestCountPerTarget`. */
export function signalClaim(phrase: Phrase): SignalClaim | null {
  const trigger = scales.exec(phrase.text);
  if (!trigger || /\b(?:no|not|without|disabled|kein\w*)\b/i.test(phrase.text)) return null;
  const rest = phrase.text.slice(trigger.index);
  const hits = signals.flatMap(([signal, pattern]) => {
    const match = pattern.exec(rest);
    return match ? [{ signal, metric: match[0], from: trigger.index + match.index }] : [];
  });
  const [hit] = hits.toSorted((a, b) => a.from - b.from);
  const named = /\btracking on\s+[*`]*([A-Za-z]\w{2,60})/i.exec(rest);
  if (named && (!hit || trigger.index + named.index + named[0].length < hit.from)) return claim(phrase, 'other', named[1] ?? '');
  return hit ? claim(phrase, hit.signal, hit.metric) : null;
}

function claim(phrase: Phrase, signal: ScalingSignal, metric: string): SignalClaim {
  const from = phrase.text.indexOf(metric);
  return { kind: 'scaling-signal', signal, metric: { value: metric, source: lineSource(phrase.file, phrase.line, from, from + metric.length) }, ...spanOf(phrase) };
}

const pool = new RegExp(
  String.raw`\bpool(?:[\s_-]*size|s)?\b\s*\**\s*(?:\([^)]{0,30}\))?\s*(?:of|is|:|=|to|at)?\s*\**\s*(?:up to\s+|max(?:imum)?\s*)?(${number})(?!\s?(?:ms|s|sec|min)\b|\s?%|[\d.])`,
  'i',
);
const poolCamel = /\b\w*PoolSize\b\s*[:=]?\s*(\d{1,6})\b/i;
const perInstance = /(?<![\w.])(\d{1,6})\s+connections? per (?:instance|task|pod|process|replica|container)\b/i;

/** `pool size: 10`, `pool_size=10`, `a pool of 20 connections`, `10 connections per instance`. */
export function poolClaim(phrase: Phrase): PoolClaim | null {
  const match = perInstance.exec(phrase.text) ?? poolCamel.exec(phrase.text) ?? pool.exec(phrase.text);
  const size = quantityAt(phrase, match, match?.[1], parseCount);
  return size && size.value > 0 ? { kind: 'pool-size', size, ...spanOf(phrase) } : null;
}

const span = String.raw`${number}\s?(?:ms|msec|milliseconds?|seconds?|secs?|s|minutes?|mins?|m|h)`;
const timeoutAfter = new RegExp(String.raw`(?:\b([A-Za-z][A-Za-z-]{1,30})[\s_-]+)?\btimeouts?\b\s*\**\s*(?:\([^)]{0,30}\))?\s*(?:of|is|:|=|to|at|from)?\s*\**\s*(${span})(?!\w)`, 'gi');
const timeoutBefore = new RegExp(String.raw`(?<![\w.])(${span})\s+(?:([A-Za-z][A-Za-z-]{1,30})\s+)?timeouts?\b`, 'gi');

/** `Statement timeout: 250ms`, `a 30 s request timeout`. */
export function timeoutClaims(phrase: Phrase): readonly TimeoutClaim[] {
  const after = [...phrase.text.matchAll(timeoutAfter)].map((match) => ({ match, of: match[1], written: match[2] }));
  const before = after.length > 0 ? [] : [...phrase.text.matchAll(timeoutBefore)].map((match) => ({ match, of: match[2], written: match[1] }));
  return [...after, ...before].flatMap(({ match, of, written }): TimeoutClaim[] => {
    const timeoutMs = quantityAt(phrase, match, written, parseDuration);
    return timeoutMs ? [{ kind: 'timeout', of: /^(?:a|an|the|with|and|our|use|set)$/i.test(of ?? '') ? '' : (of ?? '').toLowerCase(), timeoutMs, ...spanOf(phrase) }] : [];
  });
}
