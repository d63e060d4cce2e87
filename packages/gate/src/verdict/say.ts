// Numbers as a person would say them; used in the sentences of a verdict.

export function sayMs(ms: number): string {
  if (ms >= 10_000) return `${trim(ms / 1000, 1)} s`;
  return ms >= 100 ? `${Math.round(ms)} ms` : `${trim(ms, ms >= 10 ? 1 : 2)} ms`;
}

export function sayShare(share: number): string {
  const percent = share * 100;
  return `${percent === 0 ? '0' : percent >= 10 ? Math.round(percent) : Number(percent.toPrecision(2))} %`;
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
