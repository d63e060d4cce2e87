import { broken, keptBy, line, lower, undecided } from '../../model/judgement.ts';
import { isKnown, valueOf } from '../../model/known.ts';
import type { Known, Unknown } from '../../model/known.ts';
import type { Rule } from '../../model/rule.ts';
import { plainName } from '../../model/say.ts';
import type { Endpoint, Network, OutsideNetwork, ServiceUse, System } from '../../model/system.ts';
import { judgeOutside } from './outside-network.ts';

/** Services that have a gateway endpoint; all others take an interface endpoint (docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html). */
const gatewayServices: ReadonlySet<string> = new Set(['s3', 'dynamodb']);

export const awsServiceWithoutVpcEndpoint: Rule<ServiceUse | OutsideNetwork> = {
  id: 'dp3/aws-service-without-vpc-endpoint',
  severity: 'error', // DP3: all cloud service APIs via endpoints
  summary: 'AWS services that workloads in private subnets call are reached through VPC endpoints.',
  controls: ['WAF-PERF-070'],
  needs: ['code', 'infrastructure'],
  practice: true,

  subjects: (system) => [...system.networks.flatMap((network) => network.services), ...system.outsideNetworks],

  judge(use, system) {
    if ('services' in use) return judgeOutside(use);
    const network = networkOf(system, use);
    const caller = use.callers[0];
    const callers = [...new Set(use.callers.map(({ unit }) => plainName(unit)))].join(' and ');
    const matching = network.endpoints.filter((endpoint) => endpoint.service === use.service);
    const serving = matching.find((endpoint) => valueOf(endpoint.privateDns) === true && valueOf(endpoint.placed) === true && reaches(endpoint, use));
    if (serving) return keptBy([line(serving.source, `${serving.type} endpoint for ${use.service}`)]);
    const evidence = [
      ...use.by.slice(0, 3).map((by) => line(by.source, by.says)),
      ...use.callers.slice(0, 2).map((by) => line(by.source, by.says)),
      ...(network.natSource ? [line(network.natSource, 'the way out is NAT')] : []),
    ];
    const half = matching[0];
    const unsure = matching.find((endpoint) => !isKnown(endpoint.privateDns) || !isKnown(endpoint.placed));
    if (unsure || !isKnown(network.endpointsComplete)) {
      const open: readonly Known<boolean>[] = unsure ? [unsure.privateDns, unsure.placed].filter((value) => !isKnown(value)) : isKnown(network.endpointsComplete) ? [] : [network.endpointsComplete];
      return undecided({
        at: caller?.source ?? network.source,
        message: `whether ${callers} reaches ${use.service} through an endpoint is not known`,
        help: `Give ${network.name} an endpoint for ${use.service}.`,
        unknowns: open.filter((value): value is Unknown => !isKnown(value)),
        breaksWhen: `none of the endpoints is for ${use.service}`,
        evidence,
        joins: use.joins,
      });
    }
    const type = gatewayServices.has(use.service) ? 'Gateway' : 'Interface';
    const late = atStart(use);
    return broken({
      severity: lower('error', use.by.every(({ kind }) => kind === 'platform') ? 2 : 0), // nobody waits for logs; secrets and images are fetched once for each task
      at: half?.source ?? use.by[0]?.source ?? network.source,
      message: half
        ? `the endpoint for ${use.service} in ${network.name} serves nobody: ${whyIdle(half, callers)}`
        : `${callers} ${use.callers.length === 1 ? 'calls' : 'call'} ${use.service} from ${network.name}, which has ${network.endpoints.length === 0 ? 'no VPC endpoint' : `${network.endpoints.length} VPC endpoints but none for ${use.service}`}: ${late ? 'each task that starts fetches through NAT first' : 'every call goes out through NAT and back'}`,
      help: half
        ? 'Switch on private DNS and place the endpoint in the subnets or route tables of its callers.'
        : `Add an aws_vpc_endpoint of type ${type} for ${use.service}${type === 'Gateway' ? ' with the route tables of the private subnets (it costs nothing)' : ' in the private subnets, with private_dns_enabled = true'}.`,
      evidence,
      joins: use.joins,
    });
  },
};

function atStart({ service, by }: ServiceUse): boolean {
  return by.every(({ kind }) => kind === 'platform') && service !== 'logs';
}

/** Whether the route tables of a gateway endpoint are those of a subnet that a caller runs in; unknown counts as reached. */
function reaches(endpoint: Endpoint, use: ServiceUse): boolean {
  const { subnets } = endpoint;
  return subnets === null || use.callers.every((caller) => caller.subnets.length === 0 || caller.subnets.some((subnet) => subnets.includes(subnet)));
}

function whyIdle(endpoint: Endpoint, callers: string): string {
  if (valueOf(endpoint.placed) !== true) return `it has no ${endpoint.type === 'Gateway' ? 'route tables' : 'subnets'}`;
  if (valueOf(endpoint.privateDns) !== true) return 'private DNS is off, so clients still resolve the public address';
  return `its route tables are not those of the subnets that ${callers} runs in`;
}

function networkOf(system: System, use: ServiceUse): Network {
  const network = system.networks.find((candidate) => candidate.id === use.network);
  if (!network) throw new Error(`${use.id} names a network that does not exist`);
  return network;
}
