import type { TerraformResource, Tree } from '../../facts/index.ts';
import { valueOf } from '../../model/known.ts';
import type { ServiceUse, Unit } from '../../model/system.ts';
import type { TerraformIndex } from '../units/terraform-index.ts';

export interface FoundService {
  readonly service: string;
  readonly by: ServiceUse['by'][number];
}

/** Services whose traffic is worth an endpoint; identity and control-plane actions say nothing about the data path. */
const dataServices: ReadonlySet<string> = new Set([
  's3',
  'dynamodb',
  'sqs',
  'sns',
  'kinesis',
  'secretsmanager',
  'ssm',
  'kms',
  'lambda',
  'states',
  'events',
  'firehose',
  'rekognition',
  'textract',
  'bedrock',
]);

/** Services that the role of a unit may call: IAM statements attached to its task or execution role. */
export function permittedServices(index: TerraformIndex, unit: Unit): readonly FoundService[] {
  const role = roleOf(index, unit);
  if (!role) return [];
  const found = new Map<string, FoundService>();
  for (const policy of policiesOf(index, role)) {
    for (const action of actionsOf(index, policy)) {
      const service = action.text.split(':')[0]?.toLowerCase() ?? '';
      if (!dataServices.has(service) || found.has(service)) continue;
      found.set(service, { service, by: { source: action.source, says: action.text, kind: 'permission' } });
    }
  }
  return [...found.values()];
}

/** Whether every policy of a unit's role can be read and none lets it call the service: code that would call it does not run there. */
export function isForbidden(index: TerraformIndex, unit: Unit, service: string): boolean {
  const role = roleOf(index, unit);
  if (!role || role.sourceOf('managed_policy_arns') || role.blocks('inline_policy').length > 0) return false;
  const unread = index
    .ofType('aws_iam_role_policy_attachment')
    .filter((attachment) => index.named(attachment, 'role', 'aws_iam_role').includes(role))
    .some((attachment) => index.named(attachment, 'policy_arn', 'aws_iam_policy').length === 0);
  const policies = policiesOf(index, role);
  if (unread || policies.length === 0) return false;
  const actions = policies.map((policy) => actionsOf(index, policy));
  if (actions.some((some) => some.length === 0)) return false;
  const prefix = service.split('.')[0] ?? service;
  return actions.flat().every((action) => action.text !== '*' && action.text.split(':')[0]?.toLowerCase() !== prefix);
}

/** Whether a policy of the unit's role names the action, as such or by a pattern. */
export function permits(index: TerraformIndex, unit: Unit, action: string): boolean {
  const role = roleOf(index, unit);
  const wanted = action.toLowerCase();
  return role !== undefined && policiesOf(index, role).some((policy) => actionsOf(index, policy).some(({ text }) => matches(text.toLowerCase(), wanted)));
}

/** Only a `*` at the end, as policies are written. */
function matches(pattern: string, action: string): boolean {
  return pattern.endsWith('*') ? action.startsWith(pattern.slice(0, -1)) : pattern === action;
}

function policiesOf(index: TerraformIndex, role: TerraformResource): readonly TerraformResource[] {
  return [
    ...index.ofType('aws_iam_role_policy').filter((policy) => index.named(policy, 'role', 'aws_iam_role').includes(role)),
    ...index
      .ofType('aws_iam_role_policy_attachment')
      .filter((attachment) => index.named(attachment, 'role', 'aws_iam_role').includes(role))
      .flatMap((attachment) => index.named(attachment, 'policy_arn', 'aws_iam_policy')),
  ];
}

function roleOf(index: TerraformIndex, unit: Unit): TerraformResource | undefined {
  const resource = unit.address === null ? undefined : index.byAddress(unit.address);
  if (!resource) return undefined;
  if (resource.type === 'aws_lambda_function') return index.named(resource, 'role', 'aws_iam_role')[0];
  const [task] = index.named(resource, 'task_definition', 'aws_ecs_task_definition');
  return task ? index.named(task, 'task_role_arn', 'aws_iam_role')[0] : undefined;
}

interface Action {
  readonly text: string;
  readonly source: Tree['source'];
}

function actionsOf(index: TerraformIndex, policy: TerraformResource): readonly Action[] {
  const literal = policy.tree('policy');
  if (literal?.kind === 'object') return leaves(literal.entries.get('Statement')).flatMap((statement) => (statement.kind === 'object' ? leaves(statement.entries.get('Action')).flatMap(textOf) : []));
  return index
    .named(policy, 'policy', 'aws_iam_policy_document')
    .flatMap((document) => document.blocks('statement').flatMap((statement) => leaves(statement.tree('actions') ?? undefined).flatMap(textOf)));
}

function leaves(tree: Tree | undefined): readonly Tree[] {
  if (!tree) return [];
  return tree.kind === 'list' ? tree.items : [tree];
}

function textOf(tree: Tree): readonly Action[] {
  const text = tree.kind === 'leaf' ? valueOf(tree.value) : undefined;
  return typeof text === 'string' ? [{ text, source: tree.source }] : [];
}
