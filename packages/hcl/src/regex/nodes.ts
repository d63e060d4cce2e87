/** Tests one code point. */
export type CharacterTest = (code: number) => boolean;

export type Assertion = 'text-start' | 'text-end' | 'line-start' | 'line-end' | 'word-boundary' | 'no-word-boundary';

export type Pattern =
  | { readonly kind: 'character'; readonly test: CharacterTest }
  | { readonly kind: 'assertion'; readonly assertion: Assertion }
  | { readonly kind: 'sequence'; readonly items: readonly Pattern[] }
  | { readonly kind: 'choice'; readonly options: readonly Pattern[] }
  | { readonly kind: 'repeat'; readonly item: Pattern; readonly min: number; readonly max: number; readonly greedy: boolean }
  | { readonly kind: 'group'; readonly index: number; readonly item: Pattern };

/** A pattern that RE2 or this package does not take. */
export interface Rejected {
  readonly rejected: string;
}
