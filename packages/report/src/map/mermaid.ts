import type { System } from '@plimsoll/check';
import { safe } from '../terminal/safe.ts';
import { counted, sayRange, sayView } from './say.ts';
import { environmentView } from './view.ts';
import type { EnvironmentView, WorkloadView } from './view.ts';

/** A Mermaid flowchart: what takes traffic, workloads, queues and databases, with what flows between them. */
export function mapMermaid(systems: readonly System[]): string {
  const several = systems.length > 1;
  const parts = systems.map((system, index) => {
    const lines = chart(environmentView(system), several ? `e${index}_` : '');
    return several ? [`  subgraph e${index} [${label(system.environment)}]`, ...lines.map((line) => `  ${line}`), '  end'] : lines;
  });
  return `${['flowchart LR', ...parts.flat()].join('\n')}\n`;
}

function chart(view: EnvironmentView, prefix: string): readonly string[] {
  const ids = identifiers(prefix);
  const workloads = view.workloads.filter((workload) => workload.units.length > 0 || workload.entryPoints.length > 0);
  return [
    ...workloads.flatMap((workload) => workloadLines(workload, ids)),
    ...view.databases.map(
      (database) => `  ${ids(database.id)}[(${label(`${database.name}<br>${database.engine}, serves ${sayRange({ min: database.serves.min, max: database.serves.max ?? Infinity })} connections`)})]`,
    ),
    ...view.databases.flatMap((database) =>
      database.pools.flatMap((pool) => {
        const owner = workloads.find((workload) => workload.id === pool.owner?.id);
        return owner ? [`  ${ids(owner.id)} -->|${label(`${pool.library} ${sayRange({ min: pool.demand.min, max: pool.demand.max ?? Infinity })}`)}| ${ids(database.id)}`] : [];
      }),
    ),
  ];
}

function workloadLines(workload: WorkloadView, ids: (id: string) => string): readonly string[] {
  const id = ids(workload.id);
  const queues = new Map(workload.entryPoints.flatMap((entry) => (entry.queue && typeof entry.queue.value === 'string' ? [[entry.queue.value, entry.framework] as const] : [])));
  const most = sayView(workload.instancesMax);
  const instances = most === '?' ? '' : counted(most, 'instance');
  const traffic = workload.units.some((unit) => unit.takesTraffic);
  return [
    `  ${id}[${label([workload.name, workload.profiles.join(', '), instances].filter((part) => part !== '').join('<br>'))}]`,
    ...(traffic ? [`  ${ids('traffic')}(((${label('traffic')}))) --> ${id}`] : []),
    ...[...queues].flatMap(([queue, framework]) => [`  ${ids(`queue ${queue}`)}>${label(queue)}] -->|${label(framework)}| ${id}`]),
  ];
}

/** Names from the repository never become part of the syntax: nodes are numbered and keep a readable part. */
function identifiers(prefix: string): (name: string) => string {
  const known = new Map<string, string>();
  return (name) => {
    const earlier = known.get(name);
    if (earlier !== undefined) return earlier;
    const readable = name
      .replaceAll(/[^A-Za-z0-9]+/g, '_')
      .replaceAll(/^_+|_+$/g, '')
      .slice(0, 40);
    const id = `${prefix}n${known.size}_${readable}`.replace(/_$/, '');
    known.set(name, id);
    return id;
  };
}

const escapes: Readonly<Record<string, string>> = { '"': '#quot;', '#': '#35;', '<': '#lt;', '>': '#gt;', '`': '#96;', '&': '#amp;' };

/** A quoted label; only our own line breaks are markup. */
function label(text: string): string {
  const parts = text.split('<br>').map((part) => safe(part).replaceAll(/["#<>`&]/g, (character) => escapes[character] ?? ''));
  return `"${parts.join('<br>')}"`;
}
