import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { regressionOf } from './regression.ts';
import { readSummary } from './summary.ts';

const { positionals, values } = parseArgs({ allowPositionals: true, options: { baseline: { type: 'string', default: 'baseline.json' }, 'regression-threshold': { type: 'string', default: '0.10' } } });

if (existsSync(values.baseline)) {
  const regression = regressionOf(readSummary(positionals[0] ?? 'summary.json'), readSummary(values.baseline));
  console.log(`P99 against the last accepted run: ${(regression * 100).toFixed(1)} %`);
  if (regression > Number(values['regression-threshold'])) process.exitCode = 1;
} else {
  console.log('no run has been accepted yet: this one becomes the baseline if its criteria hold');
}
