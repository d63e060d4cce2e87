import type { Source } from '@plimsoll/contract';
import type { CodeFact, ClientUse, TerraformResource, TerraformRoot } from '../../facts/index.ts';
import { byDefault, derived, isKnown, stated, unknown, valueOf } from '../../model/known.ts';
import type { Known } from '../../model/known.ts';
import type { Endpoint, Network, ServiceUse, Unit, Used, Workload } from '../../model/system.ts';
import { networkId } from '../units/aws-placement.ts';
import { terraformIndex } from '../units/terraform-index.ts';
import type { TerraformIndex } from '../units/terraform-index.ts';
import { isForbidden, permittedServices } from './permissions.ts';
import { platformServices } from './platform.ts';
import { leaveOtherwise } from './ways-out.ts';
import { resourceName } from '../resource-name.ts';

export interface NetworkParts {
  readonly units: readonly Unit[];
  readonly workloads: readonly Workload[];
  readonly clients: readonly Used<ClientUse>[];
  readonly code: readonly CodeFact[];
}

export function awsNetworks(root: TerraformRoot, parts: NetworkParts): readonly Network[] {
  const index = terraformIndex(root);
  return index.ofType('aws_vpc').map((vpc) => networkOf(index, vpc, parts));
}

function networkOf(index: TerraformIndex, vpc: TerraformResource, parts: NetworkParts): Network {
  const id = networkId(vpc);
  const subnets = index.ofType('aws_subnet').filter((subnet) => index.named(subnet, 'vpc_id', 'aws_vpc').includes(vpc));
  const gateways = index.ofType('aws_nat_gateway').filter((nat) => index.named(nat, 'subnet_id', 'aws_subnet').some((subnet) => subnets.includes(subnet)));
  const endpoints = index
    .ofType('aws_vpc_endpoint')
    .filter((endpoint) => index.named(endpoint, 'vpc_id', 'aws_vpc').includes(vpc) || (index.ofType('aws_vpc').length === 1 && index.named(endpoint, 'vpc_id', 'aws_vpc').length === 0));
  const read = endpoints.map((endpoint) => endpointOf(index, endpoint));
  const nats = countOf(gateways);
  const handedOver = index.root.moduleCalls.find((call) => call.references('vpc_id').some((reference) => index.byAddress(reference.address) === vpc));
  return {
    id,
    name: resourceName(vpc),
    source: vpc.source,
    zones: zonesOf(vpc, subnets),
    natGateways: gateways.length === 0 ? null : nats,
    natSource: gateways[0] ? sizeSource(gateways[0]) : null,
    endpoints: read.filter((endpoint) => endpoint !== null),
    endpointsComplete: read.some((endpoint) => endpoint === null)
      ? unknown('the service of an endpoint is not known', { cause: 'no-value-given', what: 'service_name of every aws_vpc_endpoint' }, { source: vpc.source })
      : handedOver && /endpoint/i.test(`${handedOver.address} ${handedOver.from}`)
        ? unknown(
            `${handedOver.address} is given this network and is not read`,
            { cause: 'outside-the-repository', what: `the endpoints that ${handedOver.from} makes` },
            { source: handedOver.source },
          )
        : derived(true, [], vpc.source, vpc.address),
    services: servicesOf(index, id, vpc, gateways, parts),
  };
}

/** A module's gateways stand at its call; the argument that sizes them says more. */
function sizeSource(gateway: TerraformResource): Source {
  const { countWhenPresent } = gateway;
  return isKnown(countWhenPresent) && countWhenPresent.basis === 'stated' && countWhenPresent.source.file === gateway.source.file ? countWhenPresent.source : gateway.source;
}

function countOf(resources: readonly TerraformResource[]): Known<number> {
  const counts = resources.map((resource) => resource.countWhenPresent);
  const open = counts.find((count) => !isKnown(count));
  if (open) return open;
  const total = counts.reduce((sum, count) => sum + (valueOf(count) ?? 0), 0);
  const source = resources[0]?.source;
  return source
    ? derived(
        total,
        counts.filter((count) => isKnown(count)),
        source,
        `${total} NAT gateways`,
      )
    : unknown('no NAT gateway', { cause: 'no-value-given', what: 'a NAT gateway' });
}

/** Every region has this many zones at least (docs.aws.amazon.com/whitepapers: AWS fault isolation boundaries, Availability Zones). */
const zonesOfEveryRegion = 3;

/** Zones are counted by availability_zone; subnets made with `count` over a list of zones whose names are not known spread over that many. */
function zonesOf(vpc: TerraformResource, subnets: readonly TerraformResource[]): Known<number> {
  const [first] = subnets;
  if (!first) return unknown('its subnets are declared elsewhere', { cause: 'outside-the-repository', what: 'the subnets of the network' }, { source: vpc.source });
  const names = new Set(subnets.flatMap((subnet) => zoneNames(subnet) ?? []));
  const nameless = subnets.filter((subnet) => zoneNames(subnet) === null);
  const open = nameless.map((subnet) => subnet.count).find((count) => !isKnown(count));
  if (open && !isKnown(open)) return { ...open, bounds: { min: 1 } };
  const most = Math.max(0, ...nameless.map((subnet) => valueOf(subnet.count) ?? 1));
  const zones = Math.max(names.size, most);
  const spread = subnets.find((subnet) => valueOf(subnet.count) === most) ?? first;
  if (most > zonesOfEveryRegion && names.size === 0) {
    return unknown(
      'the names of its zones are not known',
      { cause: 'outside-the-repository', what: 'the availability zones of the subnets' },
      { source: spread.source, bounds: { min: 1, max: most } },
    );
  }
  return stated(zones, spread.source, `subnets in ${zones} zone${zones === 1 ? '' : 's'}`);
}

function zoneNames(subnet: TerraformResource): readonly string[] | null {
  const names = subnet.choices('availability_zone') ?? subnet.choices('availability_zone_id');
  const count = valueOf(subnet.count);
  return names && (count === undefined || count >= names.length) ? names : (names?.slice(0, count) ?? null);
}

/** Endpoints whose service is called otherwise in code and permissions (docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html). */
const namedOtherwise: ReadonlyMap<string, string> = new Map([
  ['kinesis-streams', 'kinesis'],
  ['kinesis-firehose', 'firehose'],
]);

function endpointOf(index: TerraformIndex, endpoint: TerraformResource): Endpoint | null {
  const last = serviceOf(endpoint);
  if (!last) return null;
  const type = valueOf(endpoint.text('vpc_endpoint_type')) === 'Interface' ? 'Interface' : 'Gateway';
  const placedBy = type === 'Gateway' ? 'route_table_ids' : 'subnet_ids';
  const apart = index
    .ofType(type === 'Gateway' ? 'aws_vpc_endpoint_route_table_association' : 'aws_vpc_endpoint_subnet_association')
    .find((association) => index.named(association, 'vpc_endpoint_id', 'aws_vpc_endpoint').includes(endpoint));
  const associations = endpoint.sourceOf(placedBy) ?? apart?.source ?? null;
  const subnets = servedSubnets(index, endpoint, type);
  return {
    service: namedOtherwise.get(last) ?? last,
    type,
    privateDns:
      type === 'Gateway'
        ? derived(true, [], endpoint.source, 'a gateway endpoint works through routes')
        : (endpoint.flag('private_dns_enabled') ??
          byDefault(false, endpoint.source, 'private_dns_enabled is not stated', 'Terraform AWS provider, aws_vpc_endpoint: private_dns_enabled defaults to false')),
    placed: associations ? derived(true, [], associations, placedBy) : derived(false, [], endpoint.source, `no ${placedBy}`),
    subnets,
    besideNat: subnets !== null && leaveOtherwise(index, subnets),
    source: endpoint.source,
  };
}

/** A gateway endpoint serves the subnets whose route tables it stands in; an interface endpoint with private DNS serves the whole network. */
function servedSubnets(index: TerraformIndex, endpoint: TerraformResource, type: Endpoint['type']): readonly string[] | null {
  if (type === 'Interface') return null;
  const tables = index.named(endpoint, 'route_table_ids', 'aws_route_table');
  const apart = index.ofType('aws_vpc_endpoint_route_table_association').some((association) => index.named(association, 'vpc_endpoint_id', 'aws_vpc_endpoint').includes(endpoint));
  const main = index.ofType('aws_main_route_table_association').length > 0;
  if (tables.length === 0 || apart || main) return null;
  const associations = index.ofType('aws_route_table_association').filter((association) => index.named(association, 'route_table_id', 'aws_route_table').some((table) => tables.includes(table)));
  return associations.length === 0 ? null : associations.flatMap((association) => index.named(association, 'subnet_id', 'aws_subnet').map((subnet) => subnet.address));
}

/** `com.amazonaws.eu-central-1.ecr.api` → `ecr.api`; `com.amazonaws.${var.region}.s3` names its service although the region is not known. */
function serviceOf(endpoint: TerraformResource): string | null {
  const name = endpoint.text('service_name');
  if (name && isKnown(name)) return /^(?:com|cn\.com)\.amazonaws\.[a-z0-9-]+\.(.+)$/.exec(name.value)?.[1] ?? (name.value.startsWith('aws.sagemaker') ? name.value : null);
  return /^\.([a-z][a-z0-9.-]*)$/.exec(endpoint.ending('service_name'))?.[1] ?? null;
}

function servicesOf(index: TerraformIndex, id: string, vpc: TerraformResource, gateways: readonly TerraformResource[], parts: NetworkParts): readonly ServiceUse[] {
  if (gateways.length === 0) return [];
  const callers = parts.units.filter((unit) => unit.network === id && !leaveOtherwise(index, unit.subnets));
  const found = new Map<string, { by: ServiceUse['by'][number][]; callers: ServiceUse['callers'][number][]; joins: ServiceUse['joins'][number][] }>();
  const add = (service: string, by: ServiceUse['by'][number], unit: Unit, joins: ServiceUse['joins']): void => {
    const entry = found.get(service) ?? { by: [], callers: [], joins: [] };
    entry.by.push(by);
    if (!entry.callers.some((caller) => caller.unit === unit.name))
      entry.callers.push({ unit: unit.name, source: unit.source, says: `${unit.name} runs in ${resourceName(vpc)}`, subnets: unit.subnets });
    entry.joins.push(...joins);
    found.set(service, entry);
  };
  for (const unit of callers) {
    for (const use of platformServices(index, unit)) add(use.service, use.by, unit, []);
    for (const use of permittedServices(index, unit)) add(use.service, use.by, unit, []);
    const workload = parts.workloads.find((candidate) => candidate.units.includes(unit));
    for (const client of parts.clients) {
      if (!workload || client.use.protocol !== 'sdk' || !client.use.service || !client.owners.includes(workload) || isForbidden(index, unit, client.use.service)) continue;
      add(client.use.service, { source: client.use.site.source, says: client.use.callee, kind: 'code' }, unit, workload.joins);
    }
  }
  // What the code says comes first: that is where somebody would look.
  const order = ['code', 'platform', 'permission'];
  return [...found].map(([service, entry]) => ({ id: `${id}/${service}`, service, network: id, ...entry, by: entry.by.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind)) }));
}
