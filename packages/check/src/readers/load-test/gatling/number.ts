import { derived, isKnown, stated, unknown } from '../../../model/known.ts';
import type { Known } from '../../../model/known.ts';
import { textAt, trimmed } from './text.ts';
import type { Simulation, Span } from './text.ts';

const unitsMs: Readonly<Record<string, number>> = {
  milli: 1,
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  Millis: 1,
  Seconds: 1_000,
  Minutes: 60_000,
  Hours: 3_600_000,
  Days: 86_400_000,
};

/** A number, or a constant of the file that is one; a system property that nobody sets leaves its fallback. */
export function numberAt(simulation: Simulation, span: Span): Known<number> {
  return read(simulation, span, numberOf, 0);
}

/** `30`, `30.seconds`, `(5 minutes)`, `Duration.ofMinutes(5)` in milliseconds; a bare number counts seconds. */
export function durationAt(simulation: Simulation, span: Span): Known<number> {
  return read(simulation, span, durationOf, 0);
}

const longest = 300; // characters that an amount takes

type Reads = (text: string, number: (text: string) => number | null) => number | null;

function read(simulation: Simulation, span: Span, reads: Reads, depth: number): Known<number> {
  const bare = unwrapped(simulation, { start: span.start, end: Math.min(span.end, span.start + longest) });
  const text = textAt(simulation, bare);
  const source = simulation.sourceOf(bare.start, bare.end);
  const says = text.replace(/\s+/g, ' ').slice(0, 80);
  const from: Known<number>[] = [];
  const value = reads(text, (written) => {
    const own = literal(written) ?? fallback(written);
    if (own !== null) return own;
    const constant = /^\w+$/.test(written) && depth < 3 ? constantOf(simulation, written) : null;
    if (constant === null) return null;
    const found = read(simulation, constant, numberOf, depth + 1);
    if (!isKnown(found)) return null;
    from.push(found);
    return found.value;
  });
  if (value !== null) return from.length === 0 ? stated(value, source, says) : derived(value, from.filter(isKnown), source, says);
  const constant = /^\w+$/.test(text) && depth < 3 ? constantOf(simulation, text) : null;
  const found = constant === null ? null : read(simulation, constant, reads, depth + 1);
  if (found && isKnown(found)) return derived(found.value, [found], source, says);
  return unknown(`${says} is only known when the simulation runs`, { cause: 'no-value-given', what: `the value of ${says}` }, { source });
}

function unwrapped(simulation: Simulation, span: Span): Span {
  let inner = trimmed(simulation, span);
  for (let turn = 0; turn < 3 && /^\([^()]*\)$/s.test(textAt(simulation, inner)); turn++) inner = trimmed(simulation, { start: inner.start + 1, end: inner.end - 1 });
  return inner;
}

const numberOf: Reads = (text, number) => number(text.trim().replace(/\.to(?:Int|Double|Long)(?:\(\))?$/, ''));

const durationOf: Reads = (text, number) => {
  const java = /^(?:java\.time\.)?Duration\.of(Millis|Seconds|Minutes|Hours|Days)\(([^()]*(?:\([^()]*\))?)\)$/.exec(text.trim());
  const scala = /^([\w."(), ]+?)\s*(?:\.|\s)\s*(milli|second|minute|hour|day)s?$/.exec(text.trim());
  const match = java ? { amount: java[2] ?? '', unit: java[1] ?? '' } : scala ? { amount: scala[1] ?? '', unit: scala[2] ?? '' } : { amount: text, unit: 'second' };
  const amount = numberOf(match.amount, number);
  return amount === null ? null : amount * (unitsMs[match.unit] ?? 0);
};

function literal(text: string): number | null {
  return /^\d[\d_]{0,15}(?:\.\d+)?[LlDdFf]?$/.test(text) ? Number(text.replace(/[_LlDdFf]/g, '')) : null;
}

/** `Integer.getInteger("users", 10)`, `Integer.parseInt(System.getProperty("users", "10"))`, `sys.props.getOrElse("users", "10")`. */
function fallback(text: string): number | null {
  const match = /(?:getInteger|getLong|getProperty|getOrElse|getOrDefault)\(\s*"[^"]*"\s*,\s*"?([\d_.]{1,16})"?\s*\)/.exec(text.slice(0, 300));
  return match ? literal(match[1] ?? '') : null;
}

const constantsMax = 100; // each is looked for in the whole file
const constants = new WeakMap<Simulation, Map<string, Span | null>>();

function constantOf(simulation: Simulation, name: string): Span | null {
  const known = constants.get(simulation) ?? new Map<string, Span | null>();
  constants.set(simulation, known);
  const before = known.get(name);
  if (before !== undefined || known.size >= constantsMax) return before ?? null;
  const found = declarationOf(simulation, name);
  known.set(name, found);
  return found;
}

/** The one declaration of a name: `val users = 20`, `private static final int USERS = 20;`. */
function declarationOf(simulation: Simulation, name: string): Span | null {
  const pattern = new RegExp(`(?:\\bval|\\bfinal|\\bint|\\blong|\\bdouble|\\bDuration|\\bFiniteDuration|\\bdef)[ \\t]+(?:[\\w.]+[ \\t]+)?${name}(?:[ \\t]*:[ \\t]*[\\w.]+)?[ \\t]*=(?!=)`, 'g');
  const found = [...simulation.shape.matchAll(pattern)].slice(0, 2);
  const [match] = found;
  if (!match || found.length > 1) return null;
  const start = match.index + match[0].length;
  const end = /[;\n]/.exec(simulation.shape.slice(start, start + 400))?.index ?? 400;
  return trimmed(simulation, { start, end: Math.min(simulation.code.length, start + end) });
}
