import { folderOf, parseDuration } from '@plimsoll/contract';
import type { Source } from '@plimsoll/contract';
import type { LoadTest } from '../../../facts/index.ts';
import { derived, stated, unknown } from '../../../model/known.ts';
import type { Fact, Known } from '../../../model/known.ts';
import type { FileIndex } from '../../reader.ts';
import { resolvePath } from '../../shell/index.ts';
import { child, descendants, namedChildren, sourceOf, textOf } from '../../syntax/index.ts';
import type { SyntaxNode } from '../../syntax/index.ts';

const stagesMax = 1_000;

/** A shape of the file decides over users and time; else locust.conf does; else the command line, which wins over a locust.conf in any case. */
export function loadOf(root: SyntaxNode, path: string, files: FileIndex): LoadTest['load'] {
  const shape = descendants(root, 'class_definition').find((node) => /\bLoadTestShape\b/.test(textOf(child(node, 'superclasses') ?? node).slice(0, 200)));
  return shape ? shapeOf(shape) : configured(path, files);
}

/**
 * https://docs.locust.io/en/stable/custom-load-shape.html: the stages of the documentation end at `duration` seconds after the start. Where
 * the code compares anything else with the time, only the users are taken from them.
 */
function shapeOf(shape: SyntaxNode): LoadTest['load'] {
  const source = sourceOf(child(shape, 'name') ?? shape);
  const open = (what: string): Known<number> => unknown(`${what} is decided by a load shape`, { cause: 'not-supported-yet', what: `${what} of the load shape` }, { source });
  const text = textOf(shape);
  const stages = assigned(shape, 'stages');
  const users = stages ? numbersOf(stages, 'users') : null;
  const ends = stages && /run_time\s*<=?\s*\w+\[\s*["']duration["']\s*\]/.test(text) ? numbersOf(stages, 'duration') : null;
  const limitNode = /run_time\s*<=?\s*self\.time_limit\b/.test(text) ? assigned(shape, 'time_limit') : null;
  const limit = limitNode ? numberOf(limitNode) : null;
  const seconds = ends ? highest(ends, sourceOf(stages ?? shape), 'the end of the last stage') : limit;
  return {
    vus: users ? highest(users, sourceOf(stages ?? shape), `the most users of ${users.length} stages`) : open('the number of users'),
    ratePerSecond: null,
    durationMs: seconds ? derived(seconds.value * 1_000, [seconds], seconds.source, seconds.says) : open('the duration'),
  };
}

function assigned(shape: SyntaxNode, name: string): SyntaxNode | null {
  const body = child(shape, 'body');
  for (const statement of body ? namedChildren(body) : []) {
    const assignment = statement.type === 'expression_statement' ? namedChildren(statement)[0] : undefined;
    if (assignment?.type === 'assignment' && textOf(child(assignment, 'left') ?? assignment) === name) return child(assignment, 'right');
  }
  return null;
}

/** The numbers under one key of a list of dictionaries; null where one of them is no literal. */
function numbersOf(list: SyntaxNode, key: string): readonly Fact<number>[] | null {
  if (list.type !== 'list') return null;
  const stages = namedChildren(list)
    .filter((stage) => stage.type !== 'comment')
    .slice(0, stagesMax);
  const numbers = stages.map((stage) => {
    const pair = stage.type === 'dictionary' ? namedChildren(stage).find((each) => each.type === 'pair' && textOf(child(each, 'key') ?? each).slice(1, -1) === key) : undefined;
    const value = pair ? child(pair, 'value') : null;
    return value ? numberOf(value) : null;
  });
  return numbers.length > 0 && numbers.every((number) => number !== null) ? numbers : null;
}

function numberOf(node: SyntaxNode): Fact<number> | null {
  const text = textOf(node).slice(0, 40);
  return /^\d[\d_]*(?:\.\d+)?$/.test(text) ? stated(Number(text.replaceAll('_', '')), sourceOf(node), text) : null;
}

function highest(facts: readonly Fact<number>[], source: Source, says: string): Fact<number> {
  return derived(Math.max(...facts.map(({ value }) => value)), facts, source, says);
}

/** The locust.conf beside the file or at the root, unless it names another locustfile. */
function configured(path: string, files: FileIndex): LoadTest['load'] {
  for (const file of new Set([resolvePath(folderOf(path), 'locust.conf'), 'locust.conf'])) {
    const text = files.text(file);
    if (text === undefined) continue;
    const settings = new Map<string, Fact<string>>();
    for (const [index, line] of text.split(/\r?\n/).entries()) {
      const match = /^[ \t]*([\w-]+)[ \t]*[=:][ \t]*(\S.*)$/.exec(line.slice(0, 1_000));
      const source = { file, line: index + 1, column: 1, endLine: index + 1, endColumn: line.length + 1 };
      if (match) settings.set(match[1] ?? '', stated((match[2] ?? '').trim(), source, line.trim().slice(0, 80)));
    }
    const locustfile = settings.get('locustfile')?.value;
    if (locustfile !== undefined ? resolvePath(folderOf(file), locustfile) !== path : folderOf(file) !== folderOf(path)) continue;
    return { vus: countOf(settings.get('users')), ratePerSecond: null, durationMs: timeOf(settings.get('run-time')) };
  }
  return { vus: null, ratePerSecond: null, durationMs: null };
}

function countOf(setting: Fact<string> | undefined): Known<number> | null {
  return setting && /^\d{1,9}$/.test(setting.value) ? { ...setting, value: Number(setting.value) } : null;
}

/** `300`, `5m`, `1h30m`: seconds without a unit. */
function timeOf(setting: Fact<string> | undefined): Known<number> | null {
  if (!setting) return null;
  const duration = parseDuration(/^\d+$/.test(setting.value) ? `${setting.value}s` : setting.value);
  return duration.ok ? { ...setting, value: duration.value } : null;
}
