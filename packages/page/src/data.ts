/** What the page carries for its script, as JSON. Every text is safe to show as text; none is markup. */
export interface PageData {
  readonly findings: readonly FindingData[];
  readonly principles: readonly { readonly id: string; readonly title: string }[]; // those with a finding, in order
  readonly parts: readonly { readonly key: string; readonly name: string }[]; // of the map, those with a finding
}

export type Level = 'error' | 'warning' | 'info';

export type FindingState = 'broken' | 'undecided' | 'suppressed';

export interface FindingData {
  readonly id: string; // the fingerprint, so that links outlive the page
  readonly rule: string;
  readonly principle: string | null; // null: about the contract itself
  readonly level: Level;
  readonly state: FindingState;
  readonly message: string;
  readonly where: string; // `src/db.ts:12:8`, or the subject
  readonly environments: string; // `in prod`, empty where it holds in all
  readonly parts: readonly string[]; // keys of the parts of the map that it concerns
  readonly help: string;
  readonly also: readonly string[]; // other rules broken at the same places
  readonly suppressed: string; // reason and end, empty where it counts
  readonly missing: readonly string[]; // what would decide it
  readonly joins: readonly string[];
  readonly places: readonly string[]; // further ones, as many as are shown
  readonly morePlaces: number; // that are not shown
  readonly frames: readonly FrameData[];
  readonly framesLeftOut: boolean; // for want of room in the page
}

/** The lines of one file that led to a finding. */
export interface FrameData {
  readonly place: string;
  readonly lines: readonly LineData[];
}

/** The line with what is marked in it; a mark may be empty. */
export interface LineData {
  readonly number: number;
  readonly before: string;
  readonly mark: string;
  readonly after: string;
  readonly says: string; // what the line itself does not say
}
