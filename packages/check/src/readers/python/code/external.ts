import { child } from '../../syntax/index.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { madeBy, referentOf } from './referent.ts';
import type { PythonCall, PythonClass } from './types.ts';

const calleeNames = new WeakMap<PythonCall, string | null>();

/** The external name of what is called: 'requests.get', 'requests.Session#get'. */
export function calleeName(call: PythonCall): string | null {
  const known = calleeNames.get(call);
  if (known !== undefined) return known;
  const referent = referentOf(call.callee);
  const name = referent?.kind === 'external' ? referent.name : null;
  calleeNames.set(call, name);
  return name;
}

/** The bases of a class outside the repository, through its own bases: 'requests.Session'. */
export function externalBases(declared: PythonClass, steps = 0): readonly string[] {
  const known = basesOutside.get(declared);
  if (known || steps > 6) return known ?? [];
  const found = declared.bases.slice(0, basesMost).flatMap((base) => {
    const plain = base.type === 'subscript' ? (child(base, 'value') ?? base) : base;
    const named = referentOf(plain);
    if (named?.kind === 'external') return [named.name];
    return named?.kind === 'class' && named.class !== declared ? externalBases(named.class, steps + 1) : [];
  });
  basesOutside.set(declared, found);
  return found;
}

const basesMost = 10;
const basesOutside = new WeakMap<PythonClass, readonly string[]>();

/** The name of the external class that an expression is an instance of, also through an own class derived from it. */
export function madeName(node: SyntaxNode): string | null {
  const made = madeBy(node);
  if (made?.kind === 'made') return made.name;
  return made?.kind === 'instance' ? (externalBases(made.class)[0] ?? null) : null;
}
