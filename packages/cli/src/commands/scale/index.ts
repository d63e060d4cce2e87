import { parseArgs } from 'node:util';
import { analyse } from '@plimsoll/check';
import { diskFiles } from '../../disk/file-index.ts';
import { exitCodes } from '../../exit-codes.ts';
import { outputsAmong, writeAll } from '../../outputs.ts';
import type { Output } from '../../outputs.ts';
import { progressLine } from '../../terminal/progress.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { UsageError } from '../../usage-error.ts';
import { directoryOf, todayOf } from '../directory.ts';
import { plansOf } from './from-repository.ts';
import { hpaOf } from './hpa.ts';
import { kedaOf } from './keda.ts';
import { options, plain, profileOf, statedOf } from './options.ts';
import type { ScaleValues, Stated } from './options.ts';
import type { Note, ScalePlan, Written } from './plan.ts';
import { targetTrackingOf } from './target-tracking.ts';
import { usage } from './usage.ts';

const formats = ['keda', 'hpa', 'target-tracking', 'json'] as const;
type Format = (typeof formats)[number];

export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  if (values.help) {
    terminal.out(usage);
    return exitCodes.holds;
  }
  const outputs = outputsAmong(values.format ?? [], formats);
  const stated = statedOf(values);
  const { plans, notes } =
    values.name === undefined ? await fromRepository(values, values.workload ?? [], positionals, stated, terminal) : { plans: [fromOptions(values.name, values, stated, positionals)], notes: [] };

  const chosen: readonly Output<Format>[] = outputs.length > 0 ? outputs : [{ format: fitting(plans), file: null }];
  const rendered = new Map(chosen.map(({ format }) => [format, render(format, plans, stated)]));
  const leftOut = [...notes, ...[...rendered.values()].flatMap((each) => each.notes)];
  for (const { workload, says } of leftOut) terminal.err(`${workload}: ${says}\n`);
  if (plans.length === 0 || [...rendered.values()].every(({ text }) => text === '')) {
    const why = leftOut.length > 0 ? '' : ': no server, consumer or stream was found here; --name describes one without a repository';
    terminal.err(`plimsoll: nothing could be written${why}\n`);
    return exitCodes.notJudged;
  }
  writeAll(
    chosen.filter(({ format }) => rendered.get(format)?.text !== ''),
    (format) => rendered.get(format)?.text ?? '',
    terminal,
  );
  return exitCodes.holds;
}

async function fromRepository(
  values: ScaleValues,
  only: readonly string[],
  positionals: readonly string[],
  stated: Stated,
  terminal: Terminal,
): Promise<{ readonly plans: readonly ScalePlan[]; readonly notes: readonly Note[] }> {
  if (values.profile !== undefined) throw new UsageError('--profile belongs to --name; a workload of a repository has the profile that its code or plimsoll.yml gives it');
  const directory = directoryOf(positionals, terminal.cwd);
  const progress = progressLine(terminal);
  const { systems } = await analyse(diskFiles(directory), todayOf(values.today, terminal.now()), progress.report);
  progress.end();
  const names = systems.map(({ environment }) => environment);
  const [chosen] = values.env === undefined ? ['prod'] : (await import('../check/selection.ts')).environmentsNamed(values.env)(names);
  const system = systems.find(({ environment }) => environment === chosen) ?? systems[0];
  if (!system) throw new UsageError('no system was found here');
  const unknown = only.filter((name) => !system.workloads.some((workload) => workload.name === name));
  if (unknown.length > 0) throw new UsageError(`there is no workload ${unknown.join(', ')} here; found: ${system.workloads.map(({ name }) => name).join(', ') || 'none'}`);
  return plansOf(system, stated, only);
}

function fromOptions(name: string, values: ScaleValues, stated: Stated, positionals: readonly string[]): ScalePlan {
  if (positionals.length > 0) throw new UsageError(`--name describes a workload without a repository, and ${positionals.join(' ')} names one; give one of them`);
  const profile = profileOf(values.profile);
  const need = <T>(value: T | null, option: string): T => {
    if (value !== null) return value;
    throw new UsageError(`--name needs ${option}`);
  };
  const instancesMin = need(stated.min, '--min');
  const instancesMax = need(stated.max, '--max');
  return {
    workload: plain('--name', name),
    profile,
    instancesMin,
    instancesMax,
    target: profile === 'sync-api' ? need(stated.rateTarget, '--rate') : need(stated.backlogTarget, '--target, or --promise and --service-time'),
    activation: stated.activation,
    source: profile === 'sync-api' ? { kind: 'requests' } : { kind: need(stated.queueKind, '--queue KIND:NAME'), queue: need(stated.queueName, '--queue KIND:NAME'), addressVariable: null },
    runsOn: { deployment: null, ecsService: null },
    deadlineMs: null,
  };
}

/** Terraform for what runs on ECS, KEDA for all else: it starts from zero, and asks the broker. */
function fitting(plans: readonly ScalePlan[]): Format {
  return plans.length > 0 && plans.every(({ runsOn }) => runsOn.ecsService !== null && runsOn.deployment === null) ? 'target-tracking' : 'keda';
}

function render(format: Format, plans: readonly ScalePlan[], stated: Stated): { readonly text: string; readonly notes: readonly Note[] } {
  if (format === 'json') return { text: plans.length === 0 ? '' : `${JSON.stringify({ schemaVersion: 1, workloads: plans })}\n`, notes: [] };
  const write = (plan: ScalePlan): Written => (format === 'keda' ? kedaOf(plan, stated) : format === 'hpa' ? hpaOf(plan) : targetTrackingOf(plan));
  const texts: string[] = [];
  const notes: Note[] = [];
  for (const plan of plans) {
    const written = write(plan);
    if ('text' in written) texts.push(written.text);
    else notes.push({ workload: plan.workload, says: `${format}: ${written.missing}`, leftOut: true });
  }
  return { text: texts.join(format === 'target-tracking' ? '\n' : '---\n'), notes };
}
