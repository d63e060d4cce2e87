import type { CheckReport } from '@plimsoll/contract';
import type { LineOf } from '../frame/lines.ts';
import type { RuleText } from '../rule-text.ts';
import type { FailOn } from '../verdict/verdict.ts';
import type { Html } from './markup.ts';

/** What every section of the page may show. */
export interface Page {
  readonly report: CheckReport;
  readonly rules: readonly RuleText[];
  readonly name: string; // of the repository
  readonly failOn: FailOn;
  readonly lineOf: LineOf;
}

/** A part of the page with an entry in its navigation. A section returns null where it has nothing to show. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly count: number | null; // shown beside the title
  readonly body: Html;
}
