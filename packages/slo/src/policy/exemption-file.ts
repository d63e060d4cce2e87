import type { Source, Stated } from '@plimsoll/contract';
import { isDay } from '@plimsoll/contract/file';
import { field, leaf, list, object, oneOf, startReading, text as anyText } from '@plimsoll/contract/shape';
import type { JsonSchema, Reading, Shape } from '@plimsoll/contract/shape';
import { readYaml } from '@plimsoll/contract/yaml';
import type { SloProblem } from '../read/notes.ts';
import type { Exemption } from './exemption.ts';
import { changeClasses } from './policy.ts';
import type { ChangeClass } from './policy.ts';

interface Entry {
  readonly source: Source;
  readonly service: Stated<string> | null;
  readonly reason: Stated<string> | null;
  readonly approver: Stated<string> | null;
  readonly classes: readonly Stated<ChangeClass>[] | null;
  readonly until: Stated<string> | null;
}

/** The reader takes no empty text, and the schema says so. */
const text: Shape<Stated<string>> = { ...anyText, schema: { ...anyText.schema, pattern: '\\S' } };

const day: Shape<Stated<string>> = leaf(
  'a date such as 2027-03-31',
  (written) => (isDay(written) ? { ok: true, value: written } : { ok: false, message: `\`${written.slice(0, 40)}\` is not a date; write YYYY-MM-DD` }),
  { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$', format: 'date' },
);

const entry: Shape<Entry> = object<Entry>('an exemption: service, reason, approver, until', {
  service: field('service', 'The service whose freeze it is about', text),
  reason: field('reason', 'Why the change cannot wait', text),
  approver: field('approver', 'Who approved it', text),
  classes: field('classes', 'The classes of changes that pass; all of them where none is given', list('a list of classes', oneOf('class of changes', changeClasses))),
  until: field('until', 'The last day on which it applies', day),
});

export interface ExemptionFile {
  readonly exemptions: readonly Exemption[];
  readonly problems: readonly SloProblem[];
}

/** Reads a file of exemptions: one mapping, or a list of them. Never throws; one that is not whole is a problem with its place and does not apply. */
export function readExemptions(file: string, content: string): ExemptionFile {
  const { documents, unread } = readYaml(file, content);
  const reading = startReading();
  for (const { line, message } of unread) reading.problem({ file, line: line ?? 1, column: 1, endLine: line ?? 1, endColumn: 1 }, message);
  const entries = documents.flatMap(({ root }) => (root.kind === 'sequence' ? (list('a list of exemptions', entry).read(root, '', reading) ?? []) : (entry.read(root, '', reading) ?? [])));
  return { exemptions: entries.flatMap((each) => wholeOf(each, reading) ?? []), problems: reading.problems };
}

/** What is missing is reported only where nothing else of the entry was: a value that could not be read has been reported already. */
function wholeOf({ source, service, reason, approver, classes, until }: Entry, reading: Reading): Exemption | null {
  const earlier = reading.problems.some(({ line }) => line >= source.line && line <= source.endLine);
  if (!service || !reason || !approver || !until) {
    const missing = Object.entries({ service, reason, approver, until }).flatMap(([key, value]) => (value ? [] : [key]));
    if (!earlier) reading.problem(source, `this exemption has no ${missing.join(', no ')} and does not apply; write service, reason, approver and until`);
    return null;
  }
  if (earlier) return null;
  return { source, service: service.value, reason: reason.value, approver: approver.value, classes: classes?.map(({ value }) => value) ?? [], until: until.value };
}

/** JSON Schema of the files, from the same description that the reader follows. */
export function exemptionJsonSchema(): JsonSchema {
  const one = { ...entry.schema, type: 'object', required: ['service', 'reason', 'approver', 'until'] };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Exemptions from a freeze',
    description: 'Reviewed ways around a freeze of `plimsoll slo gate`, each with a reason, an approver and a last day.',
    anyOf: [one, { type: 'array', items: one }],
  };
}
