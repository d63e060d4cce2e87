import { parseArgs } from 'node:util';
import { readSummary } from './summary.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { 'p95-threshold': { type: 'string' }, 'p99-threshold': { type: 'string' }, 'error-rate-threshold': { type: 'string' } },
});
const { p95Ms, p99Ms, errorRate, requests } = readSummary(positionals[0] ?? 'summary.json');
const checks = [
  ['P95 in ms', p95Ms, values['p95-threshold']],
  ['P99 in ms', p99Ms, values['p99-threshold']],
  ['error rate', errorRate, values['error-rate-threshold']],
] as const;

if (requests === 0) process.exitCode = 1;
for (const [name, measured, limit] of checks) {
  if (limit === undefined) continue;
  const holds = measured < Number(limit);
  console.log(`${holds ? 'holds' : 'FAILS'}: ${name} ${measured}, limit ${limit}`);
  if (!holds) process.exitCode = 1;
}
