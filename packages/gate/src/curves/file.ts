import type { Curves } from '@plimsoll/contract';
import { firstMismatch } from '../history/schema/schema.ts';
import { curvesSchema } from './schema.ts';

export type CurvesResult = { readonly ok: true; readonly curves: Curves } | { readonly ok: false; readonly message: string };

/** Curves from their file. The message of a failure names the wrong field: "systems[0].points[3].p95Ms: -1 is below 0". */
export function readCurves(text: string): CurvesResult {
  let value: unknown;
  try {
    value = JSON.parse(text.charCodeAt(0) === 0xfe_ff ? text.slice(1) : text);
  } catch (error) {
    return { ok: false, message: `is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  const message = firstMismatch(value, curvesSchema, curvesSchema.definitions);
  return message === null ? { ok: true, curves: value as Curves } : { ok: false, message };
}

/** The text of the file, a point a line, ending in a newline. Throws an Error that names the field where the reader would refuse it. A latency that is not finite is null. */
export function curvesText({ systems, notes, ...head }: Curves): string {
  const points = systems.map((system) => `{"name":${JSON.stringify(system.name)},"points":[\n${system.points.map((point) => JSON.stringify(point)).join(',\n')}\n]}`);
  const text = `${JSON.stringify(head).slice(0, -1)},"notes":${JSON.stringify(notes)},"systems":[\n${points.join(',\n')}\n]}\n`;
  const back = readCurves(text);
  if (!back.ok) throw new Error(`the curves cannot be written: ${back.message}`);
  return text;
}
