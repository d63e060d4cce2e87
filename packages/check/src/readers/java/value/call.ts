import type { SyntaxNode } from '../../syntax/index.ts';
import { child, namedChildren, textOf } from '../../syntax/index.ts';
import { isKnown } from '../../../model/known.ts';
import type { Looking } from './evaluate.ts';
import { foundValue, propertyValue, valueOf } from './evaluate.ts';
import { calledMethod, fieldOf, returnedBy, typeOfExpression } from '../code/scope.ts';
import { typeNamed } from '../code/workspace.ts';
import type { Value } from './value.ts';
import { literal, mapNumber, shown, unclear } from './value.ts';

const unitsMs: Readonly<Record<string, number>> = {
  nanos: 1e-6,
  millis: 1,
  seconds: 1_000,
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
  nanoseconds: 1e-6,
  microseconds: 1e-3,
  milliseconds: 1,
};

/** Calls that only hand their argument on: parsing, unwrapping, trimming. */
const transparent = /^(parseInt|parseLong|parseDouble|valueOf|intValue|longValue|trim|strip|toString|requireNonNull|create|get|orElseThrow|build|of|toIntExact)$/;
const wrappers = /^(Integer|Long|Double|Short|String|Objects|Math|URI|Optional|Boolean)$/;

/** The factor of `TimeUnit.SECONDS` or `ChronoUnit.SECONDS`. */
export function unitOf(node: SyntaxNode | undefined): number | undefined {
  return node ? unitsMs[textOf(node).replace(/^.*\./s, '').toLowerCase()] : undefined;
}

export function valueOfCall(node: SyntaxNode, looking: Looking): Value {
  const name = textOf(child(node, 'name') ?? node);
  const object = child(node, 'object');
  const called = object ? textOf(object).replace(/^.*\.(?=[A-Z]\w*$)/s, '') : '';
  const args = namedChildren(child(node, 'arguments') ?? node);
  const [first, second, third] = args;
  if (called === 'Duration') return duration(name, args, looking, node);
  if (/^(TimeUnit\.)?[A-Z]+$/.test(called) && name.startsWith('to') && first && unitOf(object ?? undefined) !== undefined) {
    const into = unitsMs[name.slice(2).toLowerCase()] ?? 1;
    return mapNumber(valueOf(first, looking), node, (number) => (number * (unitOf(object ?? undefined) ?? 1)) / into, into === 1);
  }
  if (called === 'System' && name === 'getenv' && first) return environment(first, undefined, looking, node);
  if (/^System\.getenv\(\s*\)$/.test(called) && first) return environment(first, name === 'getOrDefault' ? second : undefined, looking, node);
  if (/^(getInteger|getLong)$/.test(name) && second) return valueOf(second, looking);
  if (name === 'getProperty' && called === 'System')
    return second ? valueOf(second, looking) : unclear(`the system property ${shown(first ?? node)} is given at start`, `a value for ${shown(first ?? node)}`, 'no-value-given', node);
  if ((name === 'getProperty' || name === 'getRequiredProperty') && first)
    return propertyValue(first, args.length === 3 ? (third ?? null) : second && !textOf(second).endsWith('.class') ? second : null, looking, node);
  if (/^(orElse|orElseGet|getOrDefault|requireNonNullElse|defaultIfBlank|defaultIfEmpty|defaultString|firstNonNull)$/.test(name)) return withFallback(name, object, args, looking, node);
  if (/^to(Millis|Seconds|Minutes|Nanos)$/.test(name) && object) return mapNumber(valueOf(object, looking), node, (ms) => ms / (unitsMs[name.slice(2).toLowerCase()] ?? 1), name === 'toMillis');
  if (name === 'format' && called === 'String') return formatted(args, looking, node);
  if (name === 'ofNullable' && first) return valueOf(first, looking);
  if ((name === 'map' || name === 'filter' || name === 'mapToInt') && object) return valueOf(object, looking);
  if (transparent.test(name) && first && wrappers.test(called)) return valueOf(first, looking);
  if (transparent.test(name) && object && args.length === 0 && !/^[A-Z]\w*$/.test(called)) return followed(node, looking) ?? valueOf(object, looking);
  return followed(node, looking) ?? unclear(`${shown(node)} is not known before it runs`, `the value of ${shown(node)}`, 'not-supported-yet', node);
}

function duration(name: string, args: readonly SyntaxNode[], looking: Looking, node: SyntaxNode): Value {
  const [first, second] = args;
  if (name === 'parse' && first) {
    const text = valueOf(first, looking);
    const parts = isKnown(text.known) ? /^PT?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?$/.exec(String(text.known.value)) : null;
    if (parts) return { ...literal((Number(parts[1] ?? 0) * 60 + Number(parts[2] ?? 0)) * 60_000 + Number(parts[3] ?? 0) * 1_000, node, true), variables: text.variables };
  }
  const factor = name === 'of' ? unitOf(second) : unitsMs[name.replace(/^of/, '').toLowerCase()];
  if (first && factor !== undefined) return mapNumber(valueOf(first, looking), node, (number) => number * factor, true);
  return unclear(`${shown(node)} is not known before it runs`, `a value for ${shown(node)}`, 'not-supported-yet', node);
}

/** `String.format("http://%s/boxes", host)` with plain places for known values. */
function formatted(args: readonly SyntaxNode[], looking: Looking, node: SyntaxNode): Value {
  const values = args.map((arg) => valueOf(arg, looking));
  const variables = [...new Set(values.flatMap((each) => each.variables))];
  const [template, ...rest] = values.map((each) => (isKnown(each.known) ? String(each.known.value) : undefined));
  const places = template?.match(/%[sd]/g)?.length ?? 0;
  if (template === undefined || rest.includes(undefined) || places !== rest.length || /%[^sd%]/.test(template))
    return unclear(`${shown(node)} is put together when it runs`, `the value of ${shown(node)}`, 'not-supported-yet', node, variables);
  let nth = 0;
  return {
    ...literal(
      template.replace(/%[sd]/g, () => rest[nth++] ?? ''),
      node,
    ),
    variables,
  };
}

function environment(name: SyntaxNode, fallback: SyntaxNode | undefined, looking: Looking, node: SyntaxNode): Value {
  const variable = valueOf(name, looking);
  const variables = isKnown(variable.known) && typeof variable.known.value === 'string' ? [variable.known.value] : [];
  if (fallback) return { ...valueOf(fallback, looking), variables };
  return unclear(`${variables[0] ?? shown(name)} has no default in the code`, `a value for ${variables[0] ?? shown(name)}`, 'no-value-given', node, variables);
}

/** `Optional.ofNullable(getenv("X")).map(Integer::parseInt).orElse(10)`, `requireNonNullElse(getenv("X"), "10")`. */
function withFallback(name: string, object: SyntaxNode | null, args: readonly SyntaxNode[], looking: Looking, node: SyntaxNode): Value {
  const inner = name.startsWith('orElse') ? object : args[0];
  const fallback = name.startsWith('orElse') ? args[0] : args[1];
  const value = inner && inner.type !== 'lambda_expression' ? valueOf(inner, looking) : null;
  if (!fallback) return value ?? unclear(`${shown(node)} is not known before it runs`, `the value of ${shown(node)}`, 'not-supported-yet', node);
  const instead = valueOf(fallback.type === 'lambda_expression' ? (child(fallback, 'body') ?? fallback) : fallback, looking);
  return value && isKnown(value.known) ? value : { ...instead, variables: [...(value?.variables ?? []), ...instead.variables] };
}

/** A helper of the project: its single `return`, with the arguments in place of the parameters. */
function followed(node: SyntaxNode, looking: Looking): Value | null {
  const method = calledMethod(looking.unit, node);
  if (!method) return accessed(node, looking);
  const returned = returnedBy(method);
  const args = namedChildren(child(node, 'arguments') ?? node);
  const bound = new Map(method.parameters.flatMap((parameter, index) => (args[index] ? [[parameter.name, valueOf(args[index], looking)] as const] : [])));
  const inside = { unit: method.type.unit, bound, levels: looking.levels - 1, steps: looking.steps };
  if (returned.length === 1 && returned[0]) return valueOf(returned[0], inside);
  if (returned.length !== 2) return null;
  // `String v = getenv(name); if (v == null) return fallback; return parse(v);`
  const values = returned.map((each) => valueOf(each, inside));
  const fromVariable = values.find((each) => each.variables.length > 0 && !isKnown(each.known));
  const other = values.find((each) => each !== fromVariable);
  return fromVariable && other && isKnown(other.known) ? { ...other, variables: fromVariable.variables } : null;
}

/** `settings.getPoolSize()` where a tool writes the accessor (records, Lombok): the field behind it. */
function accessed(node: SyntaxNode, looking: Looking): Value | null {
  const object = child(node, 'object');
  const name = textOf(child(node, 'name') ?? node);
  const type = object ? typeNamed(typeOfExpression(looking.unit, object), looking.unit) : null;
  const bare = /^(?:get|is)([A-Z].*)$/.exec(name)?.[1];
  const found = type && fieldOf(type, bare === undefined ? name : bare.charAt(0).toLowerCase() + bare.slice(1), 1);
  return found ? foundValue(found, { ...looking, unit: found.unit, bound: new Map(), levels: looking.levels - 1 }, node) : null;
}
