const patterns = new WeakMap<readonly string[], RegExp>();

/** Does a text hold one of the signals of a reader? One pass for all: a hundred signals would be a hundred passes over every file. */
export function holdsAny(text: string, signals: readonly string[]): boolean {
  const pattern = patterns.get(signals) ?? patternOf(signals);
  patterns.set(signals, pattern);
  return pattern.test(text);
}

function patternOf(signals: readonly string[]): RegExp {
  const literals = signals.map((signal) => signal.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  return new RegExp(literals.length === 0 ? '(?!)' : literals.join('|'));
}
