import type { CodeFact } from '../../../facts/code.ts';
import type { CallSite, Context } from '../code/context.ts';

/** Turns one call or construction into facts; looks only at what its symbol names. */
export type UseOfCall = (call: CallSite, context: Context) => readonly CodeFact[];
