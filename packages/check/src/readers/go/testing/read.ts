import type { CodeFact } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import { isKnown } from '../../../model/known.ts';
import type { FileIndex } from '../../reader.ts';
import { goReader } from '../index.ts';

const path = 'harbour/quay.go';

/** The facts of one kind in a file of the module `example.org/harbour`; other files may stand beside it. */
export function factsIn<K extends CodeFact['kind']>(kind: K, code: string, others: Readonly<Record<string, string>> = {}): readonly Extract<CodeFact, { kind: K }>[] {
  const text = `package harbour\n${code}\n`;
  const texts: Readonly<Record<string, string>> = { 'harbour/go.mod': 'module example.org/harbour\n\ngo 1.25\n', ...others, [path]: text };
  const files: FileIndex = { paths: Object.keys(texts).toSorted(), has: (each) => each in texts, text: (each) => texts[each] };
  return goReader.read({ path, text }, files).facts.filter((fact): fact is Extract<CodeFact, { kind: K }> => fact.kind === kind);
}

/** [value, basis] of what is known, 'unknown' otherwise. */
export function said(setting: Setting<unknown> | null | undefined): unknown {
  if (!setting) return setting;
  return isKnown(setting.value) ? [setting.value.value, setting.value.basis] : 'unknown';
}
