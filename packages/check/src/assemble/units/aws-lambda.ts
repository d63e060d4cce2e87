import { folderOf } from '@plimsoll/contract';
import type { EnvironmentEntry, TerraformResource } from '../../facts/index.ts';
import { byDefault, map, valueOf } from '../../model/known.ts';
import type { Unit } from '../../model/system.ts';
import { functionsBehind } from '../hops/api-gateway.ts';
import { imageName } from '../path.ts';
import { networkOf, subnetsOf } from './aws-placement.ts';
import { unitId } from './terraform-index.ts';
import type { TerraformIndex } from './terraform-index.ts';

/** A function without reserved concurrency may take the account's whole limit (docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html). */
export function lambdaFunctions(index: TerraformIndex): readonly Unit[] {
  return index.ofType('aws_lambda_function').map((lambda) => unitOf(index, lambda));
}

function unitOf(index: TerraformIndex, lambda: TerraformResource): Unit {
  const reserved = lambda.number('reserved_concurrent_executions');
  const concurrency =
    reserved && valueOf(reserved) !== -1
      ? reserved
      : byDefault(1000, lambda.source, 'no reserved_concurrent_executions', 'AWS Lambda quotas: 1,000 concurrent executions per account and region by default');
  const image = valueOf(lambda.text('image_uri'));
  const vpc = lambda.blocks('vpc_config')[0];
  const gateway = index
    .ofType('aws_api_gateway_integration', 'aws_apigatewayv2_integration')
    .find((integration) => [...functionsBehind(index, integration, 'uri'), ...functionsBehind(index, integration, 'integration_uri')].includes(lambda));
  const url = index.ofType('aws_lambda_function_url').find((candidate) => index.named(candidate, 'function_name', 'aws_lambda_function').includes(lambda));
  return {
    id: unitId(lambda),
    name: functionName(lambda),
    type: 'lambda',
    source: lambda.source,
    copies: [],
    address: lambda.address,
    folder: folderOf(lambda.source.file),
    containers: [],
    environment: environmentOf(lambda),
    environmentComplete: true,
    instancesMin: byDefault(0, lambda.source, 'a function runs on demand', 'AWS Lambda: no instance runs without an invocation'),
    instancesMax: concurrency,
    instancesSays: concurrency,
    autoscaler: null,
    local: false,
    network: vpc ? networkOf(index, vpc, 'subnet_ids') : null,
    subnets: vpc ? subnetsOf(index, vpc, 'subnet_ids') : [],
    takesTraffic: gateway?.source ?? url?.source ?? null,
    schedule: null,
    image: image ? imageName(image) : null,
    infrastructure: null,
    capacity: { kind: 'serverless', source: lambda.source },
  };
}

function environmentOf(lambda: TerraformResource): readonly EnvironmentEntry[] {
  const tree = lambda.blocks('environment')[0]?.tree('variables');
  if (tree?.kind !== 'object') return [];
  return [...tree.entries].flatMap(([name, value]) =>
    value.kind === 'leaf' ? [{ name, value: map(value.value, String), reference: null, refersTo: value.references.map((reference) => reference.address), source: value.source }] : [],
  );
}

/** Without a known name, the module that makes it: a root's folder names the service, not the functions around it. */
function functionName(lambda: TerraformResource): string {
  return valueOf(lambda.text('function_name')) ?? /^module\.([^.[]+)/.exec(lambda.module)?.[1] ?? lambda.name;
}
