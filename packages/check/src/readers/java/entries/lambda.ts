import type { Role } from '@plimsoll/contract';
import type { JavaType } from '../code/unit.ts';
import { simpleType } from '../code/unit.ts';
import { typeNamed } from '../code/workspace.ts';

const roles: readonly (readonly [RegExp, Role])[] = [
  [/^(APIGateway|ApplicationLoadBalancer|LambdaFunctionUrl|Cognito|AwsProxyRequest|HttpApi|TokenAuthorizer)/, 'server'],
  [/^(SQS|SNS|S3|SES|CodePipeline|ActiveMQ|RabbitMQ|IoTButton)\w*(Event|Notification)/, 'consumer'],
  [/^(Kinesis|Dynamodb|DynamoDb|Kafka|CloudWatchLogs)\w*Event/, 'stream'],
  [/^Scheduled(V2)?Event$/, 'scheduler'],
];

/** What starts a Lambda function: told by the event its `RequestHandler` takes, also when a base class of the project declares it. */
export function lambdaRole(type: JavaType, levels = 4): Role | null {
  const event = lambdaEvent(type, levels);
  if (event === null) return null;
  return roles.find(([pattern]) => pattern.test(event))?.[1] ?? 'script';
}

/** The simple name of the event type; null when the type is no Lambda handler. */
export function lambdaEvent(type: JavaType, levels = 4): string | null {
  for (const above of type.supertypes) {
    const name = simpleType(above);
    if (name === 'RequestHandler' || name === 'RequestStreamHandler') {
      const event = /<\s*([\w.]+)/.exec(above)?.[1] ?? '';
      return type.unit.imports.some((each) => each.name.startsWith('com.amazonaws.services.lambda')) ? simpleType(event) : null;
    }
    const declared = levels > 0 ? typeNamed(name, type.unit) : null;
    const found = declared && declared !== type ? lambdaEvent(declared, levels - 1) : null;
    if (found !== null) return found;
  }
  return null;
}
