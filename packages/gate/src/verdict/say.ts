// Numbers as a person would say them; used in the sentences of a verdict.

type Say = (value: number, digits?: number) => string;

/** Both values, with as many digits as it takes to see which one is larger. */
export function sayBoth(say: Say, a: number, b: number): readonly [string, string] {
  for (let digits: number | undefined; ; digits = (digits ?? 2) + 1) {
    const said = [say(a, digits), say(b, digits)] as const;
    if (a === b || said[0] !== said[1] || (digits ?? 0) > 15) return said;
  }
}

/** `digits`: significant ones, in milliseconds; else as many as a person wants. */
export function sayMs(ms: number, digits?: number): string {
  if (digits !== undefined) return `${Number(ms.toPrecision(digits))} ms`;
  if (ms >= 10_000) return `${trim(ms / 1000, 1)} s`;
  return ms >= 100 ? `${Math.round(ms)} ms` : `${trim(ms, ms >= 10 ? 1 : 2)} ms`;
}

export function sayShare(share: number, digits?: number): string {
  const percent = share * 100;
  if (digits !== undefined) return `${Number(percent.toPrecision(digits))} %`;
  return `${percent === 0 ? '0' : percent >= 10 ? Math.round(percent) : Number(percent.toPrecision(2))} %`;
}

export function sayRate(perSecond: number, digits: number = perSecond >= 10 ? 0 : 2): string {
  return `${digits === 0 ? Math.round(perSecond) : Number(perSecond.toPrecision(digits))}/s`;
}

export function sayEffect(effect: number): string {
  const percent = effect * 100;
  const rounded = Math.abs(percent) >= 10 ? Math.round(percent) : Number(percent.toFixed(1));
  return `${rounded > 0 ? '+' : rounded < 0 ? '−' : '±'}${Math.abs(rounded)} %`;
}

/** 0.95 as P95, 0.999 as P99.9. */
export function sayQuantile(quantile: number): string {
  return `P${Number((quantile * 100).toPrecision(6))}`;
}

function trim(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}
