import type { Dockerfile, ProcessManager } from '../../facts/index.ts';
import type { Known } from '../../model/known.ts';
import type { Workload } from '../../model/system.ts';
import { isWithin } from '../path.ts';
import { processesOfCommand } from './processes-of-command.ts';
import type { CommandProcesses } from './processes-of-command.ts';

/**
 * How many processes one instance of a workload runs, as the commands of its units say, else those of the image built from its code,
 * else a process manager's file beside it. Null where none of them names a process manager.
 */
export function processesIn(workload: Pick<Workload, 'units' | 'codeRoots'>, dockerfiles: readonly Dockerfile[], managers: readonly ProcessManager[]): Known<number> | null {
  const units = workload.units.filter((unit) => !unit.local);
  const inUnits = units.flatMap((unit) =>
    unit.containers.flatMap((container) => found(processesOfCommand([...(container.command ?? []), ...(container.args ?? [])], unit.environment, container.commandSource ?? container.source))),
  );
  const environment = units.flatMap((unit) => unit.environment);
  const inImages = dockerfiles
    .filter((file) => workload.codeRoots.some((root) => isWithin(file.folder, root)))
    .flatMap((file) => found(processesOfCommand([...(file.entrypoint ?? []), ...(file.command ?? [])], [...environment, ...file.environment], file.commandSource ?? file.source)));
  const inFile = managers.find((manager) => workload.codeRoots.some((root) => isWithin(manager.folder, root)));
  const of = (firm: readonly CommandProcesses['from'][]): Known<number> | undefined => [...inUnits, ...inImages].find(({ from }) => firm.includes(from))?.processes;
  return of(['command', 'environment']) ?? inFile?.processes ?? of(['default']) ?? null;
}

function found(processes: CommandProcesses | null): readonly CommandProcesses[] {
  return processes ? [processes] : [];
}
