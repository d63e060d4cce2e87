import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { toOpenSlo, toSloth, toWafPlusPlus } from '@plimsoll/slo';
import type { Exported, MetricNames, ServiceLevelObjectives } from '@plimsoll/slo';
import { exitCodes } from '../../exit-codes.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { UsageError } from '../../usage-error.ts';
import { writeTo } from '../../outputs.ts';
import { slosIn } from './files.ts';
import { metricNamesOf } from './metric-names.ts';

const usage = `usage: plimsoll slo export --to SHAPE [options] [directory or file]

Prints SLO files in the shape of another tool. What that shape has no place for is said on standard error, each with its line.
Ends with 0, or with 3 when there is no SLO file.

  --to SHAPE       openslo, sloth or waf++
  --metrics NAMES  what metrics are called where a file names none: otel (default) or prometheus
  --out FILE       write it there instead of printing it
  --help           print this page
`;

const shapes: Readonly<Record<string, (slo: ServiceLevelObjectives, names: MetricNames) => Exported>> = { openslo: toOpenSlo, sloth: toSloth, 'waf++': toWafPlusPlus };

const options = { to: { type: 'string' }, metrics: { type: 'string' }, out: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;

export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  if (values.help) {
    terminal.out(usage);
    return exitCodes.holds;
  }
  const { to } = values;
  if (to === undefined) throw new UsageError('name the shape: --to openslo, sloth or waf++');
  const names = metricNamesOf(values.metrics);
  const written = Object.hasOwn(shapes, to) ? shapes[to] : undefined;
  if (!written) throw new UsageError(`--to ${to}: choose ${Object.keys(shapes).join(', ')}`);
  const slos = slosIn(positionals, terminal.cwd)
    .found.flatMap(({ file }) => file.slos)
    .filter(({ kind }) => kind === 'objectives');
  if (slos.length === 0) {
    terminal.err(`plimsoll: there is no SLO file in ${positionals[0] ?? '.'}; plimsoll slo init SERVICE begins one\n`);
    return exitCodes.notJudged;
  }
  const exported = slos.map((slo) => written(slo, names));
  for (const note of exported.flatMap(({ lost }) => lost)) terminal.err(`${note}\n`);
  const text = exported.map((each) => each.text).join('---\n');
  if (values.out === undefined) terminal.out(text);
  else writeTo(resolve(terminal.cwd, values.out), values.out, text);
  return exitCodes.holds;
}
