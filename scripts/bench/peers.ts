import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { basename } from 'node:path';
import { copyOf, infrastructureFiles } from './infrastructure.ts';
import { installedProgram } from './installed.ts';
import { bySize, scratchCopy } from './repositories.ts';

const rounds = 3;
const repositories = 3;

interface Program {
  readonly name: string;
  readonly version: string;
  readonly args: (folder: string) => readonly [command: string, ...args: string[]];
  readonly says: (output: string) => string; // what it tells of its own reading
}

interface Timed {
  readonly seconds: number; // by the clock
  readonly cpuSeconds: number; // of the program and everything it started
  readonly exit: number;
  readonly output: string;
}

const checkov = process.env['CHECKOV'] ?? 'checkov';
const trivy = process.env['TRIVY'] ?? 'trivy';
const fence = answer(['unshare', '-rn', 'true']) === undefined ? [] : ['unshare', '-rn']; // a network namespace without a way out, where the system allows one

/** Plimsoll, checkov and trivy over the same infrastructure files, and Plimsoll over the whole checkout; DIR holds the checkouts. */
export function peers(directory: string): string {
  const found = [checkovProgram(), trivyProgram()];
  const present = found.filter((program) => program !== undefined);
  const missing = ['checkov', 'trivy'].filter((_, index) => found[index] === undefined);
  const absence = missing.length > 0 ? `${missing.join(' and ')}: not installed here.` : '';
  if (present.length === 0) return absence;

  const chosen = bySize(directory)
    .map(({ folder, files }) => ({ folder, files, infrastructure: infrastructureFiles(folder, files) }))
    .toSorted((a, b) => b.infrastructure.length - a.infrastructure.length || (a.folder < b.folder ? -1 : 1))
    .slice(0, repositories);
  const rows = chosen.flatMap(({ folder, files, infrastructure }) => compared(folder, files.length, infrastructure, present));
  return [
    explained(present),
    absence,
    `| repository | program | files | s | s of processor time | to Plimsoll | exit | says it read or found |\n| --- | --- | --: | --: | --: | --: | --: | --- |\n${rows.join('\n')}`,
  ]
    .filter(Boolean)
    .join('\n\n');
}

function compared(checkout: string, fileCount: number, infrastructure: readonly string[], others: readonly Program[]): readonly string[] {
  const alone = copyOf(checkout, infrastructure);
  const whole = scratchCopy(checkout);
  const entries = [
    { program: plimsoll, label: 'plimsoll', files: infrastructure.length, folder: alone },
    ...others.map((program) => ({ program, label: program.name, files: infrastructure.length, folder: alone })),
    { program: plimsoll, label: 'plimsoll, whole tree with code', files: fileCount, folder: whole },
  ].map((entry) => ({ ...entry, runs: [] as Timed[] }));
  for (let round = 0; round < rounds; round++) for (const entry of entries) entry.runs.push(timed(entry.program.args(entry.folder)));
  for (const folder of [alone, whole]) rmSync(folder, { recursive: true });

  const own = medianOf(entries[0]?.runs ?? []);
  return entries.map(({ label, files, program, runs }, index) => {
    const run = medianOf(runs);
    const ratio = `${(run.seconds / own.seconds).toFixed(1)} × (${(run.cpuSeconds / own.cpuSeconds).toFixed(1)} ×)`;
    return `| ${index === 0 ? basename(checkout).replace('__', '/') : ''} | ${label} | ${files} | ${run.seconds.toFixed(2)} | ${run.cpuSeconds.toFixed(2)} | ${ratio} | ${run.exit} | ${program.says(run.output)} |`;
  });
}

const plimsoll: Program = {
  name: 'plimsoll',
  version: '',
  args: (folder) => [process.execPath, installedProgram(), 'check', folder, '--no-cache', '--format', 'json', '--today', '2026-11-23'],
  says(output) {
    const { stats, findings } = JSON.parse(output) as { stats: { files: number; parsed: number }; findings: readonly { state: string }[] };
    return `${stats.files} files, ${stats.parsed} parsed, ${findings.filter((finding) => finding.state === 'broken').length} broken findings`;
  },
};

function checkovProgram(): Program | undefined {
  const version = answer([checkov, '--version']);
  if (version === undefined) return undefined;
  return {
    name: 'checkov',
    version,
    args: (folder) => [checkov, '-d', folder, '--quiet', '--compact', '-o', 'json', '--skip-download'],
    says(output) {
      const report = JSON.parse(output) as CheckovReport | readonly CheckovReport[];
      const summaries = [report].flat().flatMap((part) => ('summary' in part ? [part.summary] : []));
      const total = (key: keyof CheckovSummary): number => summaries.reduce((sum, summary) => sum + summary[key], 0);
      return `${total('resource_count')} resources, ${total('failed')} failed checks, ${total('parsing_errors')} files not parsed`;
    },
  };
}

interface CheckovSummary {
  readonly resource_count: number;
  readonly failed: number;
  readonly parsing_errors: number;
}
type CheckovReport = { readonly summary: CheckovSummary } | { readonly passed: 0 }; // the latter when it found nothing to check

function trivyProgram(): Program | undefined {
  const version = answer([trivy, '--version']);
  if (version === undefined) return undefined;
  return {
    name: 'trivy',
    version: version.replace(/^Version: /, ''),
    args: (folder) => [trivy, 'config', '--skip-check-update', '--skip-version-check', '--disable-telemetry', '--quiet', '--format', 'json', folder],
    says(output) {
      const { Results: results = [] } = JSON.parse(output) as { Results?: readonly { Misconfigurations?: readonly unknown[] }[] };
      return `${results.length} targets, ${results.reduce((sum, result) => sum + (result.Misconfigurations?.length ?? 0), 0)} failed checks`;
    },
  };
}

function answer([command, ...args]: readonly [string, ...string[]]): string | undefined {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 ? stdout.trim().split('\n')[0] : undefined;
}

/** The shell's own clock, because Node does not tell the processor time of a child that is another program. */
function timed(command: readonly string[]): Timed {
  const { status, stdout, stderr } = spawnSync('bash', ['-c', 'TIMEFORMAT="%R %U %S"; time "$@"', 'bash', ...fence, ...command], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: { ...process.env, LC_ALL: 'C' },
  });
  if (status !== 0 && status !== 1) throw new Error(`${command.join(' ')} ended with ${status}: ${stderr}`);
  const [seconds = Number.NaN, user = Number.NaN, system = Number.NaN] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return { seconds, cpuSeconds: user + system, exit: status, output: stdout };
}

function medianOf(runs: readonly Timed[]): Timed {
  return runs.toSorted((a, b) => a.seconds - b.seconds)[Math.floor(runs.length / 2)] as Timed;
}

function explained(present: readonly Program[]): string {
  return `The three checkouts with the most infrastructure files (Terraform, Kubernetes manifests and charts, workflows, compose files, Dockerfiles), these files alone, the same to every program; then Plimsoll over the whole checkout. Medians of ${rounds} interleaved cold runs, each program with its report as JSON; ratios by the clock, in parentheses of processor time. ${present.map(({ name, version }) => `${name} ${version}`).join(', ')}.

The programs do different work. checkov loads all its frameworks and starts a Python interpreter; charts it renders only where Helm is on the path. trivy starts with its embedded checks, which it compiles from Rego at every start; it renders charts by itself, which Plimsoll does not yet. Both look at each resource for security, with many more checks; Plimsoll builds one model of the system and holds it against performance rules. Exit codes: trivy's is 0 whatever it finds, the others' is 1 when something is broken. ${fence.length > 0 ? 'All ran without a network.' : 'Downloads are switched off as far as the options of each go.'}`;
}
