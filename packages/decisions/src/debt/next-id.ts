/** The next free id in the style of those that are there: `PERF-DEBT-2026-004` after `…-003`, `PERF-012` after `PERF-011`. */
export function nextDebtId(ids: readonly string[], year: number): string {
  const style = ids.map((id) => /^(.*?-)(?:(\d{4})-)?(\d{1,5})$/.exec(id)).findLast((match) => match !== null);
  const prefix = style?.[1] ?? 'PERF-DEBT-';
  const start = style && style[2] === undefined ? prefix : `${prefix}${year}-`;
  const width = style?.[3]?.length ?? 3;
  const taken = ids.flatMap((id) => (id.startsWith(start) && /^\d{1,5}$/.test(id.slice(start.length)) ? [Number(id.slice(start.length))] : []));
  return `${start}${String(Math.max(0, ...taken) + 1).padStart(width, '0')}`;
}
