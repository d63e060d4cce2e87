import { allEndpoints, sayCount } from '@plimsoll/contract';
import type { Measurement } from '@plimsoll/contract';
import type { AbsoluteResult, EndpointNumbers, LoadSummary, ValidityCheck } from '@plimsoll/gate';
import { sayMs, sayShare } from '@plimsoll/gate';
import { field } from '../terminal/field.ts';
import { show, styled } from '../terminal/span.ts';
import type { Line, Span } from '../terminal/span.ts';
import { proseMax, wrap } from '../terminal/wrap.ts';
import { tableLines } from './table.ts';

export interface LoadReport {
  readonly name: string; // of the scenario
  readonly target: string;
  readonly measurement: Measurement;
  readonly summary: LoadSummary;
  readonly validity: readonly ValidityCheck[];
  readonly limits: readonly AbsoluteResult[];
  readonly keptAs: string | null; // the file that holds the run
}

/** The end screen of `plimsoll load`. */
export function loadText({ name, target, measurement, summary, validity, limits, keptAs }: LoadReport, { columns, colour }: { readonly columns: number; readonly colour: boolean }): string {
  const width = Math.max(60, columns);
  const prose = Math.min(width, proseMax);
  const invalid = validity.filter(({ holds }) => holds === false);
  const lines: readonly Line[] = [
    [],
    [styled('strong', name), ' on ', target, styled('quiet', measurement.model === 'unknown' ? '' : `  ${measurement.model} model`)],
    [],
    ...latencyTable(summary, measurement, width),
    [],
    ...field('sent', [rates(summary)], prose, 11),
    ...field('failed', failures(summary), prose, 11),
    ...field(
      'in flight',
      [
        summary.inFlightMax === null ? 'not known' : `at most ${sayCount(summary.inFlightMax)}`,
        summary.overload > 0 ? styled('error', `, and ${sayCount(summary.overload)} requests were not sent for want of room`) : '',
      ],
      prose,
      11,
    ),
    ...field('generator', [generator(summary)], prose, 11),
    ...limits.flatMap(limitLine).flatMap((line) => wrap(line, prose, { first: ['  '], rest: '    ' })),
    ...measurement.notes.flatMap((note) => field('note', [note], prose, 11)),
    ...(measurement.model === 'closed'
      ? field(
          'note',
          ['each user waits for its answer, so requests that a stall would have delayed were never sent: percentiles of a closed model look better than what users of an open system see'],
          prose,
          11,
        )
      : []),
    ...(invalid.length === 0 ? [] : [[], ...invalid.flatMap(({ says }) => wrap([styled('warning', `! ${says}: these numbers prove nothing about the target`)], prose, { first: [], rest: '  ' }))]),
    ...(keptAs === null ? [] : [[], [styled('quiet', `kept as ${keptAs}`)]]),
  ];
  return show(lines, colour);
}

function latencyTable({ all, endpoints }: LoadSummary, { evidence }: Measurement, width: number): readonly Line[] {
  const columns = [
    { name: evidence.latencyFrom === 'intended-start' ? 'from the intended start' : 'from sending', isNumber: false },
    ...['requests', 'P50', 'P90', 'P95', 'P99', 'largest'].map((name) => ({ name, isNumber: true })),
  ];
  const row = (name: string, numbers: readonly (number | null)[], requests: string): { readonly style: 'strong' | 'quiet'; readonly cells: readonly string[] } => ({
    style: 'strong',
    cells: [name, requests, ...numbers.map((ms) => (ms === null ? '–' : sayMs(ms)))],
  });
  const rows = [...endpoints, all].flatMap((numbers: EndpointNumbers) => {
    const name = numbers.endpoint === allEndpoints ? 'all requests' : numbers.endpoint;
    const service = numbers.endpoint === allEndpoints && numbers.serviceTime ? [row('  from sending', numbers.serviceTime, '')] : [];
    return [row(name, numbers.latency, sayCount(numbers.requests)), ...(evidence.latencyFrom === 'intended-start' ? service : [])];
  });
  return tableLines({ title: 'Latency', columns, rows }, width);
}

function rates({ requests, seconds, sentPerSecond, intendedPerSecond }: LoadSummary): string {
  const sent = sentPerSecond === null ? '' : `, ${rate(sentPerSecond)}`;
  const intended = intendedPerSecond === null ? '' : ` of ${rate(intendedPerSecond)} intended`;
  return `${sayCount(requests)} requests in ${Number(seconds.toFixed(1))} s${sent}${intended}`;
}

function failures({ requests, failed, errors }: LoadSummary): readonly Span[] {
  if (failed === 0) return [styled('kept', 'none')];
  const causes = errors.slice(0, 6).map(([cause, times]) => `${cause} × ${sayCount(times)}`);
  return [styled('error', `${sayCount(failed)} (${sayShare(requests === 0 ? 0 : failed / requests)})`), ` ${causes.join(', ')}${errors.length > 6 ? ` and ${errors.length - 6} causes more` : ''}`];
}

function generator({ lagP99Ms, eventLoopUtilization, cpuStealShare, throttledMs }: LoadSummary): string {
  const known = [
    lagP99Ms === null ? null : `${sayMs(lagP99Ms)} late at P99`,
    eventLoopUtilization === null ? null : `busy ${sayShare(eventLoopUtilization)} of the time`,
    cpuStealShare === null || cpuStealShare < 0.005 ? null : `${sayShare(cpuStealShare)} of the processor went to others`,
    throttledMs === null || throttledMs < 1 ? null : `throttled for ${sayMs(throttledMs)}`,
  ].filter((part) => part !== null);
  return known.length === 0 ? 'not known' : known.join(', ');
}

function limitLine({ answer, weak, says }: AbsoluteResult): readonly Line[] {
  const [symbol, style] = answer === 'within' ? (weak ? (['✓', 'warning'] as const) : (['✓', 'kept'] as const)) : answer === 'over' ? (['✗', 'error'] as const) : (['?', 'undecided'] as const);
  return [[styled(style, symbol), ' ', says]];
}

export function rate(perSecond: number): string {
  return `${perSecond >= 100 ? Math.round(perSecond) : Number(perSecond.toPrecision(3))}/s`;
}
