import type { FindingData, FindingState, Level } from '../data.ts';

/** What is shown of the findings. An empty choice means all, but for `states`: what is broken is what people come for. */
export interface Filter {
  readonly words: string;
  readonly states: readonly FindingState[];
  readonly levels: readonly Level[];
  readonly principles: readonly string[];
  readonly part: string | null;
}

export const states: readonly FindingState[] = ['broken', 'undecided', 'suppressed'];
export const levels: readonly Level[] = ['error', 'warning', 'info'];

export const everythingBroken: Filter = { words: '', states: ['broken'], levels: [], principles: [], part: null };

/** Findings in their order that pass; every word has to stand somewhere in a finding, in any case. */
export function filtered(findings: readonly FindingData[], filter: Filter): readonly FindingData[] {
  const words = filter.words.toLowerCase().split(/\s+/).filter(Boolean);
  const chosen = <T>(choice: readonly T[], value: T): boolean => choice.length === 0 || choice.includes(value);
  return findings.filter(
    (finding) =>
      chosen(filter.states, finding.state) &&
      (finding.state === 'undecided' || chosen(filter.levels, finding.level)) && // an undecided finding has no severity yet
      chosen(filter.principles, finding.principle ?? 'contract') &&
      (filter.part === null || finding.parts.includes(filter.part)) &&
      words.every((word) => textOf(finding).includes(word)),
  );
}

const texts = new WeakMap<FindingData, string>();

/** Made once for each: a search runs on every key that is pressed. */
function textOf(finding: FindingData): string {
  const known = texts.get(finding);
  if (known !== undefined) return known;
  const { rule, principle, message, where, environments, help, also, missing, places, id } = finding;
  const text = [rule, principle ?? 'contract', message, where, environments, help, ...also, ...missing, ...places, id].join('\n').toLowerCase();
  texts.set(finding, text);
  return text;
}

/** With one value taken out where it stands, else put in. */
export function toggled<T>(choice: readonly T[], value: T): readonly T[] {
  return choice.includes(value) ? choice.filter((each) => each !== value) : [...choice, value];
}
