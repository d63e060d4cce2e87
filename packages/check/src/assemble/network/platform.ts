import { valueOf } from '../../model/known.ts';
import type { Unit } from '../../model/system.ts';
import type { TerraformIndex } from '../units/terraform-index.ts';
import type { FoundService } from './permissions.ts';

/** What the platform itself calls for a unit: pulling its image from ECR, writing its logs to CloudWatch. */
export function platformServices(index: TerraformIndex, unit: Unit): readonly FoundService[] {
  if (unit.type !== 'ecs-service') return [];
  const service = index.byAddress(unit.address ?? '');
  const [task] = service ? index.named(service, 'task_definition', 'aws_ecs_task_definition') : [];
  if (!task) return [];
  const found: FoundService[] = [];
  const image = unit.containers.map((container) => container.image).find((candidate) => candidate && /\.dkr\.ecr\./.test(valueOf(candidate) ?? ''));
  if (image && 'source' in image && image.source) {
    for (const name of ['ecr.api', 'ecr.dkr']) found.push({ service: name, by: { source: image.source, says: `image ${valueOf(image)}`, kind: 'platform' } });
  }
  const containers = task.tree('container_definitions');
  for (const container of containers?.kind === 'list' ? containers.items : []) {
    const logging = container.kind === 'object' ? container.entries.get('logConfiguration') : undefined;
    const driver = logging?.kind === 'object' ? logging.entries.get('logDriver') : undefined;
    if (driver?.kind === 'leaf' && valueOf(driver.value) === 'awslogs') {
      found.push({ service: 'logs', by: { source: driver.source, says: 'logDriver = awslogs', kind: 'platform' } });
      break;
    }
  }
  return found;
}
