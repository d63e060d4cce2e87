import { parseDuration, parseRate, parseRatio } from '@plimsoll/contract';
import type { Parsed } from '@plimsoll/contract';
import type { PerformanceClaim } from '../decision.ts';
import { evidenceIn } from './evidence.ts';
import type { Phrase } from './phrase.ts';
import { number, quantityAt, spanOf } from './phrase.ts';

const things = 'req(?:uest)?s?|msgs?|messages?|events?|orders?|jobs?|transactions?|quer(?:y|ies)|calls?|ops|operations?|records?|payments?|anfragen?|nachrichten|aufträge|bestellungen';
const times = 'seconds?|sec|s|minutes?|min|hours?|h|days?|d|sekunden?|minuten?|stunden?';
const rate = new RegExp(
  String.raw`(?<![\w.])(?:(\d{1,4})\s?[×x*]\s?)?(?:(${number}\s?[kM]?)\s*(?:(?:${things})\s*)?(?:\/|per|pro)\s*(${times})(?!\w)|(${number}\s?[kM]?)\s*(rps|qps|tps|rpm)(?!\w))`,
  'i',
);
const timeWords: Readonly<Record<string, string>> = { sekunde: 's', sekunden: 's', minute: 'min', minuten: 'min', minutes: 'min', stunde: 'h', stunden: 'h', hours: 'h', seconds: 's', days: 'd' };
const duration = String.raw`(${number}\s?(?:ms|msec|milliseconds?|millisekunden|µs|us|seconds?|secs?|sekunden?|s))(?!\w)`;
const quantile = String.raw`(?:p(\d{2}(?:\.\d{1,3})?|9{2,4}\d?)(?!\w)|(\d{2}(?:\.\d{1,3})?)(?:st|nd|rd|th|\.)[- ](?:percentile|perzentil))`;
const comparator = String.raw`(<=|>=|≤|≥|<|>|=|under|below|within|at most|up to|less than|unter|höchstens|maximal|:|of|is|was|at|bei|von|~|≈)?`;
const latencyAfter = new RegExp(String.raw`(?<![\w.])${quantile}[\s*_]*(?:latenc(?:y|ies)|response times?|latenz|antwortzeit)?[\s*_:]*${comparator}[\s*_]*${duration}`, 'gi');
const latencyBefore = new RegExp(String.raw`(<=|>=|≤|≥|<|>|=)?\s*${duration}\s*(?:\(|at\s+|bei\s+|@\s*|latency at\s+)?\s*${quantile}`, 'gi');
const errors = new RegExp(
  String.raw`\b(?:errors?(?: rate| ratio)?|fehler(?:rate|quote)?)\s*(?:of|is|was|von|:)?\s*(<=|>=|≤|≥|<|>|=|below|under|at most|less than|unter|höchstens)?\s*(${number}\s?%)`,
  'i',
);

const measured = /load ?-?test(?:ed|ing)?|\bmeasure[ds]?\b|\bmeasurement|\bresults?\b|\bbenchmark|\bobserved\b|\bachieved\b|\bactual\b|lasttest|gemessen|\bergebnis/i;
const wanted = /\btargets?\b|\bgoals?\b|\bexpect(?:ed|ation)?\b|\brequire[ds]?\b|\brequirement|\bbudget\b|\bdesign(?:ed)?\b|\bmust\b|\bsl[oa]s?\b|\bziel/i;
const missing =
  /\bnot (?:yet )?(?:measured|tested|known|available|run|done|load)|\bnot yet\b|\btb[dca]\b|\bto be (?:measured|determined|done|tested|defined)|\bpending\b|\bn\/a\b|\bnoch (?:nicht|offen)|\bunknown\b|\bwill be measured/i;

/** `Design target: 1000 req/s at P95 < 200ms`, `Load test result: 1200 req/s at P95 = 145ms ✅`. One claim per latency. */
export function performanceClaims(phrase: Phrase): readonly PerformanceClaim[] {
  const { text } = phrase;
  const head = text.includes(':') ? text.slice(0, text.indexOf(':')) : text;
  const phase = measured.test(head) ? 'load-test-result' : wanted.test(head) ? 'design-target' : measured.test(text) ? 'load-test-result' : wanted.test(text) ? 'design-target' : 'unspecified';
  if (phase !== 'design-target' && missing.test(text)) return [];

  const rateMatch = rate.exec(text);
  const ratePerSecond = quantityAt(phrase, rateMatch, rateMatch?.[0], () => rateOf(rateMatch));
  const errorMatch = errors.exec(text);
  const errorRatio = quantityAt(phrase, errorMatch, errorMatch?.[2], parseRatio);
  const common = { kind: 'performance', phase, ratePerSecond, errorRatio, ticked: tickIn(text), evidence: evidenceIn(phrase), ...spanOf(phrase) } as const;

  const after = [...text.matchAll(latencyAfter)].map((match) => ({ match, q: match[1] ?? match[2], sign: match[3], written: match[4] }));
  const before = after.length > 0 ? [] : [...text.matchAll(latencyBefore)].map((match) => ({ match, q: match[3] ?? match[4], sign: match[1], written: match[2] }));
  const claims = [...after, ...before].flatMap(({ match, q, sign, written }): PerformanceClaim[] => {
    const latencyMs = quantityAt(phrase, match, written, (said) => parseDuration(said.replace(/millisekunden$/i, 'ms').replace(/sekunden?$/i, 's')));
    return latencyMs ? [{ ...common, quantile: Number(`0.${(q ?? '').replace('.', '')}`), comparator: comparatorOf(sign, phase), latencyMs }] : [];
  });
  if (claims.length > 0) return claims;
  return ratePerSecond || errorRatio
    ? [{ ...common, quantile: null, comparator: errorRatio && !ratePerSecond ? comparatorOf(errorMatch?.[1], phase) : phase === 'design-target' ? '>=' : '=', latencyMs: null }]
    : [];
}

/** `1000 req/s`, `60 Anfragen pro Minute`, `2 × 600 req/s`: two of something, together 1200 a second. */
function rateOf(match: RegExpExecArray | null): Parsed<number> {
  const [, factor, count, unit = '', short, abbreviation = ''] = match ?? [];
  const plain = (count ?? short ?? '').replace(/[\s\u00a0\u2009\u202f'’]/g, '').replace(/^\d{1,3}(?:\.\d{3}){2,}/, (digits) => digits.replaceAll('.', ''));
  const one = parseRate(short === undefined ? `${plain}/${timeWords[unit.toLowerCase()] ?? unit}` : `${plain} ${abbreviation}`);
  return one.ok && factor !== undefined ? { ok: true, value: one.value * Number(factor) } : one;
}

/** A target without a sign is an upper limit, a result without one is what was measured. */
function comparatorOf(sign: string | undefined, phase: PerformanceClaim['phase']): PerformanceClaim['comparator'] {
  switch ((sign ?? '').toLowerCase()) {
    case '<': case 'under': case 'below': case 'less than': case 'unter': return '<';
    case '<=': case '≤': case 'within': case 'at most': case 'up to': case 'höchstens': case 'maximal': return '<=';
    case '>': return '>';
    case '>=': case '≥': return '>=';
    case '=': return '=';
    default: return phase === 'design-target' ? '<=' : '=';
  } // prettier-ignore
}

function tickIn(text: string): boolean | null {
  if (/✅|✔|☑|:white_check_mark:|:heavy_check_mark:|^\s*[-*+]\s*\[x\]/i.test(text)) return true;
  return /❌|✗|✘|:x:|:no_entry/.test(text) ? false : null;
}
