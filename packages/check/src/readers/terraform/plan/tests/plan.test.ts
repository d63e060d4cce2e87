import { describe, expect, it } from 'vitest';
import type { TerraformResource, TerraformRoot } from '../../../../facts/index.ts';
import { isKnown, valueOf } from '../../../../model/known.ts';
import { memoryFiles } from '../../../../testing/memory-files.ts';
import { awsUnits } from '../../../../assemble/units/aws.ts';
import { terraformIndex } from '../../../../assemble/units/terraform-index.ts';
import { readTerraform } from '../../index.ts';
import type { TerraformReading } from '../../index.ts';

const read = (texts: Readonly<Record<string, string>>): TerraformReading => readTerraform(memoryFiles(texts));

function only(reading: TerraformReading): TerraformRoot {
  const [root, ...rest] = reading.roots;
  if (!root || rest.length > 0) throw new Error(`one root is wanted, not ${reading.roots.length}`);
  return root;
}

function resource(root: TerraformRoot, address: string): TerraformResource {
  const found = root.resources.find((candidate) => candidate.address === address);
  if (!found) throw new Error(`there is no ${address}, only ${root.resources.map((one) => one.address).join(', ')}`);
  return found;
}

interface Entry {
  readonly address: string;
  readonly values: object;
  readonly unknown?: object;
  readonly sensitive?: object;
}

const typeOf = (address: string) => address.replace(/^(?:module\.[^.]+\.)+/, '').split('.');

/** A plan of format 1.2 with resources in the root module and below it. */
function plan(entries: readonly Entry[], more: object = {}, modules: Readonly<Record<string, readonly Entry[]>> = {}): string {
  const resources = (list: readonly Entry[]) =>
    list.map(({ address, values, sensitive }) => {
      const [type = '', name = ''] = typeOf(address);
      return { address, mode: 'managed', type, name: name.replace(/\[.*/, ''), values, sensitive_values: sensitive ?? {} };
    });
  const all = [...entries, ...Object.values(modules).flat()];
  return JSON.stringify(
    {
      format_version: '1.2',
      terraform_version: '1.9.0',
      planned_values: { root_module: { resources: resources(entries), child_modules: Object.entries(modules).map(([address, list]) => ({ address, resources: resources(list) })) } },
      resource_changes: all.map(({ address, values, unknown }) => ({ address, change: { actions: ['create'], before: null, after: values, after_unknown: unknown ?? {} } })),
      ...more,
    },
    null,
    2,
  );
}

const group = 'variable "most" {}\nresource "aws_autoscaling_group" "cranes" {\n  min_size = 2\n  max_size = var.most\n}\n';
const cranes = (values: object, more: Partial<Entry> = {}): Entry => ({ address: 'aws_autoscaling_group.cranes', values, ...more });

describe('a plan beside its root module', () => {
  const mostOf = (text: string, file = 'tfplan.json') => resource(only(read({ 'main.tf': group, [file]: text })), 'aws_autoscaling_group.cranes').number('max_size');

  it('gives values to what is not known, at the line of the configuration', () => {
    expect(mostOf(plan([cranes({ min_size: 2, max_size: 12 })]))).toMatchObject({
      value: 12,
      source: { file: 'main.tf', line: 4 },
      from: [{ value: 12, source: { file: 'tfplan.json', line: 8 } }],
    });
  });

  it('decides against the configuration', () => {
    const root = only(read({ 'main.tf': group.replace('var.most', '5'), 'plan.json': plan([cranes({ min_size: 2, max_size: 12 })]) }));
    expect(resource(root, 'aws_autoscaling_group.cranes').number('max_size')).toMatchObject({ value: 12, source: { file: 'main.tf', line: 4 } });
    expect(resource(root, 'aws_autoscaling_group.cranes').number('min_size')).toMatchObject({ value: 2, from: [] });
  });

  it('says what only apply will tell', () => {
    const found = mostOf(plan([cranes({ min_size: 2 }, { unknown: { max_size: true } })]));
    expect(found).toMatchObject({ reason: 'max_size is known after apply', needs: { cause: 'outside-the-repository' } });
  });

  it('adds nothing that the configuration leaves out, and shows nothing sensitive', () => {
    const root = only(read({ 'main.tf': group, 'tfplan.json': plan([cranes({ min_size: 2, max_size: 12, desired_capacity: 3 })]) }));
    expect(resource(root, 'aws_autoscaling_group.cranes').number('desired_capacity')).toBeNull();
    const hidden = mostOf(plan([cranes({ max_size: 12 }, { sensitive: { max_size: true } })]));
    expect(hidden && isKnown(hidden)).toBe(false);
  });

  it.each([
    ['another.json', plan([cranes({ max_size: 12 })])],
    ['plan.json', '{ "planned_values": '],
    ['plan.json', '{ "steps": [] }'],
    ['plan.json', '[]'],
    ['elsewhere/tfplan.json', plan([cranes({ max_size: 12 })])],
  ])('is none in %s', (file, text) => {
    const root = read({ 'main.tf': group, [file]: text }).roots.find(({ folder }) => folder === '');
    const found = root && resource(root, 'aws_autoscaling_group.cranes').number('max_size');
    expect(found && isKnown(found)).toBe(false);
  });

  it('is named when it cannot be read', () => {
    expect(read({ 'main.tf': group, 'prod.tfplan.json': '{}' }).unread).toMatchObject([{ file: 'prod.tfplan.json', message: expect.stringContaining('terraform show -json') as string }]);
    expect(read({ 'main.tf': group, 'plan.json': plan([], { format_version: '2.0' }) }).unread).toMatchObject([{ message: expect.stringContaining('format 2.0') as string }]);
    expect(read({ 'main.tf': group, 'plan.json': '{}' }).unread).toEqual([]);
  });

  it('counts instances, also where a count was open', () => {
    const subnets =
      'variable "zones" {}\nresource "aws_subnet" "private" {\n  count = length(var.zones)\n  availability_zone = var.zones[count.index]\n}\nresource "aws_nat_gateway" "out" {\n  count = var.zones == null ? 0 : 1\n}\n';
    const zone = (index: number, name: string): Entry => ({ address: `aws_subnet.private[${index}]`, values: { availability_zone: name } });
    const root = only(read({ 'main.tf': subnets, 'tfplan.json': plan([zone(0, 'a'), zone(1, 'b'), zone(2, 'b')]) }));
    expect(valueOf(resource(root, 'aws_subnet.private').count)).toBe(3);
    expect(resource(root, 'aws_subnet.private').choices('availability_zone')).toEqual(['a', 'b']);
    expect(valueOf(resource(root, 'aws_nat_gateway.out').count)).toBe(0);
  });

  it('fills containers and nested blocks, and leaves references where they were', () => {
    const text = `variable "image" {}
variable "sticky" {}
resource "aws_ecs_task_definition" "orders" {
  container_definitions = jsonencode([{ name = "orders", image = var.image, environment = [{ name = "QUEUE", value = aws_sqs_queue.berths.url }] }])
}
resource "aws_sqs_queue" "berths" {}
resource "aws_ecs_service" "orders" {
  name = "orders"
  desired_count = 2
  task_definition = aws_ecs_task_definition.orders.arn
  deployment_circuit_breaker {
    enable = var.sticky
  }
}
`;
    const planned = plan([
      {
        address: 'aws_ecs_task_definition.orders',
        values: { container_definitions: JSON.stringify([{ name: 'orders', image: 'harbour/orders:7', environment: [{ name: 'QUEUE', value: 'https://queue' }] }]) },
      },
      { address: 'aws_ecs_service.orders', values: { name: 'orders', desired_count: 2, deployment_circuit_breaker: [{ enable: true }] } },
    ]);
    const root = only(read({ 'main.tf': text, 'tfplan.json': planned }));
    const [unit] = awsUnits(root).units;
    expect(unit).toMatchObject({ image: 'orders', containers: [{ image: { value: 'harbour/orders:7' }, environment: [{ name: 'QUEUE', refersTo: ['aws_sqs_queue.berths'] }] }] });
    expect(valueOf(resource(root, 'aws_ecs_service.orders').blocks('deployment_circuit_breaker')[0]?.flag('enable'))).toBe(true);
  });

  it('belongs to the environment that its name says', () => {
    const files = { 'main.tf': group, 'prod.tfvars': 'most = 20\n', 'dev.tfvars': 'most = 3\n' };
    const most = (reading: TerraformReading) => Object.fromEntries(reading.roots.map((root) => [root.environment, valueOf(resource(root, 'aws_autoscaling_group.cranes').number('max_size'))]));
    expect(most(read({ ...files, 'prod.tfplan.json': plan([cranes({ max_size: 12 })]) }))).toEqual({ dev: 3, prod: 12 });
    const open = read({ ...files, 'tfplan.json': plan([cranes({ max_size: 12 })]) });
    expect(most(open)).toEqual({ dev: 3, prod: 20 });
    expect(open.unread).toMatchObject([{ file: 'tfplan.json', message: expect.stringContaining('its name does not say of which') as string }]);
  });
});

describe('a module that only the plan knows', () => {
  const call = 'module "db" {\n  source = "harbour/db/aws"\n  subnets = aws_subnet.private[*].id\n}\nresource "aws_subnet" "private" {\n  count = 2\n}\n';
  const configuration = {
    configuration: {
      root_module: {
        module_calls: {
          db: {
            expressions: { subnets: { references: ['aws_subnet.private'] }, class: { references: ['aws_subnet.private[0].id', 'aws_subnet.private[0]', 'aws_subnet.private'] } },
            module: {
              resources: [
                {
                  address: 'aws_db_instance.this',
                  expressions: { subnet_id: { references: ['var.class'] }, group: { references: ['aws_db_parameter_group.this.name', 'aws_db_parameter_group.this'] } },
                },
              ],
            },
          },
        },
      },
    },
  };
  const planned = plan([], configuration, {
    'module.db': [{ address: 'module.db.aws_db_instance.this', values: { engine: 'postgres', multi_az: true, password: 'secret' }, unknown: { subnet_id: true }, sensitive: { password: true } }],
  });

  it('makes its resources at the call', () => {
    const reading = read({ 'main.tf': call, 'tfplan.json': planned });
    const made = resource(only(reading), 'module.db.aws_db_instance.this');
    expect(made.source).toMatchObject({ file: 'main.tf', line: 1 });
    expect([valueOf(made.text('engine')), valueOf(made.flag('multi_az')), made.text('password'), made.text('absent')]).toEqual(['postgres', true, null, null]);
    expect(made.text('subnet_id')).toMatchObject({ reason: expect.stringContaining('known after apply') as string });
    expect([reading.unread, only(reading).moduleCalls]).toEqual([[], []]);
  });

  it('refers through its variables to what is around it', () => {
    const root = only(read({ 'main.tf': call, 'tfplan.json': planned }));
    const made = resource(root, 'module.db.aws_db_instance.this');
    expect(made.references('subnet_id')).toEqual([{ address: 'aws_subnet.private', attribute: 'id' }]);
    expect(made.references('group')).toEqual([{ address: 'module.db.aws_db_parameter_group.this', attribute: 'name' }]);
    expect(
      terraformIndex(root)
        .named(made, 'subnet_id', 'aws_subnet')
        .map(({ address }) => address),
    ).toEqual(['aws_subnet.private']);
  });

  it('stays unread when the plan says nothing of it', () => {
    const reading = read({ 'main.tf': call, 'tfplan.json': plan([]) });
    expect(reading.unread).toHaveLength(1);
    expect(only(reading).moduleCalls).toHaveLength(1);
  });
});

describe('a plan alone', () => {
  it('is a root of its own', () => {
    const root = only(read({ 'deploy/prod.tfplan.json': plan([cranes({ min_size: 1, max_size: 4 })]) }));
    expect([root.folder, root.environment]).toEqual(['deploy', 'prod']);
    expect(awsUnits(root).units).toMatchObject([{ type: 'autoscaling-group', instancesMax: { value: 4, source: { file: 'deploy/prod.tfplan.json', line: 8 } } }]);
  });

  it('ends in bounded time, however deep it nests', () => {
    const nested = (open: string, close: string) => `${open.repeat(3000)}{}${close.repeat(3000)}`;
    const values = nested('{ "child_modules": [{ "address": "module.a" }, ', '] }');
    const calls = nested('{ "module_calls": { "a": { "module": ', '} } }');
    const text = `{ "format_version": "1.2", "planned_values": { "root_module": ${values} }, "configuration": { "root_module": ${calls} } }`;
    expect(only(read({ 'tfplan.json': text })).resources).toEqual([]);
    expect(read({ 'tfplan.json': `{ "planned_values": ${'['.repeat(200_000)}` }).roots).toEqual([]);
  });
});
