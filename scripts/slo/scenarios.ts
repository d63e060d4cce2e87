import type { PrometheusApi } from '@plimsoll/slo';
import { runScenarios } from '../../test/slo/prometheus/run.ts';
import type { Outcome } from '../../test/slo/prometheus/run.ts';
import { askedAtMs, jobOf } from '../../test/slo/prometheus/scenario.ts';
import { scenarios } from '../../test/slo/prometheus/scenarios.ts';

/** All scenarios in a real Prometheus, beside what truly happened; arguments are words that names hold. */
export async function run(words: readonly string[]): Promise<void> {
  const chosen = scenarios.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
  let average = '';
  const outcomes = await runScenarios(chosen, async (api) => {
    const bursts = chosen.find(({ name }) => name.startsWith('bursts'));
    if (bursts) average = await meanOfRatios(api, jobOf(bursts));
  });
  process.stdout.write('| scenario | events | bad | read | budget remaining | read | apart | rules, status and gate |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n');
  for (const outcome of outcomes) process.stdout.write(row(outcome));
  const bursts = outcomes.find(({ scenario }) => scenario.name.startsWith('bursts'));
  if (average !== '' && bursts)
    process.stdout.write(
      `\nBursts: ${percent(bursts.truth.bad / bursts.truth.total)} of the events failed; read ${percent(bursts.read.bad / bursts.read.total)}; the mean of ratios over time ${average}.\n`,
    );
}

function row({ scenario, truth, remaining, read, remainingRead, recorded }: Outcome): string {
  const apart = remaining === null || remainingRead === null ? '' : Math.abs(remaining - remainingRead).toExponential(1);
  const agree = recorded
    ? `${Math.max(Math.abs(recorded.remainingByRule - recorded.remainingByStatus), recorded.burnDifference).toExponential(1)}, gate ${recorded.gateAgrees ? 'agrees' : 'DIFFERS'}`
    : '';
  const cells = [
    scenario.name,
    count(truth.total),
    count(truth.bad),
    read.data === 'measured' ? `${count(read.bad)} of ${count(read.total)}` : `${read.data}: ${read.notes[0] ?? ''}`,
    percent(remaining),
    percent(remainingRead),
    apart,
    agree,
  ];
  return `| ${cells.join(' | ')} |\n`;
}

/** As Sloth and its relatives record it: ratios of five minutes, averaged over the window. */
async function meanOfRatios(api: PrometheusApi, job: string): Promise<string> {
  const rate = (more: string): string => `sum(rate(http_requests_total{job="${job}"${more}}[5m]))`;
  const ratios = `(${rate(',code=~"5.."')} / ${rate('')})[1d:1m]`;
  const answer = await api.query(`sum_over_time(${ratios}) / count_over_time(${ratios})`, askedAtMs);
  return answer.ok ? percent(answer.series[0]?.samples[0]?.value ?? NaN) : answer.why;
}

function count(value: number): string {
  return Number(value.toPrecision(9)).toLocaleString('en-US', { maximumFractionDigits: 1 });
}

function percent(share: number | null): string {
  return share === null ? 'not known' : `${Number((share * 100).toPrecision(7))} %`;
}
