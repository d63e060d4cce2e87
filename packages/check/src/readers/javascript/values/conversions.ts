import type { Repository } from '../modules/repository.ts';
import { propertyName } from '../modules/scope.ts';
import { made } from './arithmetic.ts';
import { at, inside } from './follow.ts';
import type { Place } from './follow.ts';
import { environment, opaque, scalarAt, union, unique } from './scalar.ts';
import type { Scalar } from './scalar.ts';
import { fromLibraryOfSettings } from './schema.ts';
import { symbolOf } from './symbol.ts';

/** Calls that hand their first argument on, as a number or a text. */
const transparent = /^global:(?:Number|parseInt|parseFloat|Number\.parseInt|Number\.parseFloat|String|Boolean|BigInt|JSON\.parse|Math\.(?:floor|round|ceil|trunc|abs))$/;

const milliseconds: Readonly<Record<string, number>> = {
  'date-fns.secondsToMilliseconds': 1_000,
  'date-fns.minutesToMilliseconds': 60_000,
  'date-fns.hoursToMilliseconds': 3_600_000,
  'date-fns.minutesToSeconds': 60,
  'date-fns.hoursToSeconds': 3_600,
  'date-fns.hoursToMinutes': 60,
};

export function scalarOfCall(repository: Repository, place: Place, depth: number): Scalar {
  const { node, module } = place;
  if (node.type !== 'CallExpression') return opaque(place, 'is no call');
  const values = node.arguments.flatMap((argument) => (argument.type === 'SpreadElement' ? [] : [at(place, argument)]));
  const argument = (index: number): Scalar => {
    const given = values[index];
    return given ? scalarAt(repository, given, depth - 1) : opaque(place, 'is given no argument');
  };
  const symbol = symbolOf(repository, at(place, node.callee));
  if (symbol !== null && transparent.test(symbol)) return numeric(place, symbol, argument(0));
  if (symbol === 'global:Math.max' || symbol === 'global:Math.min') {
    const scalars = values.map((_, index) => argument(index));
    const numbers = scalars.map((scalar) => ('value' in scalar.known ? Number(scalar.known.value) : NaN));
    if (numbers.some((number) => Number.isNaN(number))) return union(scalars, place, 'is the largest or smallest of several values');
    return made(place, symbol.endsWith('max') ? Math.max(...numbers) : Math.min(...numbers), scalars, unique(scalars.flatMap((scalar) => scalar.variables)));
  }
  const factor = milliseconds[symbol ?? ''];
  if (factor !== undefined) return scaled(place, argument(0), factor);
  if (symbol === 'ms') {
    const scalar = argument(0);
    const duration = 'value' in scalar.known ? parseDuration(String(scalar.known.value)) : null;
    return duration === null ? scalar : made(place, duration, [scalar], []);
  }
  if (symbol === 'global:Deno.env.get' || symbol === 'global:Bun.env.get') {
    const name = argument(0);
    return 'value' in name.known && typeof name.known.value === 'string' ? environment(place, name.known.value) : opaque(place, 'the name of the variable is computed');
  }
  const setting = symbol === null ? null : fromLibraryOfSettings(repository, place, symbol, depth - 1);
  if (setting) return setting;
  if (node.callee.type === 'MemberExpression') {
    const name = propertyName(node.callee);
    if (name === 'toString' || name === 'trim' || name === 'valueOf' || name === 'toLowerCase' || name === 'replace') return scalarAt(repository, at(place, node.callee.object), depth - 1);
  }
  return fromOwnFunction(repository, place, depth) ?? opaque(place, `${module.words(node)} is not computed`);
}

/** A helper such as `numberFrom(process.env.X, 10)`: one return hands the variable on, the others give the default. */
function fromOwnFunction(repository: Repository, place: Place, depth: number): Scalar | null {
  const results = inside(repository, place, depth - 1);
  if (results.length === 0) return null;
  const scalars = results.map((result) => scalarAt(repository, result, Math.min(depth - 2, 10)));
  const fromVariable = scalars.filter((scalar) => scalar.variables.length > 0);
  const given = scalars.filter((scalar) => scalar.variables.length === 0 && !scalar.unset);
  const [variable] = fromVariable;
  const [fallback] = given;
  if (variable && fallback && fromVariable.length + given.length === scalars.length) {
    const rest = union(given, place, 'returns several values');
    return { ...rest, variables: unique(fromVariable.flatMap((scalar) => scalar.variables)), scale: variable.scale };
  }
  return scalars.length === 1 ? (scalars[0] ?? null) : union(scalars, place, 'returns several values');
}

function numeric(place: Place, symbol: string, scalar: Scalar): Scalar {
  if (!('value' in scalar.known) || symbol === 'global:String' || symbol === 'global:JSON.parse') return scalar;
  if (symbol === 'global:Boolean') return { ...scalar, known: { ...scalar.known, value: Boolean(scalar.known.value) } };
  const plain = Number.parseFloat(String(scalar.known.value));
  if (Number.isNaN(plain)) return opaque(place, `${place.module.words(place.node)} is not a number`);
  const rounded =
    symbol === 'global:Math.floor' || symbol.endsWith('parseInt') || symbol.endsWith('trunc')
      ? Math.floor(plain)
      : symbol.endsWith('ceil')
        ? Math.ceil(plain)
        : symbol.endsWith('round')
          ? Math.round(plain)
          : plain;
  return { ...scalar, known: { ...scalar.known, value: rounded } };
}

function scaled(place: Place, scalar: Scalar, factor: number): Scalar {
  if (!('value' in scalar.known)) return { ...scalar, scale: scalar.scale * factor };
  return { ...made(place, Number(scalar.known.value) * factor, [scalar], scalar.variables), scale: scalar.scale * factor };
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Durations as packages write them: `30s`, `1 minute`, `500ms`, `2 hours`. */
export function parseDuration(text: string): number | null {
  const match = text.trim().match(/^(\d+(?:\.\d+)?)\s*(ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?)?$/i);
  if (!match) return null;
  const unit = (match[2] ?? 'ms').toLowerCase();
  const key = unit.startsWith('ms') || unit.startsWith('milli') ? 'ms' : unit.charAt(0);
  return Number(match[1]) * (units[key] ?? 1);
}
