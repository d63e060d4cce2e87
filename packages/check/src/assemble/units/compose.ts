import { folderOf } from '@plimsoll/contract';
import type { ComposeService, ProcfileProcess } from '../../facts/index.ts';
import { byDefault, valueOf } from '../../model/known.ts';
import type { Unit } from '../../model/system.ts';
import { belongsTo } from '../environments.ts';
import { infrastructureKind } from '../infrastructure-kind.ts';
import { imageName } from '../path.ts';

/**
 * Compose services and Procfile processes. Compose is how developers start a system; it counts as production only where a service
 * of the file asks for replicas or the file is named for an environment.
 */
export function composeUnits(services: readonly ComposeService[], processes: readonly ProcfileProcess[], environment: string): readonly Unit[] {
  const here = services.filter((service) => belongsTo(environment, service.environment) && !service.file.startsWith('.github/'));
  // An override file for this environment replaces the base service of the same folder.
  const nameIn = (service: ComposeService): string => `${folderOf(service.file)}/${service.name}`;
  const overrides = new Set(here.filter((service) => service.environment !== null).map(nameIn));
  const chosen = here.filter((service) => service.environment !== null || !overrides.has(nameIn(service)));
  const overridden = new Set(chosen.filter((service) => service.environment !== null && !forDevelopers.has(service.environment)).map((service) => folderOf(service.file)));
  const deployed = new Set(
    chosen.filter((service) => (service.environment !== null && !forDevelopers.has(service.environment)) || (valueOf(service.replicas) ?? 1) > 1).map((service) => service.file),
  );
  return [...chosen.map((service) => unitOfService(service, !deployed.has(service.file) && !overridden.has(folderOf(service.file)))), ...processes.map(unitOfProcess)];
}

/** Environments that only developers and pipelines start. */
const forDevelopers: ReadonlySet<string> = new Set(['dev', 'local', 'test', 'ci', 'e2e', 'debug', 'build']);

function unitOfService(service: ComposeService, local: boolean): Unit {
  const image = valueOf(service.container.image);
  const kind = infrastructureKind(service.build ? null : image ? imageName(image) : null, service.name);
  return {
    id: `unit:${service.file}/${service.name}`,
    name: service.name,
    type: 'compose-service',
    source: service.nameSource,
    copies: [],
    address: null,
    folder: folderOf(service.file),
    containers: [service.container],
    environment: service.container.environment,
    environmentComplete: service.container.environmentFrom.length === 0,
    instancesMin: service.replicas,
    instancesMax: service.replicas,
    instancesSays: service.replicas,
    autoscaler: null,
    local,
    network: null,
    subnets: [],
    takesTraffic: service.container.ports.length > 0 ? service.nameSource : null,
    schedule: null,
    image: image ? imageName(image) : null,
    infrastructure: kind?.kind ?? null,
  };
}

function unitOfProcess(process: ProcfileProcess): Unit {
  const instances =
    process.instances ?? byDefault(1, process.source, `${process.name}: one process`, 'Heroku: a process type runs one dyno until it is scaled (devcenter.heroku.com/articles/scaling)');
  return {
    id: `unit:${process.source.file}/${process.name}`,
    name: process.name,
    type: 'process',
    source: process.source,
    copies: [],
    address: null,
    folder: folderOf(process.source.file),
    containers: [{ name: process.name, image: null, command: process.command, args: null, commandSource: process.source, environment: [], environmentFrom: [], ports: [], source: process.source }],
    environment: [],
    environmentComplete: false,
    instancesMin: instances,
    instancesMax: instances,
    instancesSays: instances,
    autoscaler: null,
    local: false,
    network: null,
    subnets: [],
    takesTraffic: process.name === 'web' ? process.source : null,
    schedule: null,
    image: null,
    infrastructure: null,
  };
}
