/** So many good and bad events a minute, for so many minutes. */
export interface Stretch {
  readonly minutes: number;
  readonly good: number;
  readonly bad: number;
}

/** A counter in promtool's notation, one sample a minute from zero on: `0+5x30 150+0x9`. */
export function counterOver(stretches: readonly { readonly minutes: number; readonly perMinute: number }[]): string {
  let value = 0;
  const parts = stretches.flatMap(({ minutes, perMinute }, index) => {
    if (minutes <= 0) return [];
    const first = index === 0 ? value : value + perMinute;
    const steps = index === 0 ? minutes : minutes - 1;
    value = first + perMinute * steps;
    return [`${say(first)}+${say(perMinute)}x${steps}`];
  });
  return parts.join(' ');
}

function say(value: number): string {
  return String(Number(value.toPrecision(15)));
}
