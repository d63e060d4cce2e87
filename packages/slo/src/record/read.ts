import type { Source } from '@plimsoll/contract';
import type { Reading } from '@plimsoll/contract/shape';
import type { Window } from '../windows/window.ts';
import { nodeOf } from './node.ts';
import type { RecordedObjective, Recording } from './record.ts';
import { recordingFile } from './shapes.ts';
import type { ObjectiveShape, WindowShape } from './shapes.ts';

export type RecordingResult = { readonly ok: true; readonly recording: Recording } | { readonly ok: false; readonly problems: readonly string[] };

/** A thousand objectives with hourly histories of thirty days have seven million values. */
const valuesMax = 10_000_000;
const problemsMax = 20;

/**
 * Reads a recording. A damaged one is refused whole, with the path of each wrong field: a decision on half of what was read would not be
 * the decision that was made.
 */
export function readRecording(text: string): RecordingResult {
  let value: unknown;
  try {
    value = JSON.parse(text.charCodeAt(0) === 0xfe_ff ? text.slice(1) : text);
  } catch (error) {
    return { ok: false, problems: [`is not JSON: ${error instanceof Error ? error.message : String(error)}`] };
  }
  const problems = startProblems();
  const reading = readingInto(problems);
  const file = recordingFile.read(nodeOf(value, nowhere), '', reading);
  const need = requiring(problems);
  const [version, tool, at, from] = file ? [need(file.schemaVersion, 'schemaVersion'), need(file.tool, 'tool'), need(file.at, 'at'), need(file.readFrom, 'source')] : [];
  const objectives = (need(file?.objectives ?? null, 'objectives') ?? []).flatMap((each, index) => objectiveOf(each, `objectives[${index}]`, problems) ?? []);
  if (problems.all.length > 0 || !version || !tool || !at || !from) return { ok: false, problems: problems.all };
  return {
    ok: true,
    recording: {
      schemaVersion: 1,
      tool: { name: tool.name?.value ?? '', version: tool.version?.value ?? '' },
      at: at.value,
      source: { kind: from.kind?.value ?? 'other', address: from.address?.value ?? null },
      objectives,
    },
  };
}

const nowhere: Source = { file: '', line: 1, column: 1, endLine: 1, endColumn: 1 };

interface Problems {
  readonly all: readonly string[];
  add(message: string): void;
}

function startProblems(): Problems {
  const all: string[] = [];
  return {
    all,
    add: (message) => {
      if (all.length < problemsMax) all.push(message);
    },
  };
}

function readingInto(problems: Problems): Reading {
  let values = 0;
  return {
    problems: [],
    problem: (_, message) => problems.add(message),
    step: () => {
      if (++values === valuesMax + 1) problems.add(`more than ${valuesMax} values in one recording`);
      return values <= valuesMax;
    },
  };
}

/** What is not there is a problem, unless its value was one already. */
function requiring(problems: Problems): <T>(value: T | null, path: string) => T | null {
  return (value, path) => {
    if (value === null && !problems.all.some((problem) => problem.includes(`\`${path}`))) problems.add(`\`${path}\` is missing`);
    return value;
  };
}

function objectiveOf(shape: ObjectiveShape, path: string, problems: Problems): RecordedObjective | null {
  const need = requiring(problems);
  const at = <K extends keyof ObjectiveShape>(key: K): ObjectiveShape[K] => need(shape[key], `${path}.${key}`) as ObjectiveShape[K];
  const [service, name, target, data, basis, bad, total, coverage] = [at('service'), at('name'), at('target'), at('data'), at('basis'), at('bad'), at('total'), at('coverage')];
  const window = windowOf(at('window'), `${path}.window`, problems);
  const burn = (at('burn') ?? []).flatMap((each, index) => {
    const windowMs = need(each.windowMs, `${path}.burn[${index}].windowMs`);
    const errorRatio = need(each.errorRatio, `${path}.burn[${index}].errorRatio`);
    return windowMs && errorRatio ? [{ windowMs: windowMs.value, errorRatio: errorRatio.value, bad: each.bad?.value ?? null }] : [];
  });
  const history = (at('history') ?? []).flatMap((each, index) => {
    const part = (key: 'startMs' | 'endMs' | 'bad' | 'total'): number => need(each[key], `${path}.history[${index}].${key}`)?.value ?? NaN;
    const stretch = { startMs: part('startMs'), endMs: part('endMs'), bad: part('bad'), total: part('total') };
    if (stretch.endMs <= stretch.startMs) problems.add(`\`${path}.history[${index}].endMs\` is not after its startMs`);
    return [stretch];
  });
  if (!service || !name || !target || !window || !data || !basis || !bad || !total || !coverage) return null;
  if (data.value === 'measured' && (bad.value === null || total.value === null)) problems.add(`\`${path}.${bad.value === null ? 'bad' : 'total'}\` is null, and data is measured`);
  return {
    service: service.value,
    name: name.value,
    target: target.value ?? NaN,
    window,
    data: data.value,
    basis: basis.value,
    bad: bad.value ?? NaN,
    total: total.value ?? NaN,
    coverage: coverage.value,
    burn,
    history,
    sinceMs: shape.sinceMs?.value ?? null,
    notes: (shape.notes ?? []).map(({ value }) => value),
  };
}

function windowOf(shape: WindowShape | null, path: string, problems: Problems): Window | null {
  if (!shape) return null;
  const need = requiring(problems);
  const kind = need(shape.kind, `${path}.kind`)?.value;
  if (kind === 'rolling') {
    const length = need(shape.lengthMs, `${path}.lengthMs`);
    return length && { kind, lengthMs: length.value };
  }
  const [unit, timeZone] = [need(shape.unit, `${path}.unit`), need(shape.timeZone, `${path}.timeZone`)];
  return kind === 'calendar' && unit && timeZone ? { kind, unit: unit.value, timeZone: timeZone.value } : null;
}
