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
    const guarded = workers.every((entry) => entry.guard !== null);
    const what = [...new Set(workers.map((entry) => (entry.role === 'scheduler' ? 'scheduled work' : entry.role === 'consumer' ? 'queued work' : `${entry.role} work`)))].join(' and ');
    return broken({
      at: worker.source,
      // A guard keeps the work from running twice; the two loads still share one process.
      severity: guarded ? lower('warning', 1) : 'warning',
      message: `${workload.name} serves requests and does ${what} in one process (${worker.framework} beside ${server.framework})`,
      help: `Start the ${worker.framework} work from an entry point of its own, so that it scales on its backlog and a burst of it takes no time from requests.`,
      evidence: [
        line(server.source, `${server.framework} server`),
        ...process.starts.slice(0, 4).map((source) => line(source, 'starts it')),
        ...workers.slice(0, 6).map((entry) => line(entry.source, `${entry.framework} ${entry.role}`)),
      ],
      joins: workload.joins,
    });
  },
};

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
