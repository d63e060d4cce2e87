/** What is scraped of one service over time, made up by us, and what truly happened. */
export interface Scenario {
  readonly name: string;
  readonly slo: string; // the SLO file; `{job}` stands for the scenario's own job
  readonly days: number; // of history
  readonly instances: readonly Instance[];
  /** `measured`: the budget that is read is that of `truth`; else why it is not known. */
  readonly expected: 'measured' | 'new' | 'lost';
  /** Good and bad events of one minute; the minutes count from the beginning of the history. */
  readonly truth: (minute: number) => Truth;
  readonly rules: boolean; // whether what the rules record is compared as well
}

export interface Truth {
  readonly bad: number;
  readonly total: number;
}

/** One process: its counters begin at zero when it does. */
export interface Instance {
  readonly name: string;
  readonly fromMinute?: number;
  readonly toMinute?: number; // the first minute in which it is no more
  readonly scraped?: (minute: number) => boolean;
  readonly restarts?: (minute: number) => boolean; // at the beginning of the minute
  readonly counters: readonly Counter[];
}

export interface Counter {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly perMinute: (minute: number) => number;
  readonly gauge?: boolean; // the value itself, not its sum
  readonly hidden?: (minute: number) => boolean; // not shown, although counted
}

/** The last scrape; what is asked is asked 23 s later, so that no window begins or ends with a sample. */
export const lastScrapeMs: number = Date.UTC(2026, 10, 23, 12);
export const askedAtMs: number = lastScrapeMs + 23_000;

export function jobOf({ name }: Scenario): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}

/** A sum of truths over a span, in which the events of a minute are spread evenly. */
export function truthWithin({ truth, days }: Scenario, startMs: number, endMs: number): Truth {
  const minuteAt = (ms: number): number => (ms - lastScrapeMs) / 60_000 + days * 1440;
  const [from, to] = [minuteAt(startMs), minuteAt(endMs)];
  const sum = { bad: 0, total: 0 };
  for (let minute = Math.floor(from); minute < to; minute++) {
    const share = Math.min(minute + 1, to) - Math.max(minute, from);
    const { bad, total } = truth(minute);
    sum.bad += bad * share;
    sum.total += total * share;
  }
  return sum;
}

/** The scrapes as OpenMetrics: one a minute, at its end. A counter that has counted nothing yet is not there, as labels come with their first event. */
export function* openMetrics(scenarios: readonly Scenario[]): Generator<string> {
  for (const scenario of scenarios) {
    const job = jobOf(scenario);
    for (const instance of scenario.instances) {
      const target = { job, instance: instance.name };
      yield samples('up', target, minutesOf(scenario, instance), scenario, () => 1);
      const startedS = lastScrapeMs / 1000 + ((instance.fromMinute ?? -1440) - scenario.days * 1440) * 60;
      yield samples('process_start_time_seconds', target, minutesOf(scenario, instance), scenario, () => startedS);
      for (const counter of instance.counters) yield counted(scenario, instance, counter, target);
    }
  }
  yield '# EOF\n';
}

function counted(scenario: Scenario, instance: Instance, { metric, labels, perMinute, gauge = false, hidden = () => false }: Counter, target: Readonly<Record<string, string>>): string {
  let value = 0;
  let born = false;
  const shown: [number, number][] = [];
  for (let minute = instance.fromMinute ?? 0; minute < Math.min(instance.toMinute ?? Infinity, scenario.days * 1440); minute++) {
    if (instance.restarts?.(minute) === true) value = 0;
    const more = perMinute(minute);
    value = gauge ? more : value + more;
    born ||= gauge || value > 0;
    if (born && instance.scraped?.(minute) !== false && !hidden(minute)) shown.push([minute, value]);
  }
  const values = new Map(shown);
  return samples(metric, { ...target, ...labels }, [...values.keys()], scenario, (minute) => values.get(minute) ?? 0);
}

function minutesOf({ days }: Scenario, { fromMinute = 0, toMinute = Infinity, scraped }: Instance): readonly number[] {
  return Array.from({ length: Math.max(0, Math.min(toMinute, days * 1440) - fromMinute) }, (_, index) => fromMinute + index).filter((minute) => scraped?.(minute) !== false);
}

function samples(metric: string, labels: Readonly<Record<string, string>>, minutes: readonly number[], { days }: Scenario, value: (minute: number) => number): string {
  const name = `${metric}{${Object.entries(labels)
    .map(([label, each]) => `${label}=${JSON.stringify(each)}`)
    .join(',')}}`;
  const endS = lastScrapeMs / 1000;
  return minutes.map((minute) => `${name} ${value(minute)} ${endS - (days * 1440 - minute - 1) * 60}\n`).join('');
}
