import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { joinedRules, printRules, readSloFile, rulesOf } from '@plimsoll/slo';
import type { Planned, SloRules } from '@plimsoll/slo';
import { histories, inputOf } from './histories.ts';
import type { History } from './histories.ts';

const exec = promisify(execFile);
const everyMinutes = 2;

/**
 * Sloth's example specs, read by us, beside the rules that Sloth generated of them (checked in under `examples/_gen`): when do the
 * burn-rate alerts of both fire over the same made-up traffic? `directory` is a checkout of slok/sloth.
 */
export async function run([directory = '']: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-sloth-'));
  try {
    const examples = readdirSync(join(directory, 'examples')).filter((name) => /\.ya?ml$/.test(name));
    process.stdout.write(
      `Histories: ${histories.map(({ name }) => name).join(', ')}.\n\n| example of Sloth | objectives | histories in which the alerts of both fire alike | otherwise |\n| --- | --- | --- | --- |\n`,
    );
    for (const name of examples) {
      const file = readSloFile(name, readFileSync(join(directory, 'examples', name), 'utf8'));
      const rules = joinedRules((file?.slos ?? []).map((slo) => rulesOf(slo)));
      const generated = readFileSync(join(directory, 'examples/_gen', name), 'utf8');
      const cells = rules.plans.length === 0 ? ['', `not carried over: ${rules.notes[0]?.replace(/^\S+ /, '') ?? 'not read'}`] : await comparedTo(generated, rules, folder);
      process.stdout.write(`| ${[name, `${rules.plans.length}`, ...cells].join(' | ')} |\n`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How many pairs of an objective and a history look the same, and what is said of the others. */
async function comparedTo(generated: string, rules: SloRules, folder: string): Promise<readonly string[]> {
  writeFileSync(join(folder, 'ours.yml'), printRules(rules.groups));
  writeFileSync(join(folder, 'theirs.yml'), ruleFileOf(generated));
  const others = new Set<string>();
  let same = 0;
  for (const history of histories) {
    for (const plan of rules.plans) {
      const firing = await firingOf(plan, history, folder);
      const said = typeof firing === 'string' ? firing : difference(firing, history);
      if (said === '') same++;
      else others.add(typeof firing === 'string' ? said : `${history.name}: ${said}`);
    }
  }
  return [`${same} of ${rules.plans.length * histories.length}`, [...others].join('; ')];
}

/** Sloth writes an object of the operator for a spec that is one, and rule files for others; promtool reads rule files. */
function ruleFileOf(generated: string): string {
  const parts = generated.split(/^---$/m).filter((part) => part.includes('groups:'));
  const bodies = parts.map((part) => part.slice(part.indexOf('groups:') + 'groups:'.length).replace(/^status:.*$/ms, ''));
  return `groups:${bodies.join('')}`;
}

/** Minutes at which the alerts of each severity fire. */
interface Firing {
  readonly ours: Readonly<Record<'page' | 'ticket', readonly number[]>>;
  readonly theirs: Readonly<Record<'page' | 'ticket', readonly number[]>>;
}

async function firingOf(plan: Planned, history: History, folder: string): Promise<Firing | string> {
  const input = inputOf(plan, history);
  if (!input) return 'no series follow from its queries';
  const minutes = Array.from({ length: Math.floor(history.minutes / everyMinutes) }, (_, index) => (index + 1) * everyMinutes);
  // What fires is in promtool's complaint that nothing should: it prints what it got.
  const asked = `count by (alertname, severity, sloth_severity) (ALERTS{alertstate="firing",alertname="SloBudgetBurn",slo_service=${JSON.stringify(plan.service)},slo_name=${JSON.stringify(plan.name)}} or ALERTS{alertstate="firing",sloth_service=${JSON.stringify(plan.service)},sloth_slo=${JSON.stringify(plan.name)}})`;
  const test = {
    rule_files: ['ours.yml', 'theirs.yml'],
    evaluation_interval: `${everyMinutes}m`,
    tests: [{ interval: '1m', input_series: input, promql_expr_test: minutes.map((minute) => ({ expr: asked, eval_time: `${minute}m`, exp_samples: [] })) }],
  };
  writeFileSync(join(folder, 'test.yml'), JSON.stringify(test));
  const output = await outputOf('promtool', ['test', 'rules', join(folder, 'test.yml')]);
  if (!/SUCCESS|expr:/.test(output)) return `promtool does not read the rules: ${output.trim().split('\n').at(-1)?.replaceAll(folder, '').trim().slice(0, 200) ?? ''}`;
  const fired = { ours: { page: [] as number[], ticket: [] as number[] }, theirs: { page: [] as number[], ticket: [] as number[] } };
  for (const [, time = '', got = ''] of output.matchAll(/time: (\S+),\s+exp:\s*nil\s+got:\s*(.*?)(?=\n\s*expr:|\n\n|$)/gs)) {
    const minute = minutesOf(time);
    for (const severity of ['page', 'ticket'] as const) {
      if (got.includes(`sloth_severity="${severity}"`)) fired.theirs[severity].push(minute);
      if (new RegExp(`alertname="SloBudgetBurn", severity="${severity}"\\}`).test(got)) fired.ours[severity].push(minute);
    }
  }
  return fired;
}

function difference({ ours, theirs }: Firing, { minutes }: History): string {
  const parts = (['page', 'ticket'] as const).flatMap((severity) => {
    const [own, other] = [ours[severity], theirs[severity]];
    if (isNear(own[0], other[0]) && isNear(own.at(-1), other.at(-1))) return [];
    const said = (fired: readonly number[]): string => (fired.length === 0 ? 'never' : `${fired[0]}–${fired.at(-1) === minutes ? 'end' : fired.at(-1)} min`);
    return [`${severity} ours ${said(own)}, Sloth ${said(other)}`];
  });
  return parts.join(', ');
}

/** Groups of one moment are evaluated in any order, so that one may see what another recorded an evaluation later. */
function isNear(a: number | undefined, b: number | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && Math.abs(a - b) <= everyMinutes);
}

function minutesOf(time: string): number {
  return [...time.matchAll(/(\d+)([hms])/g)].reduce((sum, [, count = '0', unit = 'm']) => sum + Number(count) * ({ h: 60, m: 1, s: 1 / 60 }[unit] ?? 0), 0);
}

async function outputOf(command: string, args: readonly string[]): Promise<string> {
  try {
    const { stdout, stderr } = await exec(command, [...args], { timeout: 300_000, maxBuffer: 64_000_000 });
    return `${stdout}${stderr}`;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    return `${stdout}${stderr}`;
  }
}
