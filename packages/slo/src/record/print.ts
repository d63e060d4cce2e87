import { readRecording } from './read.ts';
import type { RecordedObjective, Recording } from './record.ts';

/**
 * The text of a recording, ending in a newline; the same recording gives the same text. Throws an Error that names the field where the
 * reader would refuse it: nothing is kept that could not be decided upon again.
 */
export function recordingText(recording: Recording): string {
  const { schemaVersion, tool, at, source, objectives } = recording;
  const head = JSON.stringify({ schemaVersion, tool: { name: tool.name, version: tool.version }, at, source: { kind: source.kind, address: source.address } });
  // One line an objective: two recordings can be compared with diff, and the file stays small.
  const text = `${head.slice(0, -1)},"objectives":[\n${objectives.map((each) => JSON.stringify(plain(each))).join(',\n')}\n]}\n`;
  const back = readRecording(text);
  if (!back.ok) throw new Error(`the budgets cannot be recorded: ${back.problems.join('; ')}`);
  return text;
}

/** The fields in one order, so that equal recordings are equal files. NaN, which JSON does not have, is null. */
function plain({ service, name, target, window, data, basis, bad, total, coverage, sinceMs, burn, history, notes }: RecordedObjective): Readonly<Record<string, unknown>> {
  const shown = window.kind === 'rolling' ? { kind: window.kind, lengthMs: window.lengthMs } : { kind: window.kind, unit: window.unit, timeZone: window.timeZone };
  return {
    service,
    name,
    target,
    window: shown,
    data,
    basis,
    bad,
    total,
    coverage: coverage > 0 ? Math.min(1, coverage) : 0,
    sinceMs: sinceMs ?? null,
    burn: burn.map((each) => ({ windowMs: each.windowMs, errorRatio: each.errorRatio, bad: each.bad ?? null })),
    history: history.map((stretch) => ({ startMs: stretch.startMs, endMs: stretch.endMs, bad: stretch.bad, total: stretch.total })),
    notes,
  };
}
