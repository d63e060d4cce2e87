import { createHash } from 'node:crypto';
import type { Fingerprint } from '@plimsoll/contract';
import { judgeHistory, judgeRatio, runQuantile } from '@plimsoll/gate';
import type { GateSettings, RelativeResult } from '@plimsoll/gate';
import { UsageError } from '../../usage-error.ts';
import { identityOf } from './arms.ts';
import type { Measured } from './measured.ts';
import { addedUp, resultsIn } from './results.ts';

const unknownMachine: Fingerprint = { cpuModel: null, cpus: null, memoryBytes: null, kernel: null, runtime: null, image: null, generator: null };

/** What other tools measured: the parts of one run, and earlier runs to compare with. */
export async function measuredIn(files: readonly string[], baseFiles: readonly string[], settings: GateSettings, ratio: number | null, cwd: string): Promise<Measured> {
  const read = await Promise.all(files.map(async (file) => resultsIn(file, cwd)));
  const earlier = await Promise.all(baseFiles.map(async (file) => resultsIn(file, cwd)));
  const head = addedUp(read.map(({ measurement }) => measurement));
  const base = earlier.map(({ measurement }) => measurement);
  const run = read[0]?.run ?? null;
  const relative = ratio === null ? judgeHistory(base, [head], settings) : ratioOfLast(base, head, ratio);
  const reduced = [head, ...base].some(({ evidence }) => evidence.kind === 'percentiles');
  const tooFew =
    base.length > 0 && relative.length === 0
      ? [`${base.length} earlier ${base.length === 1 ? 'run says' : 'runs say'} nothing of the noise between runs; ${settings.historyRuns.least} are needed (or --rule ratio, with its false alarms)`]
      : [];
  return {
    head: [head],
    base,
    comparison: relative.length === 0 ? 'none' : reduced ? 'percentiles' : 'history',
    relative,
    scenario: run?.scenario ?? {
      name: files.join(', '),
      hash: createHash('sha256')
        .update(head.slices.map(({ endpoint }) => endpoint).join('\n'))
        .digest('hex'),
    },
    labels: { head: files.join(', '), base: baseFiles.length === 0 ? null : baseFiles.join(', ') },
    git: { head: run?.git ?? (await identityOf(cwd)), base: null },
    fingerprint: run?.fingerprint ?? { ...unknownMachine, generator: `${head.tool.name}${head.tool.version === null ? '' : ` ${head.tool.version}`}` },
    notes: [...[...read, ...earlier].flatMap(({ notes }) => notes), ...tooFew, ...head.notes],
  };
}

function ratioOfLast(base: readonly Measured['head'][number][], head: Measured['head'][number], max: number): readonly RelativeResult[] {
  const last = base.at(-1);
  if (!last) throw new UsageError('--rule ratio compares with the run before; name it with --base-results FILE');
  const [before, now] = [runQuantile(last, 0.99), runQuantile(head, 0.99)];
  if (before === null || now === null) throw new UsageError(`--rule ratio compares P99, which ${before === null ? 'the base' : 'the head'} does not hold`);
  return [judgeRatio(before, now, max)];
}
