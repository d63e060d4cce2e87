import type { Criteria, Measurement } from '@plimsoll/contract';
import { chartsOf, combine, impliedCriteria, judgeAbsolute, measured as measuredSlices, nightly, ratioNote, totalsOf, validityOf } from '@plimsoll/gate';
import type { ArmIdentity, GateReport, GateSettings } from '@plimsoll/gate';
import { version } from '../../version.ts';
import type { Measured } from './measured.ts';
import type { FromHistory } from './with-history.ts';

export interface ReportOrder {
  readonly history: FromHistory;
  readonly criteria: Criteria;
  readonly limitNotes: readonly string[];
  readonly settings: GateSettings;
  readonly ratio: number | null;
  readonly today: string;
  readonly reproduce: string;
}

/** The judgement of everything that was measured. */
export function reportOf({ history: { measured, trend, selfTest }, criteria, limitNotes, settings, ratio, today, reproduce }: ReportOrder): GateReport {
  const head = pooled(measured.head);
  const paired = measured.comparison === 'paired';
  const validity = [
    ...validityOf(head, criteria, paired ? 'head' : null),
    ...(paired
      ? validityOf(head, [], 'base')
          .filter(({ name }) => name === 'achieved rate' || name === 'dropped requests' || name === 'samples')
          .map((check) => ({ ...check, name: `${check.name} of base` }))
      : []),
  ];
  const asked = paired ? [...criteria, ...impliedCriteria(head.slices, criteria)] : criteria;
  const absolute = judgeAbsolute(head, asked, settings, paired ? 'head' : null);
  const { verdict, reasons } = combine(validity, absolute, measured.relative);
  const base = paired ? measured.head : measured.base;
  return {
    schemaVersion: 1,
    tool: { name: 'plimsoll', version: version() },
    today,
    verdict,
    reasons,
    rule: ratio === null ? 'gate-1' : 'ratio',
    comparison: measured.comparison,
    scenario: measured.scenario,
    head: armOf(measured, measured.head, 'head'),
    base: measured.labels.base === null ? null : armOf(measured, base, 'base'),
    validity,
    absolute,
    relative: measured.relative,
    trend,
    selfTest,
    charts: chartsOf(measured.head, measured.labels.base === null ? [] : base),
    notes: [...measured.notes, ...limitNotes, ...(ratio === null ? [] : [ratioNote]), ...historyNote(measured, settings)],
    reproduce,
  };
}

/** Blocks of a comparison as one measurement: times go on, so that no two slices share a place. */
export function pooled(parts: readonly Measurement[]): Measurement {
  const [first] = parts;
  if (!first) throw new Error('there is nothing to judge');
  return {
    ...first,
    slices: parts.flatMap(({ slices }) => slices),
    health: parts.flatMap(({ health }) => health),
    interrupted: parts.find(({ interrupted }) => interrupted !== null)?.interrupted ?? null,
  };
}

function armOf(measured: Measured, parts: readonly Measurement[], arm: 'base' | 'head'): ArmIdentity {
  const totals = parts.map(({ slices, summaries }) =>
    slices.length > 0 ? totalsOf(measuredSlices(slices, arm, '*')) : { requests: summaries[0]?.count ?? 0, failed: summaries[0]?.failedCount ?? 0 },
  );
  return {
    label: (arm === 'head' ? measured.labels.head : measured.labels.base) ?? '',
    git: measured.git[arm],
    fingerprint: arm === 'head' ? measured.fingerprint : null,
    runs: parts.length,
    requests: totals.reduce((sum, { requests }) => sum + requests, 0),
    errors: totals.reduce((sum, { failed }) => sum + failed, 0),
  };
}

function historyNote({ comparison }: Measured, { looks }: GateSettings): readonly string[] {
  if (comparison === 'history' || comparison === 'percentiles')
    return ['compared with runs of other days: what differs between days and machines counts as noise, so only large slowdowns show; a paired run (--base) sees more'];
  return comparison === 'paired' && looks.length < nightly.looks.length ? ['--mode nightly adds looks at 6, 8 and 10 blocks and sees smaller slowdowns'] : [];
}
