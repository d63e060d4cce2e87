import type { Measurement } from '@plimsoll/contract';
import { summaryOf } from '@plimsoll/gate';
import { loadText } from '@plimsoll/report';
import { describe, expect, it } from 'vitest';

/** What another tool measured: nothing is known of its generator. */
function measured(model: Measurement['model']): Measurement {
  return {
    tool: { name: 'k6', version: null, format: 'k6-json' },
    evidence: { kind: 'raw', relativeError: 0, resolutionMs: 0, latencyFrom: 'actual-start', latencyUntil: 'last-byte', errorDefinition: 'status', timeBase: 'wall-clock' },
    model,
    startedAt: null,
    durationMs: 1000,
    slices: [],
    summaries: [],
    health: [],
    interrupted: null,
    notes: [],
  };
}

function shown(model: Measurement['model']): string {
  const measurement = measured(model);
  return loadText({ name: 'crates.js', target: 'the harbour', measurement, summary: summaryOf(measurement), validity: [], limits: [], keptAs: null }, { columns: 100, colour: false });
}

describe('the end screen of a load', () => {
  it.each([
    ['open', 'crates.js on the harbour  open model'],
    ['closed', 'crates.js on the harbour  closed model'],
    ['unknown', 'crates.js on the harbour'],
  ] as const)('of a model that is %s says no more than is known', (model, heading) => expect(shown(model).split('\n')).toContain(heading));

  it('of a generator that says nothing of itself has no empty line', () => {
    expect(shown('unknown')).toMatch(/^ {2}generator {2}not known$/m);
    expect(shown('unknown')).toMatch(/^ {2}in flight {2}not known$/m);
  });
});
