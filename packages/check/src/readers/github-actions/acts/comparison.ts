import { argumentsOf, hasOption, programOf } from '../../script/index.ts';
import type { Performed } from '../../script/index.ts';
import type { UsesStep } from '../workflow/steps.ts';
import type { Judged, Threshold } from './criteria.ts';
import { toolOf } from './criteria.ts';
import { onlyHandlesResults, readsResults } from './results.ts';
import type { LoadResults } from './results.ts';

const relativeOption = /regress|baseline|compare|previous-run|^base(?:$|-(?:file|results?|run|path))/i;
const limitOption = /regress|max-(?:increase|slowdown|degradation|change)|tolerance/i;
const relativeName = /(?:^|[-_./\s:])(?:compar\w*|baselines?|regressions?)(?:$|[-_./\s:])/i;

/** A name like `compare` or `regression` alone may be about screenshots, schemas or functions. */
const aboutLoad = /perf|load|bench|k6|latency|throughput|results/i;

/** Does this command hold the results of a load test against those of an earlier state? */
export function comparisonOf(done: Performed, results: LoadResults): Judged | null {
  const program = programOf(done.command);
  const args = argumentsOf(done.command);
  if (program === 'plimsoll') return args[0] === 'gate' && hasOption(args, '--base', '--baseline', '--against') ? { tool: 'plimsoll', certainty: 'certain', thresholds: [] } : null;
  if (program === 'bencher') return args[0] === 'run' && results.seen ? { tool: 'bencher', certainty: 'certain', thresholds: [] } : null;
  if (program === 'benchstat' || onlyHandlesResults(done) || program === 'diff') return null;
  const reads = readsResults(done, results);
  const options = args.filter((arg) => arg.startsWith('-')).map((arg) => arg.replace(/^--?/, '').replace(/=.*$/, ''));
  const thresholds = limitsIn(done);
  const option = options.some((name) => relativeOption.test(name));
  const script = args.find((arg) => /\.(?:py|[cm]?[jt]s|sh|rb)$/.test(arg) && !arg.startsWith('-')) ?? '';
  const named = relativeName.test(`${program} ${script} ${program === 'npm' || program === 'make' || program === 'yarn' || program === 'pnpm' ? (args.find((arg) => arg !== 'run') ?? '') : ''}`);
  if (!option && !named) return null;
  if (thresholds.length > 0 && (reads || results.seen || named)) return { tool: toolOf(done), certainty: 'certain', thresholds };
  if (reads) return { tool: toolOf(done), certainty: named ? 'certain' : 'undecided', thresholds };
  return results.seen && named && aboutLoad.test(args.join(' ')) ? { tool: toolOf(done), certainty: 'undecided', thresholds } : null;
}

function limitsIn(done: Performed): readonly Threshold[] {
  const { words } = done.command;
  return words.flatMap((word, index) => {
    const match = /^--?([A-Za-z][\w-]*)(?:=(.*))?$/.exec(word.text);
    const next = words[index + 1];
    const value = match?.[2] ?? next?.text ?? '';
    if (!match || !limitOption.test(match[1] ?? '') || !/^\d+(?:\.\d+)?%?$/.test(value)) return [];
    return [{ name: match[1] ?? '', value, source: done.script.sourceOf(word.start, match[2] === undefined && next ? next.end : word.end) }];
  });
}

const microBenchmarks = /^(?:cargo|go|benchmarkjs|benchmarkluau|pytest|googlecpp|catch2|julia|jmh|benchmarkdotnet)$/;

/** Actions that keep a history of measurements and hold the newest against it. For micro benchmarks they say nothing about load. */
export function comparisonByAction(step: UsesStep, results: LoadResults): (Judged & { readonly warnsOnly: boolean }) | null {
  if (step.action.toLowerCase() !== 'benchmark-action/github-action-benchmark' || !results.seen) return null;
  if (microBenchmarks.test(step.given.get('tool')?.text ?? '')) return null;
  // `fail-on-alert` is false unless set (https://github.com/benchmark-action/github-action-benchmark#fail-on-alert-optional).
  return { tool: 'github-action-benchmark', certainty: 'certain', thresholds: [], warnsOnly: step.given.get('fail-on-alert')?.text !== 'true' };
}
