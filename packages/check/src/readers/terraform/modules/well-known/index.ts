import type { Block } from '@plimsoll/hcl';
import type { TerraformModule } from '../module.ts';
import { readModule } from '../read-module.ts';
import { moduleAddress } from './address.ts';
import { alb } from './alb.ts';
import { autoscaling } from './autoscaling.ts';
import { ecs, ecsCluster } from './ecs.ts';
import { ecsService } from './ecs-service.ts';
import { lambda } from './lambda.ts';
import { textOfModel, type WellKnownModule } from './model.ts';
import { placeOfCall } from './place.ts';
import { rdsAurora } from './rds-aurora.ts';
import { rds } from './rds.ts';
import { relocated } from './relocate.ts';
import { sqs } from './sqs.ts';
import { majorOf } from './version.ts';
import { vpcEndpoints } from './vpc-endpoints.ts';
import { vpc } from './vpc.ts';

const models: readonly WellKnownModule[] = [vpc, vpcEndpoints, rds, rdsAurora, ecs, ecsCluster, ecsService, autoscaling, alb, sqs, lambda];
const bySource = new Map(models.map((model) => [model.source, model]));
const parsed = new Map<string, TerraformModule>();
const placed = new WeakMap<Block, TerraformModule>();

/** The module that a call means, when it is one whose arguments we know in that version; everything in it stands at the call. One call has one, however often its own module is called. */
export function wellKnownModule(from: string, constraint: string | undefined, call: Block): TerraformModule | undefined {
  const known = placed.get(call);
  if (known) return known;
  const { source, version } = moduleAddress(from, constraint);
  const model = bySource.get(source);
  const major = majorOf(version);
  if (!model || major === undefined || major < model.majors[0] || major > model.majors[1]) return undefined;
  const text = parsed.get(source) ?? readModule(source, ['model.tf'], { paths: ['model.tf'], text: () => textOfModel(model) });
  parsed.set(source, text);
  const module = relocated(text, placeOfCall(call.headerRange, model.citation));
  placed.set(call, module);
  return module;
}
