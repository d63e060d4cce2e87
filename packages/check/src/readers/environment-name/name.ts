/**
 * How certainly a word by itself names an environment. `certain` words mean nothing else in a path; `likely` ones need a folder
 * of infrastructure above them; `ambiguous` ones (`test/`, `live/`, `local/`) need a folder that collects environments.
 */
export type Certainty = 'certain' | 'likely' | 'ambiguous';

interface Known {
  readonly name: string;
  readonly certainty: Certainty;
}

const words: ReadonlyMap<string, Known> = new Map([
  ...spellings('prod', 'certain', ['prd', 'prod', 'production']),
  ...spellings('prod', 'ambiguous', ['live']),
  ...spellings('stage', 'certain', ['stg', 'staging']),
  ...spellings('stage', 'likely', ['stage']),
  ...spellings('dev', 'likely', ['dev', 'development']),
  ...spellings('preprod', 'certain', ['preprod', 'pre-prod', 'preproduction', 'pre-production']),
  ...spellings('nonprod', 'certain', ['nonprod', 'non-prod', 'nonproduction', 'non-production']),
  ...spellings('dev', 'certain', ['.devcontainer']),
  ...own('certain', ['uat']),
  ...own('likely', ['qa', 'sandbox']),
  ...own('ambiguous', ['test', 'int', 'integration', 'acceptance', 'preview', 'review', 'training', 'demo', 'ci', 'e2e', 'local', 'canary', 'perf', 'performance', 'loadtest']),
]);

/** The normalised environment that a word names, or null where the word is not the name of an environment. */
export function environmentName(text: string): string | null {
  return words.get(text.trim().toLowerCase())?.name ?? null;
}

export function certaintyOf(word: string): Certainty | null {
  return words.get(word.toLowerCase())?.certainty ?? null;
}

function spellings(name: string, certainty: Certainty, all: readonly string[]): readonly [string, Known][] {
  return all.map((word) => [word, { name, certainty }]);
}

function own(certainty: Certainty, all: readonly string[]): readonly [string, Known][] {
  return all.map((word) => [word, { name: word, certainty }]);
}
