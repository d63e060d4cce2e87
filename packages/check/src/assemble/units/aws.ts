import type { Autoscaler, Unit } from '../../model/system.ts';
import type { TerraformRoot } from '../../facts/index.ts';
import { awsApplicationScaling } from './aws-application-scaling.ts';
import { autoscalingGroups } from './aws-autoscaling-group.ts';
import { batchJobs } from './aws-batch.ts';
import { ecsServices } from './aws-ecs.ts';
import { lambdaFunctions } from './aws-lambda.ts';
import { machines } from './aws-machine.ts';
import { scheduledTasks } from './aws-scheduled-task.ts';
import { stateMachineTasks } from './aws-state-machine.ts';
import { terraformIndex } from './terraform-index.ts';

export interface AwsUnits {
  readonly units: readonly Unit[];
  readonly autoscalers: readonly Autoscaler[];
}

/** What the AWS resources of one root module start and multiply. */
export function awsUnits(root: TerraformRoot): AwsUnits {
  const index = terraformIndex(root);
  const applicationScaling = awsApplicationScaling(index);
  const groups = autoscalingGroups(index);
  return {
    units: [...groups.units, ...ecsServices(index, applicationScaling), ...lambdaFunctions(index), ...scheduledTasks(index), ...stateMachineTasks(index), ...batchJobs(index), ...machines(index)],
    autoscalers: [...applicationScaling, ...groups.autoscalers],
  };
}
