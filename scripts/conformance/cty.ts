import { fromJson, listOf, nowhere, nullOf, numberOf, objectOf, stringOf, boolOf, unknownOf, type UnknownValue, type Value } from '@plimsoll/hcl';
import type { Go, Item } from './go-source.ts';

/** The value that a Go expression of `cty` builds; undefined where it takes Go to know. Marks and refinements are left out: values here have none. */
export function valueOf(go: Go): Value | undefined {
  if (go.kind === 'member') return named(path(go));
  if (go.kind !== 'call') return undefined;
  const { callee, args } = go;
  const [first] = args;
  const isMethod = callee.kind === 'member' && callee.of.kind !== 'name';
  if (isMethod && callee.name === 'StringPrefix' && first?.kind === 'text') return withPrefix(first.value);
  if (isMethod) return /^(?:Mark|WithMarks|MarkWithPaths|Refine\w*|NotNull|StringPrefixFull|Number\w+Bound|Collection\w+|NewValue)$/.test(callee.name) ? valueOf(callee.of) : undefined;
  switch (path(callee)) {
    case 'cty.StringVal':
      return first?.kind === 'text' ? stringOf(first.value.normalize('NFC'), nowhere) : undefined;
    case 'cty.NumberIntVal':
    case 'cty.NumberFloatVal':
    case 'cty.NumberUIntVal':
      return first?.kind === 'number' ? numberOf(first.value, nowhere) : undefined;
    case 'cty.MustParseNumberVal':
      return first?.kind === 'text' ? numberOf(Number(first.value), nowhere) : undefined;
    case 'cty.BoolVal':
      return first?.kind === 'name' ? boolOf(first.name === 'true', nowhere) : undefined;
    case 'cty.NullVal':
      return nullOf(nowhere);
    case 'cty.UnknownVal':
      return unknown(first ? typeName(first) : undefined);
    case 'cty.ListVal':
      return list(first, 'list');
    case 'cty.TupleVal':
      return list(first, 'tuple');
    case 'cty.SetVal':
      return list(first, 'set');
    case 'cty.ListValEmpty':
      return listOf([], nowhere, [], 'list');
    case 'cty.SetValEmpty':
      return listOf([], nowhere, [], 'set');
    case 'cty.MapVal':
      return object(first, 'map');
    case 'cty.ObjectVal':
      return object(first, 'object');
    case 'cty.MapValEmpty':
      return objectOf(new Map(), nowhere, [], 'map');
    default:
      return undefined;
  }
}

/** A `cty` type as a type constraint of the language. */
export function constraintOf(go: Go): string | undefined {
  if (go.kind === 'member') {
    return { 'cty.String': 'string', 'cty.Number': 'number', 'cty.Bool': 'bool', 'cty.DynamicPseudoType': 'any', 'cty.EmptyObject': 'object({})', 'cty.EmptyTuple': 'tuple([])' }[path(go)];
  }
  if (go.kind !== 'call') return undefined;
  const [first] = go.args;
  const name = path(go.callee).replace('cty.', '').toLowerCase();
  const element = first && constraintOf(first);
  if (name === 'list' || name === 'set' || name === 'map') return element && `${name}(${element})`;
  const parts = (itemsOf(first) ?? []).map(({ key, value }) => (key?.kind === 'text' ? `${key.value} = ${constraintOf(value)}` : constraintOf(value)));
  if (parts.some((part) => part === undefined || part.endsWith('undefined'))) return undefined;
  return name === 'object' ? `object({ ${parts.join(', ')} })` : name === 'tuple' ? `tuple([${parts.join(', ')}])` : undefined;
}

/** `cty.String`, `test.Value`: a dotted name. Empty for anything else. */
export function path(go: Go): string {
  if (go.kind === 'name') return go.name;
  const before = go.kind === 'member' ? path(go.of) : '';
  return go.kind === 'member' && before !== '' ? `${before}.${go.name}` : '';
}

export function itemsOf(go: Go | undefined): readonly Item[] | undefined {
  return go?.kind === 'composite' ? go.items : undefined;
}

function named(name: string): Value | undefined {
  switch (name) {
    case 'cty.True':
      return boolOf(true, nowhere);
    case 'cty.False':
      return boolOf(false, nowhere);
    case 'cty.Zero':
      return numberOf(0, nowhere);
    case 'cty.DynamicVal':
      return unknown(undefined);
    case 'cty.EmptyTupleVal':
      return fromJson([], nowhere);
    case 'cty.EmptyObjectVal':
      return fromJson({}, nowhere);
    default:
      return undefined;
  }
}

function unknown(type: UnknownValue['type']): Value {
  return unknownOf('the case leaves it open', { kind: 'live-value', name: 'case' }, nowhere, [], type ? { type } : {});
}

function withPrefix(prefix: string): Value {
  const rest = unknown('string');
  return unknownOf('the case leaves it open', { kind: 'live-value', name: 'case' }, nowhere, [], { type: 'string', parts: [stringOf(prefix, nowhere), rest] });
}

function typeName(go: Go): UnknownValue['type'] {
  const name = path(go.kind === 'call' ? go.callee : go).replace('cty.', '');
  if (name === 'String' || name === 'Number' || name === 'Bool') return name.toLowerCase() as 'string' | 'number' | 'bool';
  if (name === 'List' || name === 'Set' || name === 'Tuple' || name === 'EmptyTuple') return 'list';
  return name === 'Map' || name === 'Object' || name === 'EmptyObject' ? 'object' : undefined;
}

function list(go: Go | undefined, flavour: 'list' | 'tuple' | 'set'): Value | undefined {
  const items = itemsOf(go)?.map((item) => valueOf(item.value));
  return items && items.every((item) => item !== undefined) ? listOf(items, nowhere, [], flavour) : undefined;
}

function object(go: Go | undefined, flavour: 'map' | 'object'): Value | undefined {
  const entries = new Map<string, Value>();
  for (const { key, value } of itemsOf(go) ?? []) {
    const read = valueOf(value);
    if (key?.kind !== 'text' || !read) return undefined;
    entries.set(key.value.normalize('NFC'), read);
  }
  return go?.kind === 'composite' ? objectOf(entries, nowhere, [], flavour) : undefined;
}
