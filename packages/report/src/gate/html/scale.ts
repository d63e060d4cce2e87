/** Numbers to pixels, with ticks at round values. */
export interface Scale {
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
}

export function linear(low: number, high: number, from: number, to: number): Scale {
  const span = high - low || 1;
  const step = roundStep(span / 5);
  const ticks: number[] = [];
  for (let tick = Math.ceil(low / step) * step; tick <= high + step * 1e-9; tick += step) ticks.push(Number(tick.toPrecision(12)));
  return { at: (value) => from + ((value - low) / span) * (to - from), ticks };
}

/** Latencies span decades: equal steps are equal factors. */
export function logarithmic(low: number, high: number, from: number, to: number): Scale {
  const [a, b] = [Math.log(Math.max(low, 1e-6)), Math.log(Math.max(high, low * 1.01, 2e-6))];
  const decades: number[] = [];
  for (let decade = Math.floor(a / Math.LN10); decade <= Math.ceil(b / Math.LN10); decade++) for (const digit of [1, 2, 5]) decades.push(digit * 10 ** decade);
  const within = decades.filter((tick) => Math.log(tick) >= a - 1e-9 && Math.log(tick) <= b + 1e-9);
  const ticks = within.length >= 3 ? within : linear(Math.exp(a), Math.exp(b), from, to).ticks; // 110 to 190 ms holds not one of 1, 2 and 5
  return { at: (value) => from + ((Math.log(Math.max(value, 1e-6)) - a) / (b - a)) * (to - from), ticks };
}

function roundStep(wanted: number): number {
  const decade = 10 ** Math.floor(Math.log10(wanted));
  return ([1, 2, 5].find((digit) => digit * decade >= wanted) ?? 10) * decade;
}
