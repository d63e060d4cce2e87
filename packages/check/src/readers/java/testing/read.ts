import type { CodeFact } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import { isKnown } from '../../../model/known.ts';
import type { FileIndex } from '../../reader.ts';
import { javaReader } from '../index.ts';

const path = 'harbour/src/main/java/harbour/Quay.java';

/** The facts of one kind in a file of package `harbour`; other files of the module may stand beside it. */
export function factsIn<K extends CodeFact['kind']>(kind: K, code: string, others: Readonly<Record<string, string>> = {}): readonly Extract<CodeFact, { kind: K }>[] {
  const text = `package harbour;\n${code}\n`;
  const texts: Readonly<Record<string, string>> = { 'harbour/pom.xml': '<project></project>', ...others, [path]: text };
  const files: FileIndex = { paths: Object.keys(texts).toSorted(), has: (each) => each in texts, text: (each) => texts[each] };
  return javaReader.read({ path, text }, files).facts.filter((fact): fact is Extract<CodeFact, { kind: K }> => fact.kind === kind);
}

/** [value, basis] of what is known, 'unknown' otherwise. */
export function said(setting: Setting<unknown> | null | undefined): unknown {
  if (!setting) return setting;
  return isKnown(setting.value) ? [setting.value.value, setting.value.basis] : 'unknown';
}
