import type { LoadTest } from '../../../facts/index.ts';
import { isKnown, stated, unknown } from '../../../model/known.ts';
import type { Known } from '../../../model/known.ts';
import type { FileIndex, ReaderResult, SourceText } from '../../reader.ts';
import { hasOwnImage, isLesson } from '../purpose.ts';
import { loadOf } from './load.ts';
import type { Load } from './load.ts';
import { parseScript } from './parse.ts';
import { exportedNode, scopeOf } from './scope.ts';
import type { Scope } from './scope.ts';
import { targetsOf } from './targets.ts';
import { criteriaOf } from './thresholds.ts';
import type { Criteria } from './thresholds.ts';
import { evaluate } from './value.ts';
import type { Value } from './value.ts';

const foreverMs = 24 * 3_600_000;
const fewIterations = 10;

export function extractK6(file: SourceText, files: FileIndex): ReaderResult<LoadTest> {
  const { parsed, unread } = parseScript(file.path, file.text);
  if (!parsed) return { facts: [], unread };
  const scope = scopeOf(file.path, parsed, { ...files, text: (path) => (path === file.path ? file.text : files.text(path)), has: (path) => path === file.path || files.has(path) }, 1);
  if (![...scope.parsed.program.body].some((statement) => statement.type === 'ImportDeclaration' && /^k6(?:\/|$)/.test(statement.source.value))) return { facts: [], unread: [] };
  const optionsNode = exportedNode(scope, 'options');
  const imported = reExported(scope);
  const main = exportedNode(scope, 'default');
  if (!optionsNode && !main && !imported) return { facts: [], unread: [] }; // a module that load tests import
  const options: Value | null = optionsNode ? evaluate(optionsNode, scope) : imported;
  const whole = { file: file.path, line: 1, column: 1, endLine: 1, endColumn: 1 + (file.text.split('\n', 1)[0] ?? '').replace(/\r$/, '').length };
  const entries = options?.is === 'object' ? options.entries : new Map<string, Value>();
  const thresholds = entries.get('thresholds');
  const held: Criteria = thresholds ? criteriaOf(thresholds, timeTrends(scope)) : { criteria: [], open: null };
  const openOptions = options === null ? null : options.is === 'open' ? options : options.is === 'object' && !options.complete ? options : null;
  const load: Load = options?.is === 'open' ? openLoad(options) : loadOf(entries, options?.source ?? whole);
  const fact: LoadTest = {
    kind: 'load-test',
    tool: 'k6',
    file: file.path,
    source: options ? sourceIn(file.path, options, whole) : whole,
    purpose: purposeOf(file.path, files, load, held, openOptions !== null),
    criteria: held.criteria,
    criteriaKnown: criteriaKnown(held, options, openOptions, whole),
    load: load.load,
    targets: targetsOf(scope),
  };
  return { facts: [fact], unread };
}

/** Options that come from another file stand there; the fact belongs to this one. */
function sourceIn(path: string, options: Value, whole: LoadTest['source']): LoadTest['source'] {
  return options.source.file === path
    ? { ...options.source, endLine: options.source.line, endColumn: options.source.endLine === options.source.line ? options.source.endColumn : options.source.column + 1 }
    : whole;
}

function criteriaKnown(held: Criteria, options: Value | null, openOptions: Value | null, whole: LoadTest['source']): Known<boolean> {
  const [first] = held.criteria;
  if (first) return stated(true, first.source, first.says);
  const needs = (reason: string, what: string): Known<boolean> => unknown(reason, { cause: 'no-value-given', what }, { source: options?.source ?? whole });
  if (held.open !== null) return needs(held.open, 'the thresholds of the script');
  if (openOptions)
    return needs(openOptions.is === 'open' ? openOptions.reason : 'its options take in another object', openOptions.is === 'open' ? openOptions.what : 'the object that the options take in');
  return stated(false, options?.source ?? whole, options ? 'options without thresholds' : 'no options');
}

/** `export { options } from './options.js'`. */
function reExported(scope: Scope): Value | null {
  for (const statement of scope.parsed.program.body) {
    if (statement.type !== 'ExportNamedDeclaration' || !statement.source) continue;
    const specifier = statement.specifiers.find(({ exported }) => exported.type === 'Identifier' && exported.name === 'options');
    if (!specifier) continue;
    const name = specifier.local.type === 'Identifier' ? specifier.local.name : 'options';
    const node = { ...scope, imports: new Map([...scope.imports, ['options', { from: statement.source.value, name }]]), values: new Map(), known: new Map() };
    return evaluate(specifier.local.type === 'Identifier' ? { ...specifier.local, name: 'options' } : statement, node);
  }
  return null;
}

/** `new Trend('login_time', true)` holds times. */
function timeTrends(scope: Scope): ReadonlySet<string> {
  const names = new Set<string>();
  for (const node of scope.parsed.nodes) {
    if (node.type !== 'NewExpression' || node.callee.type !== 'Identifier' || node.callee.name !== 'Trend') continue;
    const [name, isTime] = node.arguments;
    if (name?.type === 'Literal' && typeof name.value === 'string' && isTime?.type === 'Literal' && isTime.value === true) names.add(name.value);
  }
  return names;
}

function openLoad(options: Value & { readonly is: 'open' }): Load {
  const open = unknown(options.reason, { cause: 'no-value-given', what: options.what }, { source: options.source });
  return { load: { vus: open, ratePerSecond: null, durationMs: open }, iterations: null, stated: true };
}

function purposeOf(path: string, files: FileIndex, load: Load, held: Criteria, open: boolean): LoadTest['purpose'] {
  if (isLesson(path, files)) return 'example';
  const { vus, ratePerSecond, durationMs } = load.load;
  const duration = durationMs === null ? null : isKnown(durationMs) ? durationMs.value : (durationMs.bounds?.min ?? null);
  const endless = duration !== null && duration >= foreverMs;
  if (held.criteria.length === 0 && held.open === null && (endless || (!load.stated && !open && hasOwnImage(path, files)))) return 'traffic-generator';
  // A script that says nothing about its load gets it on the command line, so it may be anything.
  if (load.stated && ratePerSecond === null && vus !== null && isKnown(vus) && vus.value <= 1) return 'smoke';
  return load.stated && load.iterations !== null && load.iterations <= fewIterations ? 'smoke' : 'load-test';
}
