import type { Source } from '@plimsoll/contract';
import { argumentsOf, hasOption, programOf } from '../../script/index.ts';
import type { Performed } from '../../script/index.ts';
import { mentions, onlyHandlesResults, readsResults } from './results.ts';
import type { LoadResults } from './results.ts';

export interface Threshold {
  readonly name: string;
  readonly value: string;
  readonly source: Source;
}

export interface Judged {
  readonly tool: string;
  readonly certainty: 'certain' | 'undecided';
  readonly thresholds: readonly Threshold[];
}

const measure =
  /\bp\(?\d{2,3}\b|p(?:50|75|90|95|99|999)|percentile|latency|response[-_]?time|err(?:or)?s?[-_]?(?:rate|ratio|percent|count|threshold|limit|max)|max[-_]errors?|fail(?:ure|ed)?s?[-_]?(?:rate|ratio)|throughput|\brps\b|req(?:uest)?s?[-_]?per[-_]?sec/i;
const quantile = /p\(?\d{2}|percentile/i;
const relative = /regress|baseline|compar|previous|\bbase\b|delta|tolerance/i;

/** `--p95-threshold 200 --max-error-rate=0.01`: options of a script that name a measure and give it a number. */
export function thresholdsIn(done: Performed): readonly Threshold[] {
  const found: Threshold[] = [];
  const { words } = done.command;
  for (let index = 1; index < words.length; index++) {
    const word = words[index];
    const match = word ? /^--?([A-Za-z][\w.()-]*)(?:=(.*))?$/.exec(word.text) : null;
    if (!word || !match) continue;
    const name = match[1] ?? '';
    const next = words[index + 1];
    const value = match[2] ?? next?.text ?? '';
    if (!measure.test(name) || relative.test(name) || !/^[<>=]*\d+(?:\.\d+)?\s*(?:ms|s|us|%|rps)?$/.test(value)) continue;
    const end = match[2] === undefined && next ? next.end : word.end;
    found.push({ name, value, source: done.script.sourceOf(word.start, end) });
  }
  return found;
}

/** Does this command hold the results of a load test against limits? */
export function criteriaOf(done: Performed, results: LoadResults): Judged | null {
  const program = programOf(done.command);
  if (program === 'plimsoll') return argumentsOf(done.command)[0] === 'gate' ? { tool: 'plimsoll', certainty: 'certain', thresholds: [] } : null;
  const reads = readsResults(done, results);
  if (program === 'jq' && reads && hasOption(argumentsOf(done.command), '-e', '--exit-status')) {
    const filter = argumentsOf(done.command).join(' ');
    if (measure.test(filter) && /[<>]=?|==/.test(filter)) return { tool: 'jq', certainty: 'certain', thresholds: [] };
  }
  if (onlyHandlesResults(done)) return null;
  const thresholds = thresholdsIn(done);
  if (thresholds.length > 0 && (reads || results.seen || thresholds.some(({ name }) => quantile.test(name)))) return { tool: toolOf(done), certainty: 'certain', thresholds };
  if (!reads) return null;
  return judgeProgram(done);
}

const fails = /\bsys\.exit\s*\(|\bexit\s*\(?\s*[1-9]|\bprocess\.exit(?:Code)?\b|\braise\b|\bassert\b|\bthrow\b|\babort\b|os\.Exit\(/;
const compares = /[<>]=?\s*[\w.[\]"'()]*\d|[<>]=?\s*\w*(?:threshold|limit|max|min|budget|slo)/i;

/** A program of which only the body can say what it is for. One that cannot fail judges nothing. */
function judgeProgram(done: Performed): Judged | null {
  const tool = toolOf(done);
  const text = done.program?.text.slice(0, 200_000);
  if (text === undefined) return programOf(done.command) === 'awk' || programOf(done.command) === 'bc' ? null : { tool, certainty: 'undecided', thresholds: [] };
  if (!fails.test(text)) return null;
  if (relative.test(text) && !quantile.test(text)) return { tool, certainty: 'undecided', thresholds: [] };
  return { tool, certainty: measure.test(text) && compares.test(text) ? 'certain' : 'undecided', thresholds: [] };
}

export function toolOf(done: Performed): string {
  const program = programOf(done.command);
  return done.program !== null || /\.\w+$/.test(program) || /^(?:python3?|node|bash|sh|ruby|deno|bun|tsx|ts-node|perl|php|npm|yarn|pnpm|make)$/.test(program) ? 'script' : program;
}

const failingExit = /\b(?:exit|return)\s+[1-9]|\bexit\s*\(\s*[1-9]|\bfalse\b/;
const shellCompares = /-(?:gt|ge|lt|le|ne|eq)\b|[<>]=?\s*["']?\$?\{?\w*\d|==\s*["']?\d|\bbc\b/;
const shellMeasure = new RegExp(`${measure.source}|\\bhttp_req\\w*|vusers\\.failed|http\\.codes|\\bfailed\\b|\\berrors?\\b`, 'i');

/**
 * Shell that judges by itself: it reads the results (of a known name, or picked apart in the step that ran the load test), compares a measure with a number and ends with an error. Gives the line that
 * compares; null when the text does less than all three.
 */
export function shellCriterion(text: string, results: LoadResults, afterLoadTest: boolean): number | null {
  const reads = [...results.files].some((file) => mentions(text, file)) || (afterLoadTest && /\b(?:jq|awk)\b/.test(text));
  if (!failingExit.test(text) || !reads) return null;
  let offset = 0;
  let sawMeasure: number | null = null;
  for (const line of text.split('\n', 2_000)) {
    const code = line.length > 5_000 ? '' : line.replace(/(?:^|\s)#.*$/, '');
    if (shellMeasure.test(code)) sawMeasure ??= offset + line.length - line.trimStart().length;
    if (sawMeasure !== null && shellCompares.test(code) && shellMeasure.test(code)) return offset + line.length - line.trimStart().length;
    offset += line.length + 1;
  }
  return null;
}
