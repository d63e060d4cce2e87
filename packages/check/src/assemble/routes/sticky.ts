import { byDefault, isKnown } from '../../model/known.ts';
import type { StickyRoute } from '../../model/routes.ts';
import type { TerraformIndex } from '../units/terraform-index.ts';
import { groupsOf, only, registeredWith, registeredWithClassic } from './registered.ts';
import { routeId } from './route-id.ts';

/** Balancers that bind a client to an instance. A stickiness that is not known to be on is none. */
export function stickyRoutes(index: TerraformIndex): readonly StickyRoute[] {
  return [...targetGroups(index), ...classic(index)];
}

function targetGroups(index: TerraformIndex): readonly StickyRoute[] {
  return groupsOf(index).flatMap((group) => {
    const stickiness = group.blocks('stickiness')[0];
    if (!stickiness) return [];
    const enabled = stickiness.flag('enabled') ?? byDefault(true, stickiness.source, 'stickiness without enabled', 'Terraform AWS provider, aws_lb_target_group: stickiness.enabled defaults to true');
    if (!isKnown(enabled) || !enabled.value) return [];
    return [{ id: routeId('sticky', group), source: stickiness.sourceOf('enabled') ?? stickiness.source, says: `${group.address} is sticky`, unit: only(registeredWith(index, group)) }];
  });
}

function classic(index: TerraformIndex): readonly StickyRoute[] {
  return index.ofType('aws_lb_cookie_stickiness_policy', 'aws_app_cookie_stickiness_policy').map((policy) => {
    const [balancer] = index.named(policy, 'load_balancer', 'aws_elb');
    return { id: routeId('sticky', policy), source: policy.source, says: `${policy.address} is a cookie policy`, unit: balancer ? only(registeredWithClassic(index, balancer)) : null };
  });
}
