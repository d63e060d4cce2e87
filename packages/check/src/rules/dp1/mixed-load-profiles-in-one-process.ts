import type { EntryPoint } from '../../facts/index.ts';
import { broken, keptBy, line, lower } from '../../model/judgement.ts';
import { isWorkerRole } from '../../model/roles.ts';
import type { Rule } from '../../model/rule.ts';
import type { Process, System, Workload } from '../../model/system.ts';

interface ProcessOf {
  readonly id: string;
  readonly process: Process;
  readonly workload: Workload;
}

export const mixedLoadProfilesInOneProcess: Rule<ProcessOf> = {
  id: 'dp1/mixed-load-profiles-in-one-process',
  severity: 'warning', // DP1 says SHOULD
  summary: 'A process serves requests or does background work, not both.',
  controls: ['WAF-PERF-020'],
  needs: ['code'],
  practice: true,

  subjects: (system) => serverProcesses(system),

  judge({ process, workload }) {
    const servers = process.entryPoints.filter((entry) => entry.role === 'server');
    const workers = process.entryPoints.filter((entry) => isWorkerRole(entry.role));
    const [worker] = workers;
    const [server] = servers;
    if (!worker || !server) return keptBy(servers.slice(0, 1).map((entry) => line(entry.source, `${entry.framework} server`)));
    const what = [...new Set(workers.map((entry) => (entry.role === 'scheduler' ? 'scheduled work' : entry.role === 'consumer' ? 'queued work' : `${entry.role} work`)))].join(' and ');
    const where = `in one process (${worker.framework} beside ${server.framework})`;
    const movable = workers.filter((entry) => !process.caretakers.includes(entry));
    const caretaking = movable.length === 0;
    const switches = movable.every((entry) => process.switches.some((each) => each.worker === entry)) ? process.switches.filter((each) => movable.includes(each.worker)) : [];
    const by = [...new Set(switches.map((each) => each.by))].join(' and ');
    // A guard keeps the work from running twice; the two loads still share one process.
    const guarded = workers.every((entry) => entry.guard !== null);
    return broken({
      at: worker.source,
      severity: guarded || caretaking || by !== '' ? lower('warning', 1) : 'warning',
      message: caretaking
        ? `${workload.name} serves requests and keeps memory of its own up to date ${where}`
        : `${workload.name} serves requests and does ${what} ${where}${by === '' ? '' : `; ${by} ${by.includes(' and ') ? 'switch' : 'switches'} it off`}`,
      help: helpFor(worker, caretaking, by),
      evidence: [
        line(server.source, `${server.framework} server`),
        ...switches.slice(0, 4).map(({ source, by: setting }) => line(source, `asks ${setting}`)),
        ...process.starts.slice(0, 4).map((source) => line(source, 'starts it')),
        ...workers.slice(0, 6).map((entry) => line(entry.source, `${entry.framework} ${entry.role}`)),
      ],
      joins: workload.joins,
    });
  },
};

function helpFor({ framework }: EntryPoint, caretaking: boolean, by: string): string {
  if (caretaking) return 'Every instance needs this for itself, so it stays; see that a burst of it takes little from requests, or keep the memory in a shared cache that one consumer fills.';
  return by === ''
    ? `Start the ${framework} work from an entry point of its own, so that it scales on its backlog and a burst of it takes no time from requests.`
    : `Run instances that serve with the work switched off by ${by}, and instances of their own that do it, so that each scales on its own load.`;
}

function serverProcesses(system: System): readonly ProcessOf[] {
  const seen = new Set<string>();
  return system.workloads.flatMap((workload) =>
    workload.processes.flatMap((process) => {
      if (!process.roles.includes('server') || seen.has(process.id)) return [];
      seen.add(process.id);
      return [{ id: process.id, process, workload }];
    }),
  );
}
