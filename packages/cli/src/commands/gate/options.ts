import type { LimitValues } from '../../measured/limits.ts';
import type { TrafficValues } from '../load/options.ts';

/** The options of the gate's own, beside those of the load and of the limits. */
export const gateOptions = {
  base: { type: 'string' },
  head: { type: 'string' },
  start: { type: 'string' },
  build: { type: 'string' },
  reset: { type: 'string' },
  ready: { type: 'string' },
  'ready-within': { type: 'string' },
  path: { type: 'string' },
  mode: { type: 'string' },
  results: { type: 'string', multiple: true },
  'base-results': { type: 'string', multiple: true },
  rule: { type: 'string' },
  max: { type: 'string' },
  history: { type: 'string' },
  'history-remote': { type: 'string' },
  record: { type: 'boolean' },
  'self-test': { type: 'boolean' },
  comment: { type: 'boolean' },
  format: { type: 'string', multiple: true },
  today: { type: 'string' },
  quiet: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Options = typeof gateOptions;

export type GateValues = TrafficValues &
  LimitValues & { readonly [Name in keyof Options]?: (Options[Name] extends { type: 'boolean' } ? boolean : Options[Name] extends { multiple: true } ? string[] : string) | undefined };
