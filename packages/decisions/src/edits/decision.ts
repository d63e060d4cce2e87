import { sayCount } from '@plimsoll/contract';
import type { DecisionRecord, PerformanceClaim } from '../decision.ts';
import { percentileOf } from '../evidence/measured-run.ts';
import type { MeasuredRun } from '../evidence/measured-run.ts';
import { writtenOf } from '../evidence/rounding.ts';
import { checkTargets, meetsAll } from '../evidence/targets.ts';
import { branchOf, outlineOf } from '../markdown/outline.ts';
import type { Splice } from './edited.ts';
import { linesAfter, spliced } from './edited.ts';

/** What an update of a record changes, and what it leaves with the reason. */
export interface DecisionUpdate {
  readonly text: string;
  readonly changes: readonly { readonly line: number; readonly says: string }[];
  readonly left: readonly { readonly line: number; readonly says: string }[];
}

const notMeasured = /^(\s*[-*+]\s+(?:\*\*)?(?:load[- ]test result|lasttest(?:ergebnis)?|measured)(?:\*\*)?\s*:(?:\*\*)?\s*)(not (?:yet )?measured|tb[dca]|noch nicht gemessen|pending)[^\n\r]*?(\r?)$/i;

/**
 * Refreshes the results of a record from a run: each number in its own unit and rounding, the tick as it follows from the targets, the
 * id of the run as evidence. Targets, prose and everything else stay as they are.
 */
export function updateDecision(record: DecisionRecord, text: string, run: MeasuredRun): DecisionUpdate {
  const performance = record.claims.filter((claim): claim is PerformanceClaim => claim.kind === 'performance');
  const results = performance.filter(({ phase }) => phase === 'load-test-result');
  const targets = performance.filter(({ phase }) => phase === 'design-target');
  const splices: Splice[] = [];
  const changes: { line: number; says: string }[] = [];
  const left: { line: number; says: string }[] = [];
  const change = (splice: Splice, says: string): void => {
    const same = splices.some((other) => other.line === splice.line && other.column === splice.column && other.endColumn === splice.endColumn);
    if (same) return; // several percentiles of one line share its rate and its tick
    splices.push(splice);
    changes.push({ line: splice.line, says });
  };

  const lines = text.split('\n');
  const now: PerformanceClaim[] = []; // the results as they will stand
  for (const result of results) {
    const edits = [
      { quantity: result.latencyMs, measured: result.quantile === null ? null : percentileOf(run, result.quantile), of: `P${percent(result.quantile ?? 0)}` },
      { quantity: result.ratePerSecond, measured: run.ratePerSecond, of: 'a rate' },
      { quantity: result.errorRatio, measured: run.errorRatio, of: 'an error rate' },
    ];
    const refreshed = { ...result };
    for (const { quantity, measured, of } of edits) {
      if (!quantity) continue;
      const written = writtenOf(quantity, result);
      const next = measured === null ? null : restyled(written, quantity.value, measured);
      if (next === null) left.push({ line: quantity.source.line, says: measured === null ? `run ${run.id} does not hold ${of}` : `\`${written}\` is written in a form that is not changed here` });
      else if (next !== written) change({ ...quantity.source, text: next }, `${written} → ${next}`);
      if (measured !== null && quantity === result.latencyMs) refreshed.latencyMs = { ...quantity, value: measured };
      if (measured !== null && quantity === result.ratePerSecond) refreshed.ratePerSecond = { ...quantity, value: measured };
    }
    now.push(refreshed);
    if (result.evidence && result.evidence.value !== run.id) change({ ...result.evidence.source, text: run.id }, `evidence ${result.evidence.value} → ${run.id}`);
  }
  for (const [line, own] of Map.groupBy(now, ({ source }) => source.line)) retick(line, lines[line - 1] ?? '', meetsAll(own.flatMap((result) => checkTargets(result, targets, run))), change);
  for (const line of new Set(results.flatMap(({ evidence, source }) => (evidence ? [] : [source.line])))) {
    change(linesAfter(text, line, [evidenceLine(lines[line - 1] ?? '', run.id)]), `evidence ${run.id} added`);
  }
  if (results.length === 0) firstResult(record, lines, targets, run, text, change);
  return { text: spliced(text, splices), changes, left };
}

/** The mark of a line stands for all its percentiles. */
function retick(line: number, text: string, met: boolean | null, change: (splice: Splice, says: string) => void): void {
  const tick = /[✅❌]/u.exec(text);
  const right = met === true ? '✅' : '❌';
  if (tick && met !== null && tick[0] !== right) change({ line, column: tick.index + 1, endLine: line, endColumn: tick.index + 1 + tick[0].length, text: right }, `${tick[0]} → ${right}`);
}

/** "Load test result: not yet measured" becomes the first result. */
function firstResult(record: DecisionRecord, lines: readonly string[], targets: readonly PerformanceClaim[], run: MeasuredRun, text: string, change: (splice: Splice, says: string) => void): void {
  const { sections } = outlineOf(record.file, text); // code blocks and comments are left out
  const top = sections.find(({ source }) => source.line === record.performanceSection?.source.line);
  const found = top ? branchOf(sections, top).flatMap((section) => section.lines) : [];
  const index = (found.find((line) => notMeasured.test(line.text))?.number ?? 0) - 1;
  const match = notMeasured.exec(lines[index] ?? '');
  if (!match) return;
  const says = resultLine(run, targets);
  if (says === null) return;
  const start = (match[1] ?? '').length;
  change({ line: index + 1, column: start + 1, endLine: index + 1, endColumn: (lines[index] ?? '').replace(/\r$/, '').length + 1, text: says }, `${match[2] ?? ''} → ${says}`);
  change(linesAfter(text, index + 1, [evidenceLine(lines[index] ?? '', run.id)]), `evidence ${run.id} added`);
}

/** `1200 req/s at P95 = 145ms ✅` from a run, at the percentiles of the targets; null when the run holds none of them. */
export function resultLine(run: MeasuredRun, targets: readonly PerformanceClaim[]): string | null {
  const quantiles = [...new Set(targets.flatMap(({ quantile }) => quantile ?? []))];
  const latencies = (quantiles.length > 0 ? quantiles : [0.95]).flatMap((quantile) => {
    const ms = percentileOf(run, quantile);
    return ms === null ? [] : [`P${percent(quantile)} = ${sayMs(ms)}`];
  });
  if (latencies.length === 0) return null;
  const asked = targets.length === 0 || targets.some((target) => target.ratePerSecond); // a rate without a target for it could not be judged
  const rate = run.ratePerSecond === null || !asked ? '' : `${sayCount(Math.round(run.ratePerSecond))} req/s at `;
  const checks = quantiles.map((quantile) => ({ phase: 'load-test-result', quantile, latencyMs: null, ratePerSecond: null, errorRatio: null }) as PerformanceClaim);
  const met = meetsAll(checks.flatMap((result) => checkTargets(result, targets, run)));
  return `${rate}${latencies.join(', ')}${met === null ? '' : met ? ' ✅' : ' ❌'}`;
}

function evidenceLine(above: string, id: string): string {
  const bullet = /^(\s*)([-*+]|\d+[.)])(\s+)/.exec(above);
  const indent = bullet ? `${bullet[1] ?? ''}${' '.repeat((bullet[2]?.length ?? 1) + (bullet[3]?.length ?? 1))}` : '  ';
  return `${indent}${bullet ? (/[-*+]/.exec(bullet[2] ?? '')?.[0] ?? '-') : '-'} Evidence: ${id}`;
}

/** The new value in the unit, the digits and the separators of the old text. */
function restyled(written: string, value: number, measured: number): string | null {
  if (/[×x*]/.test(written)) return null;
  const match = /^(\d[\d.,_]*)(.*)$/s.exec(written);
  const digits = match?.[1]?.replace(/[.,_]+$/, '') ?? '';
  const rest = written.slice(digits.length);
  const decimals = /\.(\d+)$/.exec(digits)?.[1]?.length ?? 0;
  const plain = Number(digits.replace(/[,_]/g, ''));
  if (!match || !(plain > 0) || !(value > 0)) return null;
  const next = ((measured * plain) / value).toFixed(decimals);
  if (Number(next) === 0 && measured > 0) return null; // would say nothing
  const [wholePart = '', fraction] = next.split('.');
  const separator = /[,_]/.exec(digits)?.[0];
  const grouped = separator === undefined ? wholePart : wholePart.replace(/\B(?=(?:\d{3})+$)/g, separator);
  return `${grouped}${fraction === undefined ? '' : `.${fraction}`}${rest}`;
}

function sayMs(ms: number): string {
  return `${ms < 10 ? Number(ms.toFixed(1)) : Math.round(ms)}ms`;
}

function percent(quantile: number): string {
  return String(Number((quantile * 100).toFixed(3)));
}
