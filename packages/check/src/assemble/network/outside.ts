import type { Source } from '@plimsoll/contract';
import type { TerraformBlock, TerraformResource, TerraformRoot } from '../../facts/index.ts';
import type { Network, OutsideNetwork, Unit } from '../../model/system.ts';
import { terraformIndex, unitId } from '../units/terraform-index.ts';
import type { TerraformIndex } from '../units/terraform-index.ts';
import type { NetworkParts } from './aws.ts';
import { isForbidden, permittedServices } from './permissions.ts';
import { platformServices } from './platform.ts';

/** Units that a root places in a network of another stack, and the AWS services they call from there. */
export function outsideNetwork(root: TerraformRoot, roots: readonly TerraformRoot[], networks: readonly Network[], parts: NetworkParts): OutsideNetwork | null {
  const index = terraformIndex(root);
  const placed = new Map([...index.ofType('aws_ecs_service', 'aws_lambda_function')].flatMap((resource) => (placementOf(resource) ? [[unitId(resource), resource] as const] : [])));
  const callers: OutsideNetwork['callers'][number][] = [];
  const services = new Map<string, OutsideNetwork['services'][number]>();
  let shown: TerraformBlock | null = null;
  for (const unit of parts.units) {
    const resource = placed.get(unit.id);
    if (!resource || unit.network !== null) continue;
    const own = servicesOf(index, unit, parts);
    if (own.length === 0) continue;
    shown ??= placementOf(resource);
    callers.push({ unit: unit.name, source: unit.source });
    for (const service of own) if (!services.has(service.service)) services.set(service.service, service);
  }
  if (!shown || callers.length === 0) return null;
  const declaredIn = networkSource(root) ?? roots.map(networkSource).find((source) => source !== null) ?? null;
  return {
    id: `network:outside/${root.folder}`,
    declaredIn,
    candidates: networks,
    source: shown.sourceOf('subnets') ?? shown.sourceOf('subnet_ids') ?? shown.source,
    callers,
    services: [...services.values()],
  };
}

/** Where a root makes a network: a resource of its own, or a module of others that is not read. */
function networkSource(root: TerraformRoot): Source | null {
  const resource = root.resources.find((candidate) => candidate.type === 'aws_vpc' && candidate.mode === 'resource');
  const call = root.moduleCalls.find((candidate) => /(^|[/-])vpc([/?]|$)/.test(candidate.from));
  return resource?.source ?? call?.source ?? null;
}

function placementOf(resource: TerraformResource): TerraformBlock | null {
  const block = resource.blocks('network_configuration')[0] ?? resource.blocks('vpc_config')[0];
  return block && (block.sourceOf('subnets') ?? block.sourceOf('subnet_ids')) ? block : null;
}

function servicesOf(index: TerraformIndex, unit: Unit, parts: NetworkParts): OutsideNetwork['services'] {
  const workload = parts.workloads.find((candidate) => candidate.units.includes(unit));
  const inCode = parts.clients.flatMap((client) =>
    workload && client.use.protocol === 'sdk' && client.use.service && client.owners.includes(workload) && !isForbidden(index, unit, client.use.service)
      ? [{ service: client.use.service, source: client.use.site.source, says: client.use.callee, kind: 'code' as const }]
      : [],
  );
  return [...inCode, ...[...platformServices(index, unit), ...permittedServices(index, unit)].map(({ service, by }) => ({ service, source: by.source, says: by.says, kind: by.kind }))];
}
