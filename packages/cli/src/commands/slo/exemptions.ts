import type { FileIndex } from '@plimsoll/check';
import type { Unread } from '@plimsoll/contract';
import { readExemptions } from '@plimsoll/slo';
import type { ExemptionFile } from '@plimsoll/slo';

const exemptionFile = /(?:^|\/)exemptions\/[^/]+\.ya?ml$/;

/** The exemptions of a directory: YAML files in folders of that name. */
export function exemptionsIn(index: FileIndex): ExemptionFile {
  const files = index.paths.filter((path) => exemptionFile.test(path)).map((path) => readExemptions(path, index.text(path) ?? ''));
  return { exemptions: files.flatMap(({ exemptions }) => exemptions), problems: files.flatMap(({ problems }) => problems) };
}

/** What a review of the files should see: exemptions that are not whole, and those that apply no more. */
export function exemptionNotes(index: FileIndex, today: string): readonly Unread[] {
  const { exemptions, problems } = exemptionsIn(index);
  return [
    ...problems.map(({ file, line, message }) => ({ file, line, message })),
    ...exemptions.flatMap(({ source, until, service }) =>
      source && until < today
        ? [{ file: source.file, line: source.line, message: `this exemption of ${service} expired on ${until} and no longer applies; take it out, or have it approved anew` }]
        : [],
    ),
  ];
}
