/** How full a budget is, drawn with characters: `█` for what remains, `░` for what is spent. Less than nothing is empty. */
export function bar(remaining: number | null, columns: number): { readonly full: string; readonly rest: string } {
  if (remaining === null) return { full: '', rest: '·'.repeat(columns) };
  const share = Math.min(1, Math.max(0, remaining));
  // Something left is never drawn as nothing, and something spent never as untouched.
  const cells = share === 0 ? 0 : share === 1 ? columns : Math.max(0, Math.min(columns - 1, Math.max(1, Math.round(share * columns))));
  return { full: '█'.repeat(cells), rest: '░'.repeat(columns - cells) };
}
