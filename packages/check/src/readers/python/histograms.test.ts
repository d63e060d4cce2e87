import { beforeAll, describe, expect, it } from 'vitest';
import type { HistogramUse } from '../../facts/code.ts';
import { isKnown } from '../../model/known.ts';
import type { FileIndex } from '../reader.ts';
import { pythonReader } from './index.ts';

beforeAll(() => pythonReader.prepare?.());

function histograms(text: string, others: Readonly<Record<string, string>> = {}): readonly HistogramUse[] {
  const texts: Readonly<Record<string, string>> = { ...others, 'metrics.py': text };
  const files: FileIndex = { paths: Object.keys(texts).toSorted(), has: (path) => path in texts, text: (path) => texts[path] };
  return pythonReader.read({ path: 'metrics.py', text }, files).facts.filter((fact) => fact.kind === 'histogram');
}

const brief = ({ name, unit, bounds }: HistogramUse): string =>
  `${isKnown(name.value) ? name.value.value : '?'} ${unit} ${isKnown(bounds.value) ? `${bounds.value.value.join(' ')} ${bounds.value.basis}` : 'unknown'}`;

const prometheus = 'from prometheus_client import Histogram\n';
const standard = '0.005 0.01 0.025 0.05 0.075 0.1 0.25 0.5 0.75 1 2.5 5 7.5 10 default';

describe('histograms', () => {
  it.each([
    [`${prometheus}H = Histogram("docking_seconds", "Docking")`, `docking_seconds s ${standard}`],
    [`${prometheus}H = Histogram("docking_duration", "Docking", ["berth"], buckets=[0.1, 0.4, 1, float("inf")])`, 'docking_duration s 0.1 0.4 1 stated'],
    [`${prometheus}BOUNDS = (0.2, 2 * 0.5)\nH = Histogram("docking_seconds", "Docking", buckets=BOUNDS)`, 'docking_seconds s 0.2 1 derived'],
    [`${prometheus}H = Histogram("docking_seconds", "Docking", buckets=choose())`, 'docking_seconds s unknown'],
    [`${prometheus}H = Histogram("cargo_bytes", "Cargo", buckets=(10, 100))`, 'cargo_bytes other 10 100 stated'],
    [`${prometheus}H = Histogram("docking", "Docking", unit="seconds")`, `docking s ${standard}`],
    [`${prometheus}H = Histogram("docking_ms", "Docking", buckets=[5, 50])`, 'docking_ms ms 5 50 stated'],
    [
      'from opentelemetry import metrics\nmeter = metrics.get_meter("port")\nH = meter.create_histogram("docking.duration", unit="s", explicit_bucket_boundaries_advisory=[0.1, 1])',
      'docking.duration s 0.1 1 stated',
    ],
    [
      'from opentelemetry import metrics\nmeter = metrics.get_meter("port")\nH = meter.create_histogram("docking.duration", unit="ms")',
      'docking.duration ms 0 5 10 25 50 75 100 250 500 750 1000 2500 5000 7500 10000 default',
    ],
  ])('%j', (text, expected) => {
    expect(histograms(text).map(brief)).toEqual([expected]);
  });

  it('do not take the default where a view may replace it', () => {
    const views = { 'telemetry.py': 'view = View(instrument_name="*", aggregation=ExplicitBucketHistogramAggregation([1, 2]))\n' };
    const [use] = histograms('from opentelemetry import metrics\nH = metrics.get_meter("port").create_histogram("docking")', views);
    expect(use && brief(use)).toBe('docking unknown unknown');
  });

  it.each([
    ['from prometheus_client import Counter\nC = Counter("ships", "Ships")'],
    ['class Histogram: pass\nH = Histogram("ships")'],
    ['import numpy\nnumpy.histogram([1, 2])'],
    ['meter.create_histogram("ships")'],
  ])('are none in %j', (text) => {
    expect(histograms(text)).toEqual([]);
  });
});
