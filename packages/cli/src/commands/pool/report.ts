import type { PoolPlan } from '@plimsoll/runtime/pool';
import type { Answer } from './answer.ts';
import type { LiveServer } from './live.ts';
import { settingsOf } from './settings.ts';

export function poolJson(answers: readonly Answer[]): string {
  const databases = answers.map(({ asked, reserved, available, live, wanted, plan, fits }) => ({
    name: asked.name,
    server: asked.server,
    fleet: asked.fleet,
    policy: asked.policy,
    connectionsReserved: reserved,
    available,
    fits,
    stated: asked.stated,
    formula: wanted,
    plan,
    settings: plan && plan.perPool > 0 && asked.stated === null ? settingsOf(plan, available === null ? reserved : null) : [],
    live: live && { ...live.limits, open: live.open, sessions: live.sessions },
  }));
  return `${JSON.stringify({ schemaVersion: 1, databases })}\n`;
}

export function poolText(answers: readonly Answer[]): string {
  return answers.map((answer) => [...head(answer), ...sums(answer), ...liveLines(answer), ...setLines(answer)].join('\n')).join('\n\n') + '\n';
}

const line = (name: string, text: string): string => `  ${name.padEnd(18)}${text}`;
const of = (count: number, one: string, many: string = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

function head({ asked }: Answer): readonly string[] {
  return [asked.name ?? 'connection pools'];
}

function sums({ asked, wanted, plan, available, reserved, fits, statedTotal }: Answer): readonly string[] {
  const { server, fleet, policy } = asked;
  if (!server || !wanted || !plan) {
    return available === null
      ? []
      : [line('per pool', `${Math.floor(available / (fleet.instances * (fleet.poolsPerInstance ?? 1)))} at most; name --cores and --disks for what the server works on at once`)];
  }
  const pools = `${of(fleet.instances, 'instance')}${(fleet.poolsPerInstance ?? 1) > 1 ? `, ${fleet.poolsPerInstance} pools each` : ''}`;
  const how = policy === 'instance' ? 'each has as many' : `all share them: ${wanted.useful} / ${wanted.pools}`;
  if (asked.stated && statedTotal !== null) {
    return [
      line('database server', `${of(server.cores, 'core')} × 2 + ${of(server.disks, 'disk')} = ${wanted.useful} connections that it works on at once`),
      ...asked.stated.map(({ workload, instances, perInstance }) => line(workload.slice(0, 17), `${of(instances, 'instance')} × ${perInstance} = ${instances * perInstance}, as plimsoll.yml states`)),
      line('in all', `${statedTotal} connections`),
      line('max_connections', available === null ? `${statedTotal + reserved} at least: ${statedTotal} for the pools and ${reserved} for others` : allowance(available, reserved, fits)),
      ...(fits === false && available !== null ? [line('', `lower them by ${statedTotal - available} in all, raise max_connections by as many, or put a connection pooler in front`)] : []),
    ];
  }
  return [
    line('database server', `${of(server.cores, 'core')} × 2 + ${of(server.disks, 'disk')} = ${wanted.useful} connections that it works on at once`),
    line('fleet', `${pools}, ${how}`),
    line(wanted.pools === fleet.instances ? 'per instance' : 'per pool', `${wanted.perPool}${wanted.overflowPerPool > 0 ? ` and ${wanted.overflowPerPool} more under bursts` : ''}`),
    line('in all', `${wanted.total} connections${wanted.overflowPerPool > 0 ? `, ${wanted.totalWithOverflow} under bursts` : ''}`),
    line('max_connections', limitLine(wanted, available, reserved, fits)),
    ...(fits === false ? remedy(wanted, plan, available ?? 0) : []),
  ];
}

function limitLine(wanted: PoolPlan, available: number | null, reserved: number, fits: boolean | null): string {
  if (available === null) return `${wanted.connectionsMaxNeeded} at least: ${wanted.totalWithOverflow} for the pools and ${reserved} for others`;
  return allowance(available, reserved, fits);
}

function allowance(available: number, reserved: number, fits: boolean | null): string {
  return `${available} of them are for these pools, ${reserved} are left to others: ${fits === true ? 'they fit' : 'they do not fit'}`;
}

function remedy(wanted: PoolPlan, plan: PoolPlan, available: number): readonly string[] {
  if (plan.perPool === 0) return [line('', `not even one connection for each of ${wanted.pools} pools: put a connection pooler such as PgBouncer in front of the server`)];
  const overflow = plan.overflowPerPool > 0 ? ` and ${plan.overflowPerPool} more` : '';
  return [line('', `at most ${plan.perPool}${overflow} per pool fit; or raise max_connections by ${wanted.totalWithOverflow - available}, or put a connection pooler in front`)];
}

function liveLines({ live }: Answer): readonly string[] {
  if (!live) return [];
  return [
    '',
    `live server: PostgreSQL ${live.limits.version}`,
    line('max_connections', allowed(live)),
    line('open now', `${live.open}`),
    ...live.sessions.map((each) => line(`  ${shown(each.application)}`, sayStates(each))),
  ];
}

function allowed({ limits }: LiveServer): string {
  const own = [...(limits.roleMax === null ? [] : [`this role may have ${limits.roleMax}`]), ...(limits.databaseMax === null ? [] : [`this database ${limits.databaseMax}`])];
  return [`${limits.connectionsMax}, ${limits.connectionsReserved} reserved`, ...own].join(', ');
}

function sayStates({ total, active, idle, inTransaction }: LiveServer['sessions'][number]): string {
  return `${total} (${active} active, ${idle} idle, ${inTransaction} idle in a transaction)`;
}

/** Programs name themselves: what they say goes to a terminal without control characters. */
function shown(application: string): string {
  return application.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '?').slice(0, 60);
}

function setLines({ asked, plan, reserved, available }: Answer): readonly string[] {
  if (!plan || plan.perPool === 0 || asked.stated) return [];
  return ['', 'set', ...settingsOf(plan, available === null ? reserved : null).map(({ where, set }) => line(where, set))];
}
