import { folderOf } from '@plimsoll/contract';
import type { TerraformResource } from '../../facts/index.ts';
import { unknown, valueOf } from '../../model/known.ts';
import type { Autoscaler, Unit } from '../../model/system.ts';
import { policySignals } from './aws-application-scaling.ts';
import { groupCapacity } from './aws-capacity.ts';
import { networkOf, subnetsOf } from './aws-placement.ts';
import { unitId, unitName } from './terraform-index.ts';
import type { TerraformIndex } from './terraform-index.ts';

/** Auto Scaling groups. A group without a policy keeps its size; its range alone scales nothing. */
export function autoscalingGroups(index: TerraformIndex): { readonly units: readonly Unit[]; readonly autoscalers: readonly Autoscaler[] } {
  const units: Unit[] = [];
  const autoscalers: Autoscaler[] = [];
  for (const group of index.ofType('aws_autoscaling_group')) {
    const autoscaler = autoscalerOf(index, group);
    if (autoscaler) autoscalers.push(autoscaler);
    units.push(unitOf(index, group, autoscaler));
  }
  return { units, autoscalers };
}

function autoscalerOf(index: TerraformIndex, group: TerraformResource): Autoscaler | null {
  const policies = index.ofType('aws_autoscaling_policy').filter((policy) => names(index, policy, group));
  const schedules = index.ofType('aws_autoscaling_schedule').filter((schedule) => names(index, schedule, group));
  if (policies.length + schedules.length === 0) return null;
  const signals = [...policies.flatMap((policy) => policySignals(index, policy)), ...schedules.map((schedule) => ({ signal: 'schedule' as const, source: schedule.source, says: schedule.address }))];
  return {
    id: unitId(group).replace('unit:', 'autoscaler:'),
    source: group.source,
    targetSource: policies[0]?.sourceOf('autoscaling_group_name') ?? group.source,
    says: policies[0]?.address ?? group.address,
    min: size(group, 'min_size'),
    max: size(group, 'max_size'),
    signals,
    signalsComplete: signals.length > 0 && signals.every((signal) => signal.signal !== 'other'),
    targets: group.address,
    binding: { bound: 'yes', unit: unitId(group), why: `autoscaling_group_name refers to ${group.address}` },
  };
}

function names(index: TerraformIndex, policy: TerraformResource, group: TerraformResource): boolean {
  if (index.named(policy, 'autoscaling_group_name', 'aws_autoscaling_group').includes(group)) return true;
  const name = valueOf(group.text('name'));
  return name !== undefined && name === valueOf(policy.text('autoscaling_group_name'));
}

function size(group: TerraformResource, attribute: string) {
  return group.number(attribute) ?? unknown(`${attribute} is not stated`, { cause: 'no-value-given', what: `${attribute} of ${group.address}` }, { source: group.source });
}

function unitOf(index: TerraformIndex, group: TerraformResource, autoscaler: Autoscaler | null): Unit {
  const attachment = index.ofType('aws_autoscaling_attachment').find((candidate) => names(index, candidate, group));
  const traffic = group.sourceOf('target_group_arns') ?? group.sourceOf('load_balancers') ?? group.blocks('traffic_source')[0]?.source ?? attachment?.source ?? null;
  return {
    id: unitId(group),
    name: unitName(group, 'name'),
    type: 'autoscaling-group',
    source: group.source,
    copies: [],
    address: group.address,
    folder: folderOf(group.source.file),
    containers: [],
    environment: [],
    environmentComplete: false,
    instancesMin: size(group, 'min_size'),
    instancesMax: size(group, 'max_size'),
    instancesSays: size(group, 'max_size'),
    autoscaler,
    local: false,
    network: networkOf(index, group, 'vpc_zone_identifier'),
    subnets: subnetsOf(index, group, 'vpc_zone_identifier'),
    takesTraffic: traffic,
    schedule: null,
    image: null,
    infrastructure: null,
    capacity: groupCapacity(index, group),
  };
}
