import { describe, expect, it } from 'vitest';
import { analyse } from '../../engine/check.ts';
import { isKnown, valueOf } from '../../model/known.ts';
import type { System } from '../../model/system.ts';
import { memoryFiles } from '../../testing/memory-files.ts';

async function systemOf(terraform: string): Promise<System> {
  const { systems, internalErrors } = await analyse(memoryFiles({ 'main.tf': terraform }), '2026-11-23');
  expect(internalErrors).toEqual([]);
  const [system] = systems;
  if (!system) throw new Error('one system is wanted');
  return system;
}

const service = (more: string) => `resource "aws_ecs_service" "orders" {\n  name = "orders"\n  desired_count = 2\n  ${more}\n}\n`;
const registered = service('load_balancer {\n target_group_arn = aws_lb_target_group.orders.arn\n container_name = "orders"\n container_port = 8080\n }');
const targetGroup = (more = '') => `resource "aws_lb_target_group" "orders" {\n  port = 8080\n  ${more}\n}\n`;

describe('a sticky route', () => {
  const sticky = async (text: string) => (await systemOf(text)).stickyRoutes;

  it('is a target group with stickiness, joined to what registers with it', async () => {
    expect(await sticky(registered + targetGroup('stickiness {\n type = "lb_cookie"\n enabled = true\n }'))).toMatchObject([
      { id: 'sticky:aws_lb_target_group.orders', unit: 'unit:aws_ecs_service.orders', source: { line: 14 }, says: 'aws_lb_target_group.orders is sticky' },
    ]);
  });

  it('is on once the block stands there', async () => {
    expect(await sticky(targetGroup('stickiness {\n type = "lb_cookie"\n }'))).toMatchObject([{ unit: null }]);
  });

  it.each(['', 'stickiness {\n type = "lb_cookie"\n enabled = false\n }', 'stickiness {\n type = "lb_cookie"\n enabled = var.sticky\n }'])('is none with %j', async (more) => {
    expect(await sticky(`variable "sticky" {}\n${registered}${targetGroup(more)}`)).toEqual([]);
  });

  it('leads to a group of machines however it is attached', async () => {
    const on = targetGroup('stickiness {\n type = "lb_cookie"\n }');
    const group = (more: string) => `resource "aws_autoscaling_group" "cranes" {\n min_size = 1\n max_size = 3\n ${more}\n}\n`;
    const attachment = 'resource "aws_autoscaling_attachment" "cranes" {\n autoscaling_group_name = aws_autoscaling_group.cranes.name\n lb_target_group_arn = aws_lb_target_group.orders.arn\n}\n';
    for (const text of [group('target_group_arns = [aws_lb_target_group.orders.arn]'), group('traffic_source {\n identifier = aws_lb_target_group.orders.arn\n }'), group('') + attachment]) {
      expect(await sticky(on + text)).toMatchObject([{ unit: 'unit:aws_autoscaling_group.cranes' }]);
    }
  });

  it('is a cookie policy of a classic balancer', async () => {
    const policy = 'resource "aws_lb_cookie_stickiness_policy" "orders" {\n load_balancer = aws_elb.orders.id\n lb_port = 80\n}\nresource "aws_elb" "orders" {}\n';
    expect(await sticky(policy + service('load_balancer {\n elb_name = aws_elb.orders.name\n }'))).toMatchObject([{ unit: 'unit:aws_ecs_service.orders' }]);
    expect(await sticky('resource "aws_elb" "orders" {}\n')).toEqual([]);
  });

  it('may be made by a module', async () => {
    const module =
      'module "alb" {\n source = "terraform-aws-modules/alb/aws"\n version = "9.17.0"\n target_groups = {\n orders = { stickiness = { enabled = true } }\n pilots = { port = 80 }\n }\n}\n';
    expect(await sticky(module + service('load_balancer {\n target_group_arn = module.alb.target_groups["orders"].arn\n }'))).toMatchObject([
      { unit: 'unit:aws_ecs_service.orders', source: { line: 5 } },
    ]);
  });
});

describe('a CDN behaviour', () => {
  const behaviours = async (inner: string, more = '') => (await systemOf(`resource "aws_cloudfront_distribution" "site" {\n${inner}\n}\n${more}`)).cdnBehaviours;
  const byDefault = (inner: string) => `default_cache_behavior {\n allowed_methods = ["GET", "HEAD"]\n ${inner}\n }`;
  const caching = async (inner: string, more = '') => (await behaviours(byDefault(inner), more))[0]?.caching;

  it.each([
    ['cache_policy_id = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"', 'disabled'],
    ['cache_policy_id = "658327ea-f89d-4fab-a63d-7e88639e58f6"', 'enabled'],
    ['cache_policy_id = "83da9c7e-98b4-4e11-a168-04f0df8e2c65"', 'unknown'],
    ['cache_policy_id = "00000000-0000-0000-0000-000000000000"', 'unknown'],
    ['min_ttl = 0\n default_ttl = 0\n max_ttl = 0', 'disabled'],
    ['default_ttl = 3600\n max_ttl = 86400', 'enabled'],
    ['default_ttl = 0\n max_ttl = 86400', 'unknown'],
    ['', 'unknown'],
  ])('with %j is %s', async (inner, expected) => {
    expect(await caching(inner)).toBe(expected);
  });

  it('follows a policy of this root, or one that is looked up by name', async () => {
    const own = (times: string) => `resource "aws_cloudfront_cache_policy" "own" {\n ${times}\n}\n`;
    const use = 'cache_policy_id = aws_cloudfront_cache_policy.own.id';
    expect(await caching(use, own(''))).toBe('enabled');
    expect(await caching(use, own('default_ttl = 0\n max_ttl = 0'))).toBe('disabled');
    expect(await caching(use, own('default_ttl = 0'))).toBe('unknown');
    const looked = (name: string) => caching('cache_policy_id = data.aws_cloudfront_cache_policy.one.id', `data "aws_cloudfront_cache_policy" "one" {\n name = "${name}"\n}\n`);
    expect(await looked('Managed-CachingDisabled')).toBe('disabled');
    expect(await looked('Managed-CachingOptimized')).toBe('enabled');
    expect(await looked('Harbour')).toBe('unknown');
  });

  it('is dynamic by its methods or its path', async () => {
    const ordered = (path: string, methods: string) => `ordered_cache_behavior {\n path_pattern = "${path}"\n allowed_methods = [${methods}]\n default_ttl = 60\n }`;
    const found = await behaviours(
      [byDefault('default_ttl = 60'), ordered('/api/*', '"GET", "HEAD"'), ordered('/upload', '"GET", "PUT", "POST"'), ordered('/apiary/*', '"GET"'), ordered('*.png', '"GET"')].join('\n'),
    );
    expect(found.map(({ pathPattern, dynamic }) => [pathPattern, dynamic])).toEqual([
      [null, null],
      ['/api/*', 'its path is /api/*'],
      ['/upload', 'it takes PUT, POST'],
      ['/apiary/*', null],
      ['*.png', null],
    ]);
    expect(new Set(found.map(({ id }) => id)).size).toBe(5);
  });

  it('is a backend of Google, off unless switched on, and none inside', async () => {
    const { cdnBehaviours } = await systemOf(
      'resource "google_compute_backend_service" "on" {\n enable_cdn = true\n load_balancing_scheme = "EXTERNAL_MANAGED"\n}\nresource "google_compute_backend_bucket" "off" {}\nresource "google_compute_backend_service" "inside" {\n load_balancing_scheme = "INTERNAL_MANAGED"\n}\n',
    );
    expect(cdnBehaviours.map(({ name, caching: state }) => [name, state])).toEqual([
      ['google_compute_backend_service.on', 'enabled'],
      ['google_compute_backend_bucket.off', 'disabled'],
    ]);
  });

  it('is a route of Front Door with a cache block', async () => {
    const { cdnBehaviours } = await systemOf(
      'resource "azurerm_cdn_frontdoor_route" "api" {\n patterns_to_match = ["/api/*"]\n}\nresource "azurerm_cdn_frontdoor_route" "site" {\n patterns_to_match = ["/*"]\n cache {}\n}\n',
    );
    expect(cdnBehaviours.map(({ caching: state, dynamic }) => [state, dynamic])).toEqual([
      ['disabled', 'its path is /api/*'],
      ['enabled', null],
    ]);
  });
});

describe('the visibility of a queue', () => {
  const queue = (more = '') => `resource "aws_sqs_queue" "berths" {\n name = "berths"\n ${more}\n}\n`;
  const lambda = (more = 'timeout = 60') => `resource "aws_lambda_function" "moor" {\n function_name = "moor"\n ${more}\n}\n`;
  const mapping = (more = '') => `resource "aws_lambda_event_source_mapping" "moor" {\n event_source_arn = aws_sqs_queue.berths.arn\n function_name = aws_lambda_function.moor.arn\n ${more}\n}\n`;
  const visibilities = async (text: string) => (await systemOf(text)).queueVisibilities;

  it('stands beside the timeout of the function that consumes it', async () => {
    const [found, ...rest] = await visibilities(queue('visibility_timeout_seconds = 90') + lambda() + mapping());
    expect(rest).toEqual([]);
    expect(found).toMatchObject({
      queue: 'berths',
      visibilityMs: { value: 90_000 },
      source: { line: 3 },
      consumer: { unit: 'unit:aws_lambda_function.moor', timeoutMs: { value: 60_000 }, source: { line: 7 } },
    });
  });

  it('has the defaults of both', async () => {
    expect(await visibilities(queue() + lambda('') + mapping())).toMatchObject([{ visibilityMs: { value: 30_000, basis: 'default' }, consumer: { timeoutMs: { value: 3000, basis: 'default' } } }]);
  });

  it('has no consumer where none is mapped or the mapping is off', async () => {
    for (const text of [queue() + lambda(), queue() + lambda() + mapping('enabled = false')]) expect(await visibilities(text)).toMatchObject([{ consumer: null }]);
  });

  it('has a service as consumer only where its role may receive', async () => {
    const worker = (action: string) => `${queue()}
resource "aws_ecs_task_definition" "worker" {
  task_role_arn = aws_iam_role.worker.arn
  container_definitions = jsonencode([{ name = "worker", image = "harbour/worker:1", environment = [{ name = "QUEUE_URL", value = aws_sqs_queue.berths.url }] }])
}
resource "aws_ecs_service" "worker" {
  name = "worker"
  task_definition = aws_ecs_task_definition.worker.arn
  desired_count = 1
}
resource "aws_iam_role" "worker" {}
resource "aws_iam_role_policy" "worker" {
  role = aws_iam_role.worker.id
  policy = jsonencode({ Statement = [{ Action = ["${action}"] }] })
}
`;
    for (const action of ['sqs:ReceiveMessage', 'sqs:*']) {
      const [found] = await visibilities(worker(action));
      expect(found?.consumer?.unit).toBe('unit:aws_ecs_service.worker');
      expect(found?.consumer && isKnown(found.consumer.timeoutMs)).toBe(false);
    }
    expect((await visibilities(worker('sqs:SendMessage')))[0]?.consumer).toBeNull();
    const { systems } = await analyse(memoryFiles({ 'main.tf': worker('sqs:ReceiveMessage'), 'plimsoll.yml': 'workloads:\n  worker: { deadline: 20s }\n  other: { deadline: 5s }\n' }), '2026-11-23');
    expect(systems[0]?.queueVisibilities[0]?.consumer?.timeoutMs).toMatchObject({ value: 20_000, source: { file: 'plimsoll.yml', line: 2 } });
  });

  it('is read from modules too', async () => {
    const module = 'module "queue" {\n source = "terraform-aws-modules/sqs/aws"\n version = "~> 4.3"\n name = "berths"\n visibility_timeout_seconds = 20\n}\n';
    expect(await visibilities(module + lambda() + mapping().replace('aws_sqs_queue.berths.arn', 'module.queue.queue_arn'))).toMatchObject([
      { queue: 'berths', visibilityMs: { value: 20_000, source: { line: 5 } }, consumer: { timeoutMs: { value: 60_000 } } },
    ]);
  });

  it('a stream has the functions that read it', async () => {
    const { streams } = await systemOf(
      `resource "aws_msk_cluster" "log" {\n cluster_name = "log"\n}\nresource "aws_kinesis_stream" "tides" {\n name = "tides"\n}\nresource "aws_dynamodb_table" "quiet" {\n name = "quiet"\n}\n${lambda()}${mapping().replace('aws_sqs_queue.berths', 'aws_kinesis_stream.tides')}`,
    );
    expect(streams.map(({ name, kind, consumers }) => [name, kind, consumers.map(({ unit }) => unit)])).toEqual([
      ['log', 'kafka', []],
      ['tides', 'kinesis', ['unit:aws_lambda_function.moor']],
    ]);
  });
});

describe('a public host', () => {
  const balancer = (more = '') =>
    `resource "aws_lb" "front" {\n ${more}\n}\nresource "aws_lb_listener" "https" {\n load_balancer_arn = aws_lb.front.arn\n default_action {\n type = "forward"\n target_group_arn = aws_lb_target_group.orders.arn\n }\n}\n`;
  const record = (name: string, more: string) => `resource "aws_route53_record" "orders" {\n name = ${name}\n ${more}\n}\n`;
  const alias = 'type = "A"\n alias {\n name = aws_lb.front.dns_name\n zone_id = aws_lb.front.zone_id\n evaluate_target_health = true\n }';
  const hosts = async (text: string) => (await systemOf(text)).publicHosts;

  it('is a record that leads to a unit through its balancer', async () => {
    const [found] = await hosts(registered + targetGroup() + balancer() + record('"orders.harbour.example"', alias));
    expect(found?.unit).toBe('unit:aws_ecs_service.orders');
    expect(valueOf(found?.host)).toBe('orders.harbour.example');
  });

  it('has an unknown name with a reason', async () => {
    const [found] = await hosts(`variable "zone" {}\n${registered}${targetGroup()}${balancer()}${record('"orders.${var.zone}"', alias)}`);
    expect(found && isKnown(found.host)).toBe(false);
  });

  it('is none in a private zone, for an internal balancer, or for a validation', async () => {
    const zone = 'resource "aws_route53_zone" "inside" {\n name = "inside"\n vpc {\n vpc_id = "vpc-1"\n }\n}\n';
    expect(await hosts(registered + targetGroup() + balancer() + zone + record('"orders"', `zone_id = aws_route53_zone.inside.id\n ${alias}`))).toEqual([]);
    expect(await hosts(registered + targetGroup() + balancer('internal = true') + record('"orders"', alias))).toEqual([]);
    expect(await hosts(record('"_acme"', 'type = "TXT"\n records = ["x"]'))).toEqual([]);
  });

  it('is a rule of a listener, for the unit that it sends to', async () => {
    const rule =
      'resource "aws_lb_listener_rule" "orders" {\n listener_arn = aws_lb_listener.https.arn\n action {\n type = "forward"\n target_group_arn = aws_lb_target_group.orders.arn\n }\n condition {\n host_header {\n values = ["orders.harbour.example", "old.harbour.example"]\n }\n }\n}\n';
    expect((await hosts(registered + targetGroup() + balancer() + rule)).map(({ host, unit }) => [valueOf(host), unit])).toEqual([
      ['orders.harbour.example', 'unit:aws_ecs_service.orders'],
      ['old.harbour.example', 'unit:aws_ecs_service.orders'],
    ]);
    expect(await hosts(registered + targetGroup() + balancer('internal = true') + rule)).toEqual([]);
  });

  it('is the domain of a gateway', async () => {
    const gateway =
      'resource "aws_apigatewayv2_domain_name" "api" {\n domain_name = "api.harbour.example"\n}\nresource "aws_apigatewayv2_api_mapping" "api" {\n domain_name = aws_apigatewayv2_domain_name.api.id\n api_id = aws_apigatewayv2_api.api.id\n}\nresource "aws_apigatewayv2_api" "api" {}\nresource "aws_apigatewayv2_integration" "moor" {\n api_id = aws_apigatewayv2_api.api.id\n integration_uri = aws_lambda_function.moor.invoke_arn\n}\nresource "aws_lambda_function" "moor" {\n function_name = "moor"\n}\n';
    expect(await hosts(gateway)).toMatchObject([{ host: { value: 'api.harbour.example' }, unit: 'unit:aws_lambda_function.moor' }]);
  });
});
