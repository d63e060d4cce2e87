import type { JoinNote } from '@plimsoll/contract';

/** Joins of one thing for one reason belong in one line. */
export function likeJoins(joins: readonly JoinNote[]): readonly (readonly JoinNote[])[] {
  const distinct = new Map(joins.map((join) => [`${join.from}\n${join.to}\n${join.why}`, join])).values();
  return [...Map.groupBy(distinct, (join) => `${join.from}\n${join.why}\n${join.sure}`).values()];
}

/** `services/api → aws_ecs_service.api by image name (likely)`. */
export function sayJoins(joins: readonly JoinNote[], all: boolean): string {
  const [first] = joins;
  if (!first) return '';
  const targets = all ? joins.map((join) => join.to).join(', ') : `${first.to}${joins.length > 1 ? ` and ${joins.length - 1} more` : ''}`;
  return `${first.from === '.' || first.from === '' ? 'this repository' : first.from} → ${targets} by ${first.why} (${first.sure})`;
}
