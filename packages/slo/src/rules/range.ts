const units: readonly (readonly [string, number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
];

/** A duration as PromQL and rule files write it: `5m`, `30d`, `1d12h`. Below a second: `1s`. */
export function rangeOf(ms: number): string {
  let rest = Math.max(1000, Math.ceil(ms / 1000) * 1000);
  let text = '';
  for (const [unit, length] of units) {
    const count = Math.floor(rest / length);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * length;
  }
  return text;
}

/** A number as PromQL reads it, without exponent and without the dust of binary fractions. */
export function plain(value: number): string {
  const text = String(Number(value.toPrecision(12)));
  return text.includes('e') ? Number(text).toFixed(15).replace(/0+$/, '').replace(/\.$/, '') : text;
}
