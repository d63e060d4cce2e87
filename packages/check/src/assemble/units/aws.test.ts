import { describe, expect, it } from 'vitest';
import { boundsOf } from '../../model/arithmetic.ts';
import { isKnown, valueOf } from '../../model/known.ts';
import type { Unit } from '../../model/system.ts';
import { readTerraform } from '../../readers/terraform/index.ts';
import { memoryFiles } from '../../testing/memory-files.ts';
import { awsUnits } from './aws.ts';
import type { AwsUnits } from './aws.ts';
import { terraformIndex, withoutKeys } from './terraform-index.ts';

function rootOf(texts: Readonly<Record<string, string>>) {
  const { roots } = readTerraform(memoryFiles(texts));
  const [root] = roots;
  if (!root || roots.length !== 1) throw new Error(`one root is wanted: ${roots.length}`);
  return root;
}

const read = (text: string): AwsUnits => awsUnits(rootOf({ 'main.tf': text }));

function only(text: string): Unit {
  const [unit, ...rest] = read(text).units;
  if (!unit || rest.length > 0) throw new Error('one unit is wanted');
  return unit;
}

const service = (more = '', name = 'orders') => `
resource "aws_ecs_task_definition" "${name}" {
  container_definitions = jsonencode([{
    name = "main", image = "harbour/${name}:1", command = ["node", "server.js"],
    portMappings = [{ containerPort = 8080 }],
    environment = [{ name = "DB_POOL_MAX", value = "4" }],
    secrets = [{ name = "DATABASE_URL", valueFrom = "arn:aws:ssm:eu-central-1:1:parameter/url" }]
  }])
}
resource "aws_ecs_service" "${name}" {
  name            = "${name}"
  task_definition = aws_ecs_task_definition.${name}.arn
  desired_count   = 2
  ${more}
}
`;

const target = (resourceId = '"service/harbour/${aws_ecs_service.orders.name}"', more = '') => `
resource "aws_appautoscaling_target" "orders" {
  service_namespace  = "ecs"
  scalable_dimension = "ecs:service:DesiredCount"
  resource_id        = ${resourceId}
  min_capacity       = 3
  max_capacity       = 20
  ${more}
}
`;

const policy = (configuration = 'predefined_metric_specification { predefined_metric_type = "ECSServiceAverageCPUUtilization" }', resourceId = 'aws_appautoscaling_target.orders.resource_id') => `
resource "aws_appautoscaling_policy" "orders" {
  name        = "orders"
  policy_type = "TargetTrackingScaling"
  resource_id = ${resourceId}
  target_tracking_scaling_policy_configuration {
    target_value = 60
    ${configuration}
  }
}
`;

describe('an ECS service', () => {
  it('runs its desired count', () => {
    const unit = only(service());
    expect(unit).toMatchObject({
      name: 'orders',
      type: 'ecs-service',
      address: 'aws_ecs_service.orders',
      image: 'orders',
      autoscaler: null,
      takesTraffic: null,
      network: null,
      environmentComplete: true,
    });
    expect([unit.instancesMin, unit.instancesMax, unit.instancesSays].map(valueOf)).toEqual([2, 2, 2]);
    expect(unit.containers).toMatchObject([{ name: 'main', args: ['node', 'server.js'], ports: [8080] }]);
  });

  it('runs none where nobody says how many', () => {
    expect(only('resource "aws_ecs_service" "orders" {}').instancesMax).toMatchObject({ value: 0, basis: 'default' });
  });

  it('knows its variables but not its secrets', () => {
    expect(only(service()).environment).toMatchObject([
      { name: 'DB_POOL_MAX', value: { value: '4' } },
      { name: 'DATABASE_URL', value: { needs: { cause: 'outside-the-repository' } } },
    ]);
  });

  it('has an incomplete environment where its task is not here', () => {
    expect(only('resource "aws_ecs_service" "orders" { task_definition = "arn:aws:ecs:eu:1:task-definition/orders:7" }')).toMatchObject({ environment: [], environmentComplete: false });
  });

  it('takes traffic from a load balancer', () => {
    expect(only(service('load_balancer {\n container_name = "main"\n container_port = 8080\n }')).takesTraffic).not.toBeNull();
  });

  it('that does not exist is no unit', () => {
    expect(read('resource "aws_ecs_service" "orders" { count = 0 }').units).toEqual([]);
  });
});

describe('a scaling target', () => {
  it('with a policy scales its service', () => {
    const { units, autoscalers } = read(service() + target() + policy());
    expect(autoscalers).toMatchObject([{ says: 'aws_appautoscaling_target.orders', binding: { bound: 'yes', unit: units[0]?.id }, signals: [{ signal: 'cpu' }], signalsComplete: true }]);
    expect(units[0]?.autoscaler).toBe(autoscalers[0]);
    expect([units[0]?.instancesMin, units[0]?.instancesMax, units[0]?.instancesSays].map((value) => valueOf(value))).toEqual([3, 20, 2]);
  });

  it('does not lower a service that starts with more', () => {
    expect(valueOf(read(service().replace('= 2', '= 30') + target() + policy()).units[0]?.instancesMax)).toBe(30);
  });

  it('without a policy scales nothing', () => {
    const { units, autoscalers } = read(service() + target());
    expect(autoscalers).toMatchObject([{ signals: [] }]);
    expect(units[0]?.autoscaler).toBeNull();
    expect(valueOf(units[0]?.instancesMax)).toBe(2);
  });

  it('is not scaled by the policy of another', () => {
    const other = policy(undefined, '"service/harbour/pears"');
    expect(read(service() + target() + other).autoscalers).toMatchObject([{ signals: [] }]);
  });

  it('is found by the words of its resource_id', () => {
    expect(read(service() + target('"service/harbour/orders"') + policy(undefined, '"service/harbour/orders"')).autoscalers).toMatchObject([
      { binding: { bound: 'yes' }, signals: [{ signal: 'cpu' }] },
    ]);
  });

  it('that names no service binds to nothing, and says which there are', () => {
    const { units, autoscalers } = read(service() + target('"service/harbour/order"') + policy());
    expect(autoscalers).toMatchObject([{ binding: { bound: 'no', why: 'resource_id is service/harbour/order, but the services here are named orders' } }]);
    expect(units[0]?.autoscaler).toBeNull();
  });

  it('whose service stands elsewhere is not known', () => {
    expect(read(target('"service/harbour/orders"')).autoscalers).toMatchObject([{ binding: { bound: 'unknown', name: 'orders' } }]);
    expect(read(`variable "id" {}\n${service()}${target('var.id')}`).autoscalers).toMatchObject([{ binding: { bound: 'unknown', name: null } }]);
  });

  it('of a table is none of ours', () => {
    expect(read(target('"table/orders"').replace('"ecs"', '"dynamodb"')).autoscalers).toEqual([]);
  });

  it.each([
    ['predefined_metric_specification { predefined_metric_type = "ALBRequestCountPerTarget" }', 'request-rate'],
    ['predefined_metric_specification { predefined_metric_type = "ECSServiceAverageMemoryUtilization" }', 'memory'],
    ['customized_metric_specification {\n metric_name = "ApproximateNumberOfMessagesVisible"\n namespace = "AWS/SQS"\n statistic = "Average"\n }', 'queue-depth'],
    ['customized_metric_specification {\n metric_name = "TideHeight"\n }', 'other'],
  ])('scales on what its policy watches: %s', (configuration, signal) => {
    expect(read(service() + target() + policy(configuration)).autoscalers).toMatchObject([{ signals: [{ signal }], signalsComplete: signal !== 'other' }]);
  });

  it('scales on the alarm that triggers a step policy', () => {
    const step = `
resource "aws_appautoscaling_policy" "orders" {
  policy_type = "StepScaling"
  resource_id = aws_appautoscaling_target.orders.resource_id
  step_scaling_policy_configuration { adjustment_type = "ChangeInCapacity" }
}
resource "aws_cloudwatch_metric_alarm" "deep" {
  metric_name   = "ApproximateNumberOfMessagesVisible"
  alarm_actions = [aws_appautoscaling_policy.orders.arn]
}
resource "aws_cloudwatch_metric_alarm" "hot" {
  metric_name   = "CPUUtilization"
  alarm_actions = ["arn:aws:sns:eu-central-1:1:ops"]
}
`;
    expect(read(service() + target() + step).autoscalers[0]?.signals.map((entry) => entry.signal)).toEqual(['queue-depth']);
  });

  it('scales by the clock, too', () => {
    const scheduled = 'resource "aws_appautoscaling_scheduled_action" "night" { resource_id = aws_appautoscaling_target.orders.resource_id }';
    expect(read(service() + target() + scheduled).autoscalers[0]?.signals.map((entry) => entry.signal)).toEqual(['schedule']);
  });
});

describe('an Auto Scaling group', () => {
  const group = (more = '') => `resource "aws_autoscaling_group" "orders" {\n name = "orders"\n min_size = 2\n max_size = 20\n ${more}\n}\n`;
  const scaling =
    'resource "aws_autoscaling_policy" "cpu" {\n autoscaling_group_name = aws_autoscaling_group.orders.name\n target_tracking_configuration {\n predefined_metric_specification { predefined_metric_type = "ASGAverageCPUUtilization" }\n }\n}\n';

  it('reaches its largest size, and scales with a policy', () => {
    const { units, autoscalers } = read(group() + scaling);
    expect(units).toMatchObject([{ type: 'autoscaling-group', name: 'orders', environmentComplete: false }]);
    expect([units[0]?.instancesMin, units[0]?.instancesMax].map((value) => valueOf(value))).toEqual([2, 20]);
    expect(autoscalers).toMatchObject([{ signals: [{ signal: 'cpu' }], binding: { bound: 'yes', unit: units[0]?.id } }]);
  });

  it('without a policy has no autoscaler', () => {
    expect(read(group())).toMatchObject({ units: [{ autoscaler: null }], autoscalers: [] });
    expect(read(group() + scaling.replace('aws_autoscaling_group.orders.name', '"pears"')).autoscalers).toEqual([]);
  });

  it('is found by name', () => {
    expect(read(group() + scaling.replace('aws_autoscaling_group.orders.name', '"orders"')).autoscalers).toHaveLength(1);
  });

  it('without a size is not known', () => {
    const unit = only('resource "aws_autoscaling_group" "orders" {}');
    expect(isKnown(unit.instancesMax)).toBe(false);
    expect(boundsOf(unit.instancesMax)).toEqual({});
  });

  it('takes traffic from target groups, directly or attached', () => {
    expect(only(group()).takesTraffic).toBeNull();
    expect(only(group('target_group_arns = ["arn:aws:1"]')).takesTraffic).not.toBeNull();
    expect(only(`${group()}resource "aws_autoscaling_attachment" "orders" { autoscaling_group_name = aws_autoscaling_group.orders.name }`).takesTraffic).not.toBeNull();
  });
});

describe('a function', () => {
  const lambda = (more = '') => `resource "aws_lambda_function" "orders" {\n function_name = "take-orders"\n ${more}\n}\n`;

  it('runs as often as is reserved for it', () => {
    expect(only(lambda('reserved_concurrent_executions = 25')).instancesMax).toMatchObject({ value: 25, basis: 'stated' });
  });

  it('may take what the account has where nothing is reserved', () => {
    expect(only(lambda()).instancesMax).toMatchObject({ value: 1000, basis: 'default' });
    expect(only(lambda('reserved_concurrent_executions = -1')).instancesMax).toMatchObject({ value: 1000, basis: 'default' });
  });

  it('that is switched off runs nowhere', () => {
    expect(valueOf(only(lambda('reserved_concurrent_executions = 0')).instancesMax)).toBe(0);
  });

  it('has its variables', () => {
    expect(only(lambda('environment {\n variables = { DB_POOL_MAX = "2" }\n }')).environment).toMatchObject([{ name: 'DB_POOL_MAX', value: { value: '2' } }]);
  });

  it('takes traffic behind a gateway, through an alias, or at a URL of its own', () => {
    expect(only(lambda()).takesTraffic).toBeNull();
    expect(only(`${lambda()}resource "aws_api_gateway_integration" "orders" { uri = aws_lambda_function.orders.invoke_arn }`).takesTraffic).not.toBeNull();
    const alias =
      'resource "aws_lambda_alias" "live" { function_name = aws_lambda_function.orders.function_name }\nresource "aws_apigatewayv2_integration" "orders" { integration_uri = aws_lambda_alias.live.invoke_arn }';
    expect(only(`${lambda()}${alias}`).takesTraffic).not.toBeNull();
    expect(only(`${lambda()}resource "aws_lambda_function_url" "orders" { function_name = aws_lambda_function.orders.function_name }`).takesTraffic).not.toBeNull();
  });
});

describe('a machine', () => {
  it('runs as often as it is counted', () => {
    expect(only('resource "aws_instance" "orders" {\n count = 3\n instance_type = "m5.large"\n}')).toMatchObject({ type: 'machine', instancesMax: { value: 3 }, infrastructure: null });
  });

  it('for operators is no workload', () => {
    expect(only('resource "aws_instance" "bastion" {}').infrastructure).toBe('other');
  });
});

describe('placement', () => {
  const network = 'resource "aws_vpc" "main" {}\nresource "aws_subnet" "private" {\n vpc_id = aws_vpc.main.id\n}\n';

  it('is known through subnets of this root', () => {
    const text = `${network}${service('network_configuration {\n subnets = [aws_subnet.private.id]\n }')}`;
    expect(only(text)).toMatchObject({ network: 'network:aws_vpc.main', subnets: ['aws_subnet.private'] });
  });

  it('is not known for subnets of another', () => {
    expect(only(`${network}${service('network_configuration {\n subnets = ["subnet-1"]\n }')}`)).toMatchObject({ network: null, subnets: [] });
  });
});

describe('modules', () => {
  const module = { 'modules/service/main.tf': 'variable "size" {}\nresource "aws_autoscaling_group" "this" {\n min_size = 1\n max_size = var.size\n}\n' };

  it('give their parts the name of the call', () => {
    const root = rootOf({ ...module, 'main.tf': 'module "orders" {\n source = "./modules/service"\n size = 4\n}\nmodule "pears" {\n source = "./modules/service"\n size = 9\n}\n' });
    expect(awsUnits(root).units.map((unit) => `${unit.name} ${String(valueOf(unit.instancesMax))}`)).toEqual(['orders 4', 'pears 9']);
    expect(new Set(awsUnits(root).units.map((unit) => unit.id)).size).toBe(2);
  });

  it('are looked up with and without keys', () => {
    const index = terraformIndex(rootOf({ 'main.tf': 'resource "aws_subnet" "private" { count = 2 }\ndata "aws_vpc" "main" {}\n' }));
    expect(index.byAddress('aws_subnet.private[1]')?.name).toBe('private');
    expect(index.byAddress('aws_subnet.public')).toBeUndefined();
    expect(index.ofType('aws_vpc')).toEqual([]);
    expect(index.ofType('data.aws_vpc')).toHaveLength(1);
    expect(withoutKeys('module.net["a.b"].aws_subnet.private[0]')).toBe('module.net.aws_subnet.private');
  });
});

describe('a container definition as text', () => {
  const text = (definition: string) => `variable "open" {}
resource "aws_ecs_task_definition" "orders" {
  container_definitions = <<JSON
${definition}
JSON
}
resource "aws_ecs_service" "orders" {
  name = "orders"
  task_definition = aws_ecs_task_definition.orders.arn
  desired_count = 1
}
resource "aws_sqs_queue" "berths" {}
`;

  it('is read although places in it are not known', () => {
    const unit = only(
      text(
        '[{ "name": "main", "image": "harbour/orders:1", "cpu": ${var.open}, "command": ["node", "a.js"], "environment": [{ "name": "QUEUE", "value": "${aws_sqs_queue.berths.url}" }, { "name": "STAGE", "value": "at ${var.open} now" }] }]',
      ),
    );
    expect(unit).toMatchObject({ image: 'orders', environmentComplete: true, containers: [{ name: 'main', args: ['node', 'a.js'] }] });
    expect(unit.environment.map(({ name, refersTo }) => [name, refersTo])).toEqual([
      ['QUEUE', ['aws_sqs_queue.berths']],
      ['STAGE', []],
    ]);
    const stage = unit.environment[1]?.value;
    expect(stage && isKnown(stage)).toBe(false);
  });

  it.each(['[{ "name": "main", "image": "${var.open}" ', '${var.open}', 'image: ${var.open}', '[{ "name": ${var.open}"main" }]'])('stays a text when it is no JSON: %j', (definition) => {
    expect(only(text(definition))).toMatchObject({ containers: [], environmentComplete: false });
  });
});
