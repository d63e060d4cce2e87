import type { CodeFact, ConfigEntry } from '../../facts/index.ts';
import { isKnown } from '../../model/known.ts';
import type { DoubleSetting } from '../../model/system.ts';

/** Settings of connection pools, in the canonical form of their framework. */
const poolSetting = /(?:^|\.)(?:hikari|tomcat|dbcp2|oracleucp|r2dbc\.pool)\.|^quarkus\.datasource\./;

/** Settings of pools that one file gives twice with different values, for one profile. */
export function doubleSettings(code: readonly CodeFact[]): readonly DoubleSetting[] {
  const entries = code.filter((fact): fact is ConfigEntry => fact.kind === 'config-entry' && poolSetting.test(fact.key));
  return [...Map.groupBy(entries, (entry) => `${entry.source.file}#${entry.profile ?? ''}#${entry.key}`).values()].flatMap((same) => {
    const [first] = same;
    const values = new Set(same.map(({ value }) => (isKnown(value.value) ? value.value.value : value.variables.join())));
    return first && values.size > 1 ? [{ id: `setting:${first.source.file}:${first.key}`, key: first.key, entries: same }] : [];
  });
}
