import type { FilePurpose } from '../../../facts/code.ts';

const folders: readonly (readonly [RegExp, FilePurpose])[] = [
  [/(^|\/)(vendor|third[_-]?party|node_modules)\//i, 'vendor'],
  [/(^|\/)src\/((?!main\/)[\w-]*test[\w-]*|it|jmh|gatling)\//i, 'test'],
  [/(^|\/)(tests?|[\w-]+-tests?|test-[\w-]+|testing|e2e|acceptance-tests?|integration-tests?)\//i, 'test'],
  [/(^|\/)(generated|generated-sources|build\/generated|target\/generated-sources)\//i, 'generated'],
  [/(^|\/)(examples?|samples?|demos?|tutorials?|old-docs|docs?|archive[sd]?|deprecated)\//i, 'example'],
  [/(^|\/)buildSrc\//, 'build-config'],
];

/** What the path below the scan root, and for generated code the head of the file, say about a file's purpose. */
export function purposeOf(path: string, text: string): FilePurpose {
  for (const [pattern, purpose] of folders) {
    const found = pattern.exec(path);
    // A package named `example` (com/example/…) below a source root is everyday production code.
    if (found && !(purpose !== 'vendor' && purpose !== 'test' && path.slice(0, found.index).includes('src/main/'))) {
      if (purpose === 'test' && path.slice(0, found.index).includes('src/main/java')) continue;
      return purpose;
    }
  }
  if (/(Test|Tests|IT|TestCase|Spec)\.java$/.test(path) && !path.includes('src/main/')) return 'test';
  if (/@(javax|jakarta)?\.?(annotation\.)?Generated\b|code generated|auto-?generated|DO NOT EDIT/i.test(text.slice(0, 2_000).split(/\b(class|interface|enum|record)\b/)[0] ?? '')) return 'generated';
  return 'source';
}
