import type { Range } from './range.ts';

/** What is wrong (`message`), what would be right (`help`), and where. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly help: string;
  readonly range: Range;
}
