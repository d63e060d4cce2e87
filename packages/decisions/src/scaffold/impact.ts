import { sayCount } from '@plimsoll/contract';

/** What the model knows of the service that a decision is about; null where it does not. */
export interface Impact {
  readonly ratePerSecond: number | null; // promised throughput
  readonly limits: readonly { readonly quantile: number; readonly limitMs: number }[]; // promised latencies
  readonly signal: string | null; // the metric it scales on
  readonly instancesMin: number | null;
  readonly instancesMax: number | null;
}

/** The four subsections that DP8 asks for, each saying something: what is not known is said in words that claim nothing. */
export function impactLines(impact: Impact, level: number): readonly string[] {
  const heading = (text: string): string => `${'#'.repeat(Math.min(6, level))} ${text}`;
  const rate = impact.ratePerSecond === null ? '' : `${sayCount(impact.ratePerSecond)} req/s at `;
  const limits = impact.limits.map(({ quantile, limitMs }) => `- Design target: ${rate}P${Number((quantile * 100).toFixed(3))} < ${Number(limitMs.toFixed(3))}ms`);
  const instances = [...(impact.instancesMin === null ? [] : [`Min instances: ${impact.instancesMin}`]), ...(impact.instancesMax === null ? [] : [`Max instances: ${impact.instancesMax}`])];
  return [
    heading('Expected Throughput'),
    '',
    ...(limits.length > 0 ? limits : ['- Design target: to be stated as requests per second, percentile and limit']),
    '- Load test result: not yet measured',
    '',
    heading('Scaling Strategy'),
    '',
    impact.signal === null ? '- Auto-scaling: to be stated, with the metric it follows' : `- Auto-scaling: target tracking on ${impact.signal}`,
    instances.length === 0 ? '- Least and most instances: to be stated' : `- ${instances.join(', ')}`,
    '',
    heading('Performance Debt Created'),
    '',
    '- None identified at this time',
    '',
    heading('Performance Debt Accepted'),
    '',
    '- None identified at this time',
  ];
}
