import type { TerraformResource, TerraformRoot } from '../../facts/index.ts';
import { byDefault } from '../../model/known.ts';
import type { Known } from '../../model/known.ts';
import type { TimeoutPair } from '../../model/system.ts';
import { lambdaTimeoutMs } from './lambda-timeout.ts';
import { terraformIndex } from '../units/terraform-index.ts';
import type { TerraformIndex } from '../units/terraform-index.ts';
import { resourceName } from '../resource-name.ts';

/** A gateway answers 504 when its integration timeout ends; a function that may run longer works for nobody from then on. */
export function gatewayTimeouts(roots: readonly TerraformRoot[]): readonly TimeoutPair[] {
  return roots.flatMap((root) => {
    const index = terraformIndex(root);
    return [...rest(index), ...http(index)];
  });
}

function rest(index: TerraformIndex): readonly TimeoutPair[] {
  return index.ofType('aws_api_gateway_integration').flatMap((integration) => {
    const timeout =
      integration.number('timeout_milliseconds') ??
      byDefault(29_000, integration.source, 'no timeout_milliseconds: 29 s', 'Amazon API Gateway quotas: integration timeout of REST APIs, 29 seconds by default');
    return pairsOf(index, integration, 'uri', timeout, integration.sourceOf('timeout_milliseconds') ?? integration.source);
  });
}

function http(index: TerraformIndex): readonly TimeoutPair[] {
  return index.ofType('aws_apigatewayv2_integration').flatMap((integration) => {
    const timeout =
      integration.number('timeout_milliseconds') ??
      byDefault(30_000, integration.source, 'no timeout_milliseconds: 30 s', 'Amazon API Gateway quotas: integration timeout of HTTP APIs, 30 seconds at most');
    return pairsOf(index, integration, 'integration_uri', timeout, integration.sourceOf('timeout_milliseconds') ?? integration.source);
  });
}

function pairsOf(index: TerraformIndex, integration: TerraformResource, attribute: string, timeout: Known<number>, source: TimeoutPair['outer']['source']): readonly TimeoutPair[] {
  return functionsBehind(index, integration, attribute).map((lambda) => {
    return {
      id: `timeout:${integration.address} > ${lambda.address}`,
      outer: { name: `API Gateway integration ${resourceName(integration)}`, timeoutMs: timeout, source },
      inner: { name: `function ${resourceName(lambda)}`, timeoutMs: lambdaTimeoutMs(lambda), source: lambda.sourceOf('timeout') ?? lambda.source, tryMs: null, tries: null },
      joins: [{ from: integration.address, to: lambda.address, why: `${attribute} refers to the function`, sure: 'certain' as const }],
      help: 'Let the function end before its gateway does: lower `timeout` below the integration timeout, so that the function can answer with its own error.',
    };
  });
}

/** The function an integration calls, directly or through an alias of it. */
export function functionsBehind(index: TerraformIndex, integration: TerraformResource, attribute: string): readonly TerraformResource[] {
  const direct = index.named(integration, attribute, 'aws_lambda_function');
  if (direct.length > 0) return direct;
  return index.named(integration, attribute, 'aws_lambda_alias').flatMap((alias) => index.named(alias, 'function_name', 'aws_lambda_function'));
}
