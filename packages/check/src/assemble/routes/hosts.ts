import type { TerraformBlock, TerraformResource, Tree } from '../../facts/index.ts';
import { isKnown, map, valueOf } from '../../model/known.ts';
import type { Known } from '../../model/known.ts';
import type { PublicHost } from '../../model/routes.ts';
import { functionsBehind } from '../hops/api-gateway.ts';
import { unitId } from '../units/terraform-index.ts';
import type { TerraformIndex } from '../units/terraform-index.ts';
import { only, registeredWith, targetsOf } from './registered.ts';
import { routeId } from './route-id.ts';

/** Names under which the public reaches units: records, rules of listeners, domains of gateways. Private zones and internal balancers are not public. */
export function publicHosts(index: TerraformIndex): readonly PublicHost[] {
  return [...records(index), ...rules(index), ...gateways(index)];
}

const balancers = ['aws_lb', 'aws_alb'] as const;
const listeners = ['aws_lb_listener', 'aws_alb_listener'] as const;

function records(index: TerraformIndex): readonly PublicHost[] {
  return index.ofType('aws_route53_record').flatMap((record) => {
    const host = record.text('name');
    const type = valueOf(record.text('type'));
    if (!host || !['A', 'AAAA', 'CNAME'].includes(type ?? '') || isPrivate(index, record)) return [];
    const target: readonly TerraformBlock[] = record.blocks('alias');
    const behind = [...target.flatMap((alias) => lbsIn(index, alias, 'name')), ...lbsIn(index, record, 'records')];
    if (behind.some((balancer) => valueOf(balancer.flag('internal')) === true)) return [];
    const functions = target.flatMap((alias) => domainsIn(index, alias, 'name')).flatMap((domain) => functionsOf(index, domain));
    const units = [...behind.flatMap((balancer) => unitsBehind(index, balancer)), ...functions];
    return behind.length + functions.length === 0 && target.length === 0 ? [] : [{ id: routeId('host', record), host, source: record.sourceOf('name') ?? record.source, unit: only(units) }];
  });
}

function isPrivate(index: TerraformIndex, record: TerraformResource): boolean {
  return index.named(record, 'zone_id', 'aws_route53_zone').some((zone) => zone.blocks('vpc').length > 0 || valueOf(zone.flag('private_zone')) === true);
}

function lbsIn(index: TerraformIndex, block: TerraformBlock, attribute: string): readonly TerraformResource[] {
  return balancers.flatMap((type) => index.named(block, attribute, type));
}

function unitsBehind(index: TerraformIndex, balancer: TerraformResource): readonly string[] {
  const own = index.ofType(...listeners).filter((listener) => lbsIn(index, listener, 'load_balancer_arn').includes(balancer));
  const further = index
    .ofType('aws_lb_listener_rule', 'aws_alb_listener_rule')
    .filter((rule) => listeners.some((type) => index.named(rule, 'listener_arn', type).some((listener) => own.includes(listener))));
  return [...own, ...further].flatMap((listener) => targetsOf(index, listener)).flatMap((group) => registeredWith(index, group));
}

function rules(index: TerraformIndex): readonly PublicHost[] {
  return index.ofType('aws_lb_listener_rule', 'aws_alb_listener_rule').flatMap((rule) => {
    const listener = listeners.flatMap((type) => index.named(rule, 'listener_arn', type))[0];
    const internal = listener ? lbsIn(index, listener, 'load_balancer_arn').some((balancer) => valueOf(balancer.flag('internal')) === true) : false;
    if (internal) return [];
    const units = targetsOf(index, rule).flatMap((group) => registeredWith(index, group));
    const hosts = rule.blocks('condition').flatMap((condition) => condition.blocks('host_header').flatMap((header) => texts(header.tree('values'))));
    return hosts.map(({ host, source }, position) => ({ id: `${routeId('host', rule)}/${position}`, host, source, unit: only(units) }));
  });
}

function gateways(index: TerraformIndex): readonly PublicHost[] {
  return index.ofType('aws_api_gateway_domain_name', 'aws_apigatewayv2_domain_name').flatMap((domain) => {
    const host = domain.text('domain_name');
    return host ? [{ id: routeId('host', domain), host, source: domain.sourceOf('domain_name') ?? domain.source, unit: only(functionsOf(index, domain)) }] : [];
  });
}

function domainsIn(index: TerraformIndex, block: TerraformBlock, attribute: string): readonly TerraformResource[] {
  return ['aws_api_gateway_domain_name', 'aws_apigatewayv2_domain_name'].flatMap((type) => index.named(block, attribute, type));
}

/** Functions that the interfaces of a domain call. */
function functionsOf(index: TerraformIndex, domain: TerraformResource): readonly string[] {
  const rest = index.ofType('aws_api_gateway_base_path_mapping').filter((mapping) => index.named(mapping, 'domain_name', domain.type).includes(domain));
  const http = index.ofType('aws_apigatewayv2_api_mapping').filter((mapping) => index.named(mapping, 'domain_name', domain.type).includes(domain));
  const interfaces = new Set([
    ...rest.flatMap((mapping) => index.named(mapping, 'api_id', 'aws_api_gateway_rest_api')),
    ...http.flatMap((mapping) => index.named(mapping, 'api_id', 'aws_apigatewayv2_api')),
  ]);
  const integrations = [
    ...index.ofType('aws_api_gateway_integration').filter((integration) => index.named(integration, 'rest_api_id', 'aws_api_gateway_rest_api').some((api) => interfaces.has(api))),
    ...index.ofType('aws_apigatewayv2_integration').filter((integration) => index.named(integration, 'api_id', 'aws_apigatewayv2_api').some((api) => interfaces.has(api))),
  ];
  return integrations.flatMap((integration) => [...functionsBehind(index, integration, 'uri'), ...functionsBehind(index, integration, 'integration_uri')]).map(unitId);
}

function texts(tree: Tree | null): readonly { readonly host: Known<string>; readonly source: Tree['source'] }[] {
  if (tree?.kind !== 'list') return [];
  return tree.items.flatMap((item) => (item.kind === 'leaf' && (!isKnown(item.value) || typeof item.value.value === 'string') ? [{ host: map(item.value, String), source: item.source }] : []));
}
