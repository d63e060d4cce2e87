import type { Source } from '@plimsoll/contract';

/** What a load test sends: flows, of which each arrival starts one, chosen by weight. */
export interface Scenario {
  readonly name: string;
  readonly flows: readonly Flow[];
  readonly data: readonly DataTable[];
  readonly source: Source | null; // null: from the command line
}

/** Requests that one user makes one after the other; each may use what an earlier one extracted. */
export interface Flow {
  readonly name: string;
  readonly weight: number;
  readonly steps: readonly Step[];
}

export interface Step {
  readonly endpoint: string; // the name under which it is counted
  readonly method: string;
  readonly path: Template;
  readonly headers: readonly (readonly [name: string, value: Template])[];
  readonly body: Template | null;
  readonly checks: readonly Check[];
  readonly extract: readonly Extraction[];
  readonly thinkMs: number; // pause after its answer
}

/** Text with `${name}` in it, taken apart once: literals and names in turn, `['/payments/', 'id', '']`. One element: nothing to fill in. */
export type Template = readonly string[];

/** A status that is expected makes it a success, whatever its class; without one, statuses below 400 are. */
export type Check =
  | { readonly kind: 'status'; readonly statuses: readonly number[] }
  | { readonly kind: 'body'; readonly contains: string }
  | { readonly kind: 'json'; readonly path: JsonPath; readonly equals: unknown; readonly exists: boolean; readonly says: string };

export interface Extraction {
  readonly variable: string;
  readonly from:
    | { readonly kind: 'json'; readonly path: JsonPath }
    | { readonly kind: 'header'; readonly name: string }
    | { readonly kind: 'between'; readonly before: string; readonly after: string };
}

/** `$.items[0].id` as `['items', 0, 'id']`. */
export type JsonPath = readonly (string | number)[];

/** Rows that flows take their variables from, in turn; every iteration takes the next row of each table. */
export interface DataTable {
  readonly file: string;
  readonly rows: readonly Readonly<Record<string, string>>[];
}
