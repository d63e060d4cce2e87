export interface Selector {
  readonly metric: string;
  readonly matchers: string; // without braces; empty: all series
}

const ranged = /([a-zA-Z_:][\w:]*)\s*(?:\{((?:[^{}"]|"(?:[^"\\]|\\.)*")*)\})?\s*\[/g;

/** The series that a query takes ranges of, in order, each once. Queries are cut after 4,000 characters. */
export function selectorsIn(query: string): readonly Selector[] {
  const found = new Map<string, Selector>();
  for (const [, metric = '', matchers = ''] of query.slice(0, 4000).matchAll(ranged)) {
    if (!/^(?:by|without|on|ignoring)$/.test(metric)) found.set(`${metric}{${matchers}`, { metric, matchers: matchers.trim().replace(/,$/, '') });
  }
  return [...found.values()];
}
