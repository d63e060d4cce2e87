import { calledFunction } from './callers.ts';
import { referentOf } from './referent.ts';
import type { PythonCall, PythonFunction } from './types.ts';

/** The function of this repository that a call runs; for a class, what makes its instances. */
export function targetOf(call: PythonCall): PythonFunction | null {
  return calledFunction(referentOf(call.callee));
}
