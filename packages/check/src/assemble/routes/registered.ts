import type { TerraformResource } from '../../facts/index.ts';
import { unitId } from '../units/terraform-index.ts';
import type { TerraformIndex } from '../units/terraform-index.ts';

const targetGroups = ['aws_lb_target_group', 'aws_alb_target_group'] as const;

/** Ids of the units that register with a target group: ECS services, groups of machines, machines, functions. */
export function registeredWith(index: TerraformIndex, group: TerraformResource): readonly string[] {
  const services = index.ofType('aws_ecs_service').filter((service) => service.blocks('load_balancer').some((block) => index.named(block, 'target_group_arn', group.type).includes(group)));
  const groups = index
    .ofType('aws_autoscaling_group')
    .filter(
      (candidate) =>
        index.named(candidate, 'target_group_arns', group.type).includes(group) || candidate.blocks('traffic_source').some((block) => index.named(block, 'identifier', group.type).includes(group)),
    );
  const attached = index.ofType('aws_autoscaling_attachment').flatMap((attachment) => {
    const here = [...index.named(attachment, 'lb_target_group_arn', group.type), ...index.named(attachment, 'alb_target_group_arn', group.type)].includes(group);
    return here ? index.named(attachment, 'autoscaling_group_name', 'aws_autoscaling_group') : [];
  });
  const targets = index.ofType('aws_lb_target_group_attachment', 'aws_alb_target_group_attachment').flatMap((attachment) => {
    const here = index.named(attachment, 'target_group_arn', group.type).includes(group);
    return here ? [...index.named(attachment, 'target_id', 'aws_instance'), ...index.named(attachment, 'target_id', 'aws_lambda_function')] : [];
  });
  return [...new Set([...services, ...groups, ...attached, ...targets].map(unitId))];
}

/** Units behind a classic load balancer. */
export function registeredWithClassic(index: TerraformIndex, balancer: TerraformResource): readonly string[] {
  const services = index.ofType('aws_ecs_service').filter((service) => service.blocks('load_balancer').some((block) => index.named(block, 'elb_name', 'aws_elb').includes(balancer)));
  const groups = index.ofType('aws_autoscaling_group').filter((group) => index.named(group, 'load_balancers', 'aws_elb').includes(balancer));
  return [...services, ...groups].map(unitId);
}

/** Target groups that a listener or one of its rules sends to. */
export function targetsOf(index: TerraformIndex, listener: TerraformResource): readonly TerraformResource[] {
  const actions = [...listener.blocks('default_action'), ...listener.blocks('action')];
  return actions.flatMap((action) => {
    const weighed = action.blocks('forward').flatMap((forward) => forward.blocks('target_group'));
    return targetGroups.flatMap((type) => [...index.named(action, 'target_group_arn', type), ...weighed.flatMap((block) => index.named(block, 'arn', type))]);
  });
}

export function groupsOf(index: TerraformIndex): readonly TerraformResource[] {
  return index.ofType(...targetGroups);
}

/** The only one, or null. */
export function only(units: readonly string[]): string | null {
  const distinct = new Set(units);
  return distinct.size === 1 ? (units[0] ?? null) : null;
}
