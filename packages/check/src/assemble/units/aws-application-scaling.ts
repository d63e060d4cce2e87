import type { ScalingSignal, Source } from '@plimsoll/contract';
import type { TerraformBlock, TerraformResource } from '../../facts/index.ts';
import { unknown, valueOf } from '../../model/known.ts';
import type { Autoscaler, Binding } from '../../model/system.ts';
import { signalOfMetricName } from './kubernetes-signals.ts';
import { unitId } from './terraform-index.ts';
import type { TerraformIndex } from './terraform-index.ts';
import { resourceName } from '../resource-name.ts';

/** Predefined metrics of target tracking (docs.aws.amazon.com/autoscaling/application/APIReference/API_PredefinedMetricSpecification.html). */
const predefined: Readonly<Record<string, ScalingSignal>> = {
  ECSServiceAverageCPUUtilization: 'cpu',
  ECSServiceAverageMemoryUtilization: 'memory',
  ALBRequestCountPerTarget: 'request-rate',
  ASGAverageCPUUtilization: 'cpu',
  ASGAverageNetworkIn: 'other',
  ASGAverageNetworkOut: 'other',
  LambdaProvisionedConcurrencyUtilization: 'concurrency',
};

/** `aws_appautoscaling_target` of ECS services with their policies; targets of tables and functions are no units of ours. */
export function awsApplicationScaling(index: TerraformIndex): readonly Autoscaler[] {
  return index
    .ofType('aws_appautoscaling_target')
    .filter((target) => (valueOf(target.text('service_namespace')) ?? 'ecs') === 'ecs')
    .map((target) => {
      const policies = index.ofType('aws_appautoscaling_policy').filter((policy) => scales(index, policy, target));
      const scheduled = index.ofType('aws_appautoscaling_scheduled_action').filter((action) => scales(index, action, target));
      const signals = [...policies.flatMap((policy) => policySignals(index, policy)), ...scheduled.map((action) => ({ signal: 'schedule' as const, source: action.source, says: action.address }))];
      return {
        id: unitId(target).replace('unit:', 'autoscaler:'),
        source: target.source,
        targetSource: target.sourceOf('resource_id') ?? target.source,
        says: resourceName(target),
        min: target.number('min_capacity') ?? missing('min_capacity', target.source),
        max: target.number('max_capacity') ?? missing('max_capacity', target.source),
        signals,
        signalsComplete: signals.every((signal) => signal.signal !== 'other'),
        targets: valueOf(target.text('resource_id')) ?? 'resource_id',
        binding: bindingOf(index, target),
      };
    });
}

function missing(attribute: string, source: Source) {
  return unknown(`${attribute} is not stated`, { cause: 'no-value-given', what: attribute }, { source });
}

function scales(index: TerraformIndex, policy: TerraformResource, target: TerraformResource): boolean {
  if (index.named(policy, 'resource_id', 'aws_appautoscaling_target').includes(target)) return true;
  const own = valueOf(policy.text('resource_id'));
  if (own !== undefined && own === valueOf(target.text('resource_id'))) return true;
  const services = index.named(target, 'resource_id', 'aws_ecs_service');
  return index.named(policy, 'resource_id', 'aws_ecs_service').some((service) => services.includes(service));
}

/** The signals of one scaling policy, for ECS and for autoscaling groups. */
export function policySignals(index: TerraformIndex, policy: TerraformResource): Autoscaler['signals'] {
  const signals: { signal: ScalingSignal; source: Source; says: string }[] = [];
  const tracking = [...policy.blocks('target_tracking_scaling_policy_configuration'), ...policy.blocks('target_tracking_configuration')];
  for (const configuration of tracking) {
    for (const block of configuration.blocks('predefined_metric_specification')) {
      const name = valueOf(block.text('predefined_metric_type')) ?? '';
      signals.push({ signal: predefined[name] ?? 'other', source: block.sourceOf('predefined_metric_type') ?? block.source, says: `predefined_metric_type = ${name || 'unknown'}` });
    }
    for (const block of configuration.blocks('customized_metric_specification')) signals.push(...customSignals(block));
  }
  if (tracking.length === 0) signals.push(...alarmSignals(index, policy));
  return signals;
}

function customSignals(block: TerraformBlock): Autoscaler['signals'] {
  const name = valueOf(block.text('metric_name'));
  const nested = block.blocks('metrics').flatMap((metric) => metric.blocks('metric_stat').flatMap((stat) => stat.blocks('metric')));
  const names = [name, ...nested.map((metric) => valueOf(metric.text('metric_name')))].filter((found) => found !== undefined);
  const source = block.sourceOf('metric_name') ?? block.source;
  if (names.length === 0) return [{ signal: 'other', source, says: 'a metric whose name is not known' }];
  return [{ signal: names.map(signalOfMetricName).find((signal) => signal !== 'other') ?? 'other', source, says: `metric_name = ${names.join(', ')}` }];
}

/** A step or simple policy is triggered by alarms that name it in alarm_actions. */
function alarmSignals(index: TerraformIndex, policy: TerraformResource): Autoscaler['signals'] {
  const alarms = index
    .ofType('aws_cloudwatch_metric_alarm')
    .filter((alarm) => index.named(alarm, 'alarm_actions', policy.type).includes(policy) || index.named(alarm, 'ok_actions', policy.type).includes(policy));
  return alarms.map((alarm) => {
    const name = valueOf(alarm.text('metric_name')) ?? '';
    return { signal: name ? signalOfMetricName(name) : ('other' as const), source: alarm.sourceOf('metric_name') ?? alarm.source, says: `metric_name = ${name || 'unknown'}` };
  });
}

function bindingOf(index: TerraformIndex, target: TerraformResource): Binding {
  const [service] = index.named(target, 'resource_id', 'aws_ecs_service');
  if (service) return { bound: 'yes', unit: unitId(service), why: `resource_id refers to ${service.address}` };
  const id = valueOf(target.text('resource_id'));
  if (id === undefined) return { bound: 'unknown', why: 'resource_id is not known', name: null };
  const services = index.ofType('aws_ecs_service');
  const name = id.split('/').at(-1);
  const names = services.map((candidate) => valueOf(candidate.text('name')));
  const match = services.find((_, position) => names[position] === name);
  if (match) return { bound: 'yes', unit: unitId(match), why: `resource_id ${id} names the service ${name}` };
  if (services.length > 0 && names.every((known) => known !== undefined)) {
    return { bound: 'no', why: `resource_id is ${id}, but the services here are named ${[...new Set(names)].slice(0, 5).join(', ')}`, nearest: services[0]?.source ?? null };
  }
  return { bound: 'unknown', why: `no service named ${name} stands in this root module`, name: name ?? null };
}
