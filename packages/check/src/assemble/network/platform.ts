import type { TerraformReference, Tree } from '../../facts/index.ts';
import { valueOf } from '../../model/known.ts';
import type { Unit } from '../../model/system.ts';
import type { TerraformIndex } from '../units/terraform-index.ts';
import type { FoundService } from './permissions.ts';

type ObjectTree = Extract<Tree, { kind: 'object' }>;

/** What the platform itself calls for a unit: pulling its image from ECR, fetching its secrets, writing its logs. */
export function platformServices(index: TerraformIndex, unit: Unit): readonly FoundService[] {
  if (unit.type !== 'ecs-service') return [];
  const service = index.byAddress(unit.address ?? '');
  const [task] = service ? index.named(service, 'task_definition', 'aws_ecs_task_definition') : [];
  const containers = task?.tree('container_definitions');
  if (containers?.kind !== 'list') return [];
  const found = new Map<string, FoundService>();
  for (const container of containers.items) {
    if (container.kind !== 'object') continue;
    for (const use of [...images(container, index), ...secrets(container, index), ...logs(container)]) if (!found.has(use.service)) found.set(use.service, use);
  }
  return [...found.values()];
}

function images(container: ObjectTree, index: TerraformIndex): readonly FoundService[] {
  const image = container.entries.get('image');
  if (image?.kind !== 'leaf') return [];
  const text = String(valueOf(image.value) ?? '');
  if (!/\.dkr\.ecr\./.test(text) && !refersTo(image.references, index, 'aws_ecr_repository')) return [];
  const by = { source: image.source, says: text === '' ? 'an image in ECR' : `image ${text}`, kind: 'platform' as const };
  return [
    { service: 'ecr.api', by },
    { service: 'ecr.dkr', by },
  ];
}

function secrets(container: ObjectTree, index: TerraformIndex): readonly FoundService[] {
  const list = container.entries.get('secrets');
  return (list?.kind === 'list' ? list.items : []).flatMap((item): readonly FoundService[] => {
    const from = item.kind === 'object' ? item.entries.get('valueFrom') : undefined;
    if (from?.kind !== 'leaf') return [];
    const text = String(valueOf(from.value) ?? '');
    const by = { source: from.source, says: 'a secret given to the container', kind: 'platform' as const };
    if (text.includes(':secretsmanager:') || refersTo(from.references, index, 'aws_secretsmanager_secret') || refersTo(from.references, index, 'aws_secretsmanager_secret_version'))
      return [{ service: 'secretsmanager', by }];
    return text.includes(':ssm:') || refersTo(from.references, index, 'aws_ssm_parameter') ? [{ service: 'ssm', by }] : [];
  });
}

function logs(container: ObjectTree): readonly FoundService[] {
  const logging = container.entries.get('logConfiguration');
  const driver = logging?.kind === 'object' ? logging.entries.get('logDriver') : undefined;
  if (driver?.kind !== 'leaf' || valueOf(driver.value) !== 'awslogs') return [];
  return [{ service: 'logs', by: { source: driver.source, says: 'logDriver = awslogs', kind: 'platform' } }];
}

function refersTo(references: readonly TerraformReference[], index: TerraformIndex, type: string): boolean {
  return references.some(({ address }) => index.byAddress(address)?.type === type || address.replace(/^(module\.[^.]+\.)+/, '').startsWith(`data.${type}.`));
}
