import type { Source, Stated } from '@plimsoll/contract';
import type { ServiceLevelObjectives } from '../objectives.ts';

/** A file in another shape, and what that shape has no place for. */
export interface Exported {
  readonly text: string;
  readonly lost: readonly string[]; // file, line, the field, and what becomes of it
}

export function lostAt({ file, line }: Source, what: string): string {
  return `${file}:${line}: ${what}`;
}

/** What neither Sloth nor OpenSLO has a place for. */
export function lostEverywhere(slo: ServiceLevelObjectives): readonly string[] {
  const fields: readonly (readonly [string, Stated<unknown> | { readonly source: Source } | null])[] = [
    ['the policy of the error budget', slo.errorBudget?.policy ?? null],
    ['`policy`', slo.policy],
    ['`last_reviewed`', slo.lastReviewed],
    ['`review_by`', slo.reviewBy],
    ...slo.links.map((link) => [`the link ${link.value.slice(0, 60)}`, link] as const),
  ];
  return fields.flatMap(([what, field]) => (field ? [lostAt(field.source, `${what} has no place there`)] : []));
}

/** A name as both take it: letters, digits, `-`; RFC 1123. */
export function plainName(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 63)
    .replace(/-+$/, '');
  return plain === '' ? 'objective' : plain;
}

/** 0.999 as 99.9. */
export function percent(share: number): number {
  return Number((share * 100).toPrecision(12));
}
