import { headOf } from './formula.ts';
import { coolingSeconds } from './hpa.ts';
import type { ScalePlan, Written } from './plan.ts';

/**
 * Target tracking of Application Auto Scaling for an ECS service. A queue has no metric per instance, so it is computed: what waits and what is in
 * flight, divided by the tasks that run (https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking-metric-math.html).
 * Tracking multiplies what runs, and nothing times anything is nothing: from none a step of its own starts the first task.
 */
export function targetTrackingOf(plan: ScalePlan): Written {
  const { source, workload } = plan;
  const service = plan.runsOn.ecsService ?? `aws_ecs_service.${nameOf(workload)}`;
  if (source.kind === 'requests')
    return { missing: 'target tracking on requests needs the load balancer of the service (ALBRequestCountPerTarget), which stands in Terraform already or nowhere; see DP1 of the example payments' };
  if (source.kind !== 'sqs') return { missing: `CloudWatch does not know the backlog of ${source.kind}; publish plimsoll_workload_backlog there, or use KEDA` };
  const name = nameOf(workload);
  const cluster = `reverse(split("/", ${service}.cluster))[0]`;
  const resource = [
    ...headOf(plan, [
      'Messages in flight count, or tasks would be taken away under their work. RunningTaskCount needs Container Insights on the cluster.',
      `Replaces what scales ${service} now: a service has one aws_appautoscaling_target.`,
    ]).map((line) => `# ${line}`),
    `resource "aws_appautoscaling_target" "${name}" {`,
    '  service_namespace  = "ecs"',
    '  scalable_dimension = "ecs:service:DesiredCount"',
    `  resource_id        = "service/\${${cluster}}/\${${service}.name}"`,
    `  min_capacity       = ${plan.instancesMin}`,
    `  max_capacity       = ${plan.instancesMax}`,
    '}',
    '',
    `resource "aws_appautoscaling_policy" "${name}_backlog" {`,
    `  name               = "${workload}-backlog"`,
    '  policy_type        = "TargetTrackingScaling"',
    ...policyHead(name),
    '  target_tracking_scaling_policy_configuration {',
    `    target_value       = ${plan.target}`,
    '    scale_out_cooldown = 60',
    `    scale_in_cooldown  = ${coolingSeconds(plan)}`,
    '    customized_metric_specification {',
    ...stat('visible', 'AWS/SQS', 'ApproximateNumberOfMessagesVisible', 'Maximum', { QueueName: JSON.stringify(source.queue) }),
    ...stat('in_flight', 'AWS/SQS', 'ApproximateNumberOfMessagesNotVisible', 'Maximum', { QueueName: JSON.stringify(source.queue) }),
    ...stat('running', 'ECS/ContainerInsights', 'RunningTaskCount', 'Average', { ClusterName: cluster, ServiceName: `${service}.name` }),
    '      metrics {',
    '        id          = "backlog_per_task"',
    '        expression  = "(visible + in_flight) / IF(running > 0, running, 1)"',
    '        return_data = true',
    '      }',
    '    }',
    '  }',
    '}',
  ];
  return { text: `${[...resource, ...(plan.instancesMin === 0 ? firstTask(plan, name, service, cluster, source.queue) : [])].join('\n')}\n` };
}

/** One task more while none runs and more than the activation waits. */
function firstTask(plan: ScalePlan, name: string, service: string, cluster: string, queue: string): readonly string[] {
  return [
    '',
    `resource "aws_appautoscaling_policy" "${name}_first" {`,
    `  name               = "${plan.workload}-first"`,
    '  policy_type        = "StepScaling"',
    ...policyHead(name),
    '  step_scaling_policy_configuration {',
    '    adjustment_type = "ChangeInCapacity"',
    '    cooldown        = 60',
    '    step_adjustment {',
    '      metric_interval_lower_bound = 0',
    '      scaling_adjustment          = 1',
    '    }',
    '  }',
    '}',
    '',
    `resource "aws_cloudwatch_metric_alarm" "${name}_first" {`,
    `  alarm_name          = "${plan.workload}-first"`,
    '  comparison_operator = "GreaterThanThreshold"',
    '  threshold           = 0',
    '  evaluation_periods  = 1',
    '  treat_missing_data  = "notBreaching"',
    `  alarm_actions       = [aws_appautoscaling_policy.${name}_first.arn]`,
    ...query('visible', 'AWS/SQS', 'ApproximateNumberOfMessagesVisible', 'Maximum', { QueueName: JSON.stringify(queue) }),
    ...query('running', 'ECS/ContainerInsights', 'RunningTaskCount', 'Average', { ClusterName: cluster, ServiceName: `${service}.name` }),
    '  metric_query {',
    '    id          = "waiting_for_the_first"',
    `    expression  = "IF(FILL(running, 0) < 1 AND visible > ${plan.activation}, 1, 0)"`,
    '    return_data = true',
    '  }',
    '}',
  ];
}

function policyHead(name: string): readonly string[] {
  return ['service_namespace ', 'scalable_dimension', 'resource_id       '].map((attribute) => `  ${attribute} = aws_appautoscaling_target.${name}.${attribute.trim()}`);
}

function stat(id: string, namespace: string, metric: string, statistic: string, dimensions: Readonly<Record<string, string>>): readonly string[] {
  return [
    '      metrics {',
    `        id          = "${id}"`,
    '        return_data = false',
    '        metric_stat {',
    `          stat = "${statistic}"`,
    '          metric {',
    `            namespace   = "${namespace}"`,
    `            metric_name = "${metric}"`,
    ...Object.entries(dimensions).flatMap(([name, value]) => ['            dimensions {', `              name  = "${name}"`, `              value = ${value}`, '            }']),
    '          }',
    '        }',
    '      }',
  ];
}

function query(id: string, namespace: string, metric: string, statistic: string, dimensions: Readonly<Record<string, string>>): readonly string[] {
  const pairs = Object.entries(dimensions).map(([name, value]) => `${name} = ${value}`);
  return [
    '  metric_query {',
    `    id = "${id}"`,
    '    metric {',
    `      namespace   = "${namespace}"`,
    `      metric_name = "${metric}"`,
    '      period      = 60',
    `      stat        = "${statistic}"`,
    `      dimensions  = { ${pairs.join(', ')} }`,
    '    }',
    '  }',
  ];
}

/** A name in Terraform. */
function nameOf(workload: string): string {
  return workload.replace(/[^A-Za-z0-9_]/g, '_').replace(/^(\d)/, '_$1');
}
