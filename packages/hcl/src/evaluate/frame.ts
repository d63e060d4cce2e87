import type { Value } from '../value/value.ts';
import { newMeter, type Meter, type Scope } from './scope.ts';

/** A scope with the variables of the `for` expressions around. */
export interface Frame {
  readonly scope: Scope;
  readonly locals: ReadonlyMap<string, Value>;
  readonly meter: Meter;
}

export function frameOf(scope: Scope): Frame {
  return { scope, locals: new Map(), meter: scope.meter ?? newMeter() };
}

export function withLocals(frame: Frame, names: readonly (readonly [string | undefined, Value])[]): Frame {
  const locals = new Map(frame.locals);
  for (const [name, value] of names) if (name !== undefined) locals.set(name, value);
  return { ...frame, locals };
}
