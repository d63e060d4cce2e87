import type { Source, Stated } from '../source.ts';
import { readYaml } from '../yaml/read.ts';
import type { ContractProblem } from './contract.ts';
import { list } from './list.ts';
import { field, object } from './mapping.ts';
import { nearest } from './nearest.ts';
import type { Reading } from './reading.ts';
import { startReading } from './reading.ts';
import type { JsonSchema, Shape } from './shape.ts';
import { leaf } from './shape.ts';
import { text } from './values.ts';

/** An entry of `.plimsoll/ignore.yml`: findings that somebody decided to leave, and until when. `subject` or `path` is there, or both. */
export interface Ignore {
  readonly source: Source;
  readonly rule: string;
  readonly subject: string | null;
  readonly path: string | null; // a file, a folder, or a pattern with * and **
  readonly reason: string;
  readonly until: string | null; // the last day on which it applies, YYYY-MM-DD; null: as long as its debt is open
  readonly debt: string | null; // id of the performance debt that it waits for: closed or overdue, it ends the entry
}

export interface IgnoresResult {
  readonly ignores: readonly Ignore[];
  readonly problems: readonly ContractProblem[];
}

interface Entry {
  readonly source: Source;
  readonly rule: Stated<string> | null;
  readonly subject: Stated<string> | null;
  readonly path: Stated<string> | null;
  readonly reason: Stated<string> | null;
  readonly until: Stated<string> | null;
  readonly debt: Stated<string> | null;
}

/** Reads `.plimsoll/ignore.yml`. Never throws; an entry that is not whole is a problem with its place and does not apply. */
export function readIgnores(file: string, content: string, rules: readonly string[]): IgnoresResult {
  const { documents, unread } = readYaml(file, content);
  const reading = startReading();
  for (const { line, message } of unread) reading.problem(placeAt(file, line ?? 1), message);
  const [first, second] = documents;
  if (second) reading.problem(placeAt(file, second.firstLine), 'the list is one document; this one and those after it were not read');
  const entries = first ? (shapeOf(rules).read(first.root, '', reading) ?? []) : [];
  const ignores = entries.flatMap((entry) => wholeOf(entry, reading) ?? []);
  return { ignores, problems: reading.problems.toSorted((a, b) => a.line - b.line || a.column - b.column) };
}

/** JSON Schema of the file, from the same description that the reader follows. */
export function ignoresJsonSchema(rules: readonly string[]): JsonSchema {
  const { schema } = shapeOf(rules);
  const items = {
    ...(schema['items'] as JsonSchema),
    type: 'object',
    required: ['rule', 'reason'],
    allOf: [{ anyOf: [{ required: ['subject'] }, { required: ['path'] }] }, { anyOf: [{ required: ['until'] }, { required: ['debt'] }] }],
  };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: '.plimsoll/ignore.yml',
    description: 'Findings that are left for now, each with a reason and a last day. An expired entry stops applying and is reported.',
    ...schema,
    items,
  };
}

function shapeOf(rules: readonly string[]): Shape<readonly Entry[]> {
  return list(
    'a list of entries',
    object<Entry>('a mapping with rule, subject or path, reason, and until or debt', {
      rule: field('rule', 'The rule whose findings are left', ruleId(rules)),
      subject: field('subject', 'The subject of the finding, as the JSON report names it', text),
      path: field('path', 'File, folder or pattern with * and ** that the finding stands in', text),
      reason: field('reason', 'Why it is left', text),
      until: field('until', 'The last day on which the entry applies', day),
      debt: field('debt', 'Id of the performance debt that the entry waits for; when that is closed or overdue, the entry no longer applies', text),
    }),
  );
}

/** A problem is reported for what is missing only where the key is: a value that could not be read has been reported already. */
function wholeOf({ source, rule, subject, path, reason, until, debt }: Entry, reading: Reading): Ignore | null {
  const earlier = reading.problems.some((problem) => problem.line >= source.line && problem.line <= source.endLine);
  const missing = [...(rule ? [] : ['rule']), ...(subject || path ? [] : ['subject or path']), ...(reason ? [] : ['reason']), ...(until || debt ? [] : ['until or debt'])];
  if (!rule || !reason || (!until && !debt) || (!subject && !path)) {
    if (!earlier) reading.problem(source, `this entry has no ${missing.join(', no ')} and does not apply; write rule, subject or path, reason, and until or debt`);
    return null;
  }
  if (earlier) return null;
  return { source, rule: rule.value, subject: subject?.value ?? null, path: path?.value ?? null, reason: reason.value, until: until?.value ?? null, debt: debt?.value ?? null };
}

function ruleId(rules: readonly string[]): Shape<Stated<string>> {
  return leaf(
    'the id of a rule such as dp4/pool-size-not-set',
    (written) => {
      if (rules.includes(written)) return { ok: true, value: written };
      const meant = nearest(written, rules) ?? rules.find((rule) => rule.split('/')[1] === written) ?? null;
      return { ok: false, message: `there is no rule \`${written.slice(0, 60)}\`; ${meant === null ? 'plimsoll explain lists them all' : `did you mean \`${meant}\`?`}` };
    },
    { enum: rules },
  );
}

const day: Shape<Stated<string>> = leaf(
  'a date such as 2027-03-31',
  (written) => (isDay(written) ? { ok: true, value: written } : { ok: false, message: `\`${written.slice(0, 40)}\` is not a date; write YYYY-MM-DD` }),
  { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$', format: 'date' },
);

/** 2027-02-30 has the shape of a day and is none. */
export function isDay(written: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(written)) return false;
  const date = new Date(written);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(written);
}

function placeAt(file: string, line: number): Source {
  return { file, line, column: 1, endLine: line, endColumn: 1 };
}
