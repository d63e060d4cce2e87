import type { SyntaxNode } from '../../syntax/index.ts';
import { child, namedChildren, textOf, walk } from '../../syntax/index.ts';
import { isKnown } from '../../../model/known.ts';
import type { Looking } from './evaluate.ts';
import { valueOf } from './evaluate.ts';
import { unitsIn } from '../code/package.ts';
import { functionNamed, qualified, returnedBy } from '../code/scope.ts';
import { methodCalled } from '../code/types.ts';
import { argsOf, calledName } from '../code/unit.ts';
import type { Value } from './value.ts';
import { literal, parseDuration, shown, unclear } from './value.ts';

const conversions = /^(int|int8|int16|int32|int64|uint|uint8|uint16|uint32|uint64|float32|float64|string)$/;
const parsers = /^strconv\.(Atoi|ParseInt|ParseFloat|ParseUint|ParseBool|Itoa)$|^strings\.(TrimSpace|ToLower|ToUpper|TrimSuffix|TrimRight|TrimPrefix)$|^github\.com\/spf13\/cast\./;

/** The `nth` result of a call. */
export function valueOfCall(node: SyntaxNode, looking: Looking, nth: number): Value {
  const args = node.type === 'type_conversion_expression' ? namedChildren(node).slice(-1) : argsOf(node);
  const name = calledName(node) || textOf(child(node, 'type') ?? node);
  const full = node.type === 'type_conversion_expression' ? textOf(child(node, 'type') ?? node) : qualified(looking.unit, node);
  const [first, second] = args;
  if (first && (conversions.test(name) || full === 'time.Duration')) return valueOf(first, looking);
  if (first && full && parsers.test(full) && nth === 0) return valueOf(first, looking);
  if (first && (full === 'os.Getenv' || full === 'os.LookupEnv' || full === 'syscall.Getenv') && nth === 0) return environment(first, looking, node);
  if (full === 'time.ParseDuration' && first && nth === 0) {
    const text = valueOf(first, looking);
    const ms = isKnown(text.known) && typeof text.known.value === 'string' ? parseDuration(text.known.value) : undefined;
    return ms === undefined || !isKnown(text.known) ? text : { known: { ...text.known, value: ms }, variables: text.variables, isDuration: true };
  }
  if (full && /^flag\.|^github\.com\/spf13\/pflag\./.test(full) && /^(Int|Int64|Uint|Uint64|String|Bool|Duration|Float64)$/.test(name) && second) return valueOf(second, looking);
  if (/^Get(Int|Int64|String|Duration|Bool|Uint|Float64)?$/.test(name) && first && /viper$|viper\.\w+$/.test(full ?? textOf(child(node, 'function') ?? node).replace(/\.\w+$/, '')))
    return viper(first, looking, node);
  if (full && /^runtime\.(NumCPU|GOMAXPROCS)$/.test(full)) return unclear(`${shown(node)} depends on the processors of the machine`, 'the number of processors', 'outside-the-repository', node);
  if (full === 'fmt.Sprintf') return composed(args, looking, node);
  if ((name === 'min' || name === 'max') && full === null && second) return extreme(name, args, looking, node);
  if ((full === 'cmp.Or' || (full ?? '').endsWith('.Coalesce')) && second) return withFallback(first, second, looking);
  return (
    followed(node, looking, nth) ??
    unclear(
      `${shown(node)} is not known before it runs`,
      `the value of ${shown(node)}`,
      'not-supported-yet',
      node,
      args.flatMap((arg) => (/env/i.test(name) && arg.type.endsWith('string_literal') ? variableIn(arg) : [])),
    )
  );
}

/** A helper named after the environment that cannot be looked through still names its variable. */
function variableIn(arg: SyntaxNode): readonly string[] {
  const text = textOf(arg).slice(1, -1);
  return /^[A-Z][A-Z0-9_]+$/.test(text) ? [text] : [];
}

function environment(name: SyntaxNode, looking: Looking, node: SyntaxNode): Value {
  const variable = valueOf(name, looking);
  const variables = isKnown(variable.known) && typeof variable.known.value === 'string' ? [variable.known.value] : [];
  return unclear(`${variables[0] ?? shown(name)} has no default in the code`, `a value for ${variables[0] ?? shown(name)}`, 'no-value-given', node, variables);
}

function withFallback(first: SyntaxNode | undefined, second: SyntaxNode, looking: Looking): Value {
  const [value, instead] = [first ? valueOf(first, looking) : null, valueOf(second, looking)];
  return value && isKnown(value.known) ? value : { ...instead, variables: [...(value?.variables ?? []), ...instead.variables] };
}

/** `viper.SetDefault("db.pool", 10)` in the same package. */
function viper(key: SyntaxNode, looking: Looking, node: SyntaxNode): Value {
  const name = valueOf(key, looking);
  if (!isKnown(name.known)) return unclear(`the key of ${shown(node)} is not known`, `the value of ${shown(node)}`, 'not-supported-yet', node);
  const wanted = String(name.known.value).toLowerCase();
  const variables = [wanted.toUpperCase().replace(/[^A-Z0-9]+/g, '_')];
  for (const unit of unitsIn(looking.unit.folder, looking.unit.files, /\.SetDefault\(/)) {
    for (const each of walk(unit.tree.root)) {
      if (each.type !== 'call_expression' || calledName(each) !== 'SetDefault') continue;
      const [at, value] = argsOf(each);
      const known = at ? valueOf(at, { unit, bound: new Map(), levels: looking.levels - 1, steps: looking.steps }).known : null;
      if (value && known && isKnown(known) && String(known.value).toLowerCase() === wanted)
        return { ...valueOf(value, { unit, bound: new Map(), levels: looking.levels - 1, steps: looking.steps }), variables };
    }
  }
  return unclear(`${wanted} has no default in this package`, `a value for ${wanted}`, 'no-value-given', node, variables);
}

/** `fmt.Sprintf("http://%s/ships", host)` with plain places for known values. */
function composed(args: readonly SyntaxNode[], looking: Looking, node: SyntaxNode): Value {
  const values = args.map((arg) => valueOf(arg, looking));
  const variables = [...new Set(values.flatMap((each) => each.variables))];
  const [template, ...rest] = values.map((each) => (isKnown(each.known) ? String(each.known.value) : undefined));
  const places = template?.match(/%[sdv]/g)?.length ?? 0;
  if (template === undefined || rest.includes(undefined) || places !== rest.length || /%[^sdv%]/.test(template))
    return unclear(`${shown(node)} is put together when it runs`, `the value of ${shown(node)}`, 'not-supported-yet', node, variables);
  let nth = 0;
  return {
    ...literal(
      template.replace(/%[sdv]/g, () => rest[nth++] ?? ''),
      node,
    ),
    variables,
  };
}

function extreme(name: 'min' | 'max', args: readonly SyntaxNode[], looking: Looking, node: SyntaxNode): Value {
  const values = args.map((arg) => valueOf(arg, looking));
  const numbers = values.flatMap((each) => (isKnown(each.known) && typeof each.known.value === 'number' ? [each.known.value] : []));
  const first = values[0];
  if (first && isKnown(first.known) && numbers.length === args.length) return { ...first, known: { ...first.known, value: name === 'min' ? Math.min(...numbers) : Math.max(...numbers) } };
  const missing = unclear(
    `${shown(node)} is not known before it runs`,
    `the value of ${shown(node)}`,
    'not-supported-yet',
    node,
    values.flatMap((each) => each.variables),
  );
  if (numbers.length === 0 || isKnown(missing.known)) return missing;
  return { ...missing, known: { ...missing.known, bounds: name === 'min' ? { max: Math.min(...numbers) } : { min: Math.max(...numbers) } } };
}

/** A helper of the project, with the arguments in place of its parameters: `envInt("DB_POOL", 10)`. */
function followed(node: SyntaxNode, looking: Looking, nth: number): Value | null {
  const called = functionNamed(looking.unit, node) ?? methodCalled(looking.unit, node);
  if (!called?.function.body || looking.levels <= 1) return null;
  const args = argsOf(node);
  const bound = new Map(called.function.parameters.flatMap((parameter, index) => (args[index] ? [[parameter.name, valueOf(args[index], looking)] as const] : [])));
  const inside = { unit: called.unit, bound, levels: looking.levels - 1, steps: looking.steps };
  const values = returnedBy(called.function, nth).map((each) => valueOf(each, inside));
  if (values.length === 1) return values[0] ?? null;
  const known = distinct(values.filter((each) => isKnown(each.known)));
  const variables = [...new Set([...values.flatMap((each) => each.variables), ...readIn(called.function.body, inside)])];
  const [only] = known;
  return known.length === 1 && only && variables.length > 0 ? { ...only, variables } : null;
}

/** `if v, ok := os.LookupEnv(key); ok { return parse(v) }; return fallback`: the variables that a helper's body reads. */
function readIn(body: SyntaxNode, inside: Looking): readonly string[] {
  const found: string[] = [];
  for (const node of walk(body)) {
    if (node.type !== 'call_expression' || !/^os\.(Getenv|LookupEnv)$/.test(qualified(inside.unit, node) ?? '')) continue;
    const [first] = argsOf(node);
    const name = first ? valueOf(first, inside).known : null;
    if (name && isKnown(name) && typeof name.value === 'string') found.push(name.value);
  }
  return found;
}

function distinct(values: readonly Value[]): readonly Value[] {
  const seen = new Set<unknown>();
  return values.filter((each) => {
    const value = isKnown(each.known) ? each.known.value : undefined;
    if (seen.has(value)) return false;
    seen.add(value);
    return true;
  });
}
