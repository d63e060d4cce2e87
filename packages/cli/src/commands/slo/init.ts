import { lstatSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { analyse, isKnown } from '@plimsoll/check';
import type { Analysis } from '@plimsoll/check';
import { sloDraft } from '@plimsoll/report';
import type { DraftHistogram } from '@plimsoll/report';
import { otelBoundaries } from '@plimsoll/slo';
import { diskFiles } from '../../disk/file-index.ts';
import { exitCodes } from '../../exit-codes.ts';
import { progressLine } from '../../terminal/progress.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { UsageError } from '../../usage-error.ts';
import { writeTo } from '../../outputs.ts';
import { directoryOf, todayOf } from '../directory.ts';

const usage = `usage: plimsoll slo init [--dry-run] SERVICE [directory]

Writes docs/slos/SERVICE.yml: objectives to begin with, measured by the histogram of request durations that the code keeps, or by the
names of OpenTelemetry where it keeps none. An existing file is left alone.

  --dry-run  print it instead of writing
  --help     print this page
`;

export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { 'dry-run': { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help) {
    terminal.out(usage);
    return exitCodes.holds;
  }
  const [service, ...rest] = positionals;
  if (service === undefined) throw new UsageError('name the service: plimsoll slo init SERVICE');
  if (!/^[A-Za-z0-9][\w.-]{0,99}$/.test(service)) throw new UsageError(`${service.slice(0, 60)} is no name of a service; write letters, digits, ., _ and -`);
  const directory = directoryOf(rest, terminal.cwd);
  const name = `docs/slos/${service}.yml`;
  const path = join(directory, name);
  if (!values['dry-run']) refuseExisting(directory, path, name);
  const progress = progressLine(terminal);
  const analysis = await analyse(diskFiles(directory), todayOf(undefined, terminal.now()), progress.report);
  progress.end();
  const histogram = histogramOf(analysis, service);
  const text = sloDraft(service, histogram, otelBoundaries);
  if (values['dry-run']) terminal.out(text);
  else {
    mkdirSync(dirname(path), { recursive: true });
    writeTo(path, name, text);
    terminal.out(`${name}: measured by ${histogram ? `${histogram.name} of ${histogram.place}` : 'the metric names of OpenTelemetry, as no histogram of request durations was found'}\n`);
  }
  return exitCodes.holds;
}

/** A link could lead anywhere; nothing is written through one. Folders first: nothing can be asked about a path below a file. */
function refuseExisting(directory: string, path: string, name: string): void {
  for (const folder of ['docs', 'docs/slos']) {
    const there = lstatSync(join(directory, folder), { throwIfNoEntry: false });
    if (there && !there.isDirectory()) throw new UsageError(`${folder} is not a directory; take it away first`);
  }
  if (lstatSync(path, { throwIfNoEntry: false })) throw new UsageError(`${name} is there already; --dry-run prints what would be written`);
}

/** Of the workload of that name; of any, where there is one workload only. */
function histogramOf({ systems }: Analysis, service: string): DraftHistogram | null {
  for (const { histograms, workloads } of systems) {
    for (const { use, owners } of histograms) {
      const own = owners.some((workload) => workload.name === service) || (workloads.length === 1 && owners.length > 0);
      const [metric, bounds] = [use.name.value, use.bounds.value];
      if (!own || !isKnown(metric) || (use.unit !== 's' && use.unit !== 'ms') || !/request|http|duration|latency/i.test(metric.value)) continue;
      const { file, line } = use.site.source;
      return { name: metric.value.replaceAll('.', '_'), unit: use.unit, native: use.native === true, boundaries: isKnown(bounds) ? bounds.value : [], place: `${file}:${line}` };
    }
  }
  return null;
}
