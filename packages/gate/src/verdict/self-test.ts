import type { Run } from '@plimsoll/contract';
import { clopperPearson, varianceOf } from '../statistics/index.ts';
import type { GateSettings } from './defaults.ts';
import type { RelativeMetric, SelfTestRecord } from './report.ts';

const comparisonsLeast = 20;
const falseAlarmsMost = 0.02;

/**
 * What the gate did here when nothing had changed. It may block merges when the record is long enough and the share of alarms seen is
 * below 2 %; the bound says how little a short record proves.
 */
export function selfTestRecord(runs: readonly Run[]): SelfTestRecord | null {
  const own = runs.filter(({ selfTest, verdict }) => selfTest && (verdict === 'pass' || verdict === 'fail' || verdict === 'inconclusive'));
  if (own.length === 0) return null;
  const alarms = own.filter(({ verdict }) => verdict === 'fail').length;
  return { comparisons: own.length, alarms, high: clopperPearson(alarms, own.length, 0.95).high, mayEnforce: own.length >= comparisonsLeast && alarms / own.length < falseAlarmsMost };
}

/** The prior, never below what base against base showed between blocks in this environment. */
export function settingsFrom(settings: GateSettings, differences: Readonly<Partial<Record<RelativeMetric, readonly number[]>>>): GateSettings {
  const raised = (metric: RelativeMetric): GateSettings['prior'][RelativeMetric] => {
    const { deviation, degrees } = settings.prior[metric];
    const seen = differences[metric] ?? [];
    return { degrees, deviation: seen.length < 8 ? deviation : Math.max(deviation, Math.sqrt(varianceOf(seen))) };
  };
  return { ...settings, prior: { p95: raised('p95'), p99: raised('p99'), 'pooled-p99': raised('pooled-p99') } };
}
