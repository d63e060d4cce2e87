import type { Node } from 'oxc-parser';
import type { Role } from '@plimsoll/contract';
import type { Module } from '../modules/module.ts';
import type { Repository } from '../modules/repository.ts';
import { isFunction } from '../modules/scope.ts';
import { symbolOfTarget } from '../values/symbol.ts';
import { follow } from '../values/follow.ts';

const typed: readonly (readonly [RegExp, Role])[] = [
  [/APIGateway(?!.*Authorizer)|ALBEvent|ALBHandler|LambdaFunctionURL|Authorizer|AppSync|CloudFrontRequest/, 'server'],
  [/SQS|SNS|S3(?:Event|Handler)|SES|CloudWatchLogs|EventBridge|CodePipeline/, 'consumer'],
  [/Scheduled/, 'scheduler'],
  [/Kinesis|DynamoDBStream|MSK|SelfManagedKafka/, 'stream'],
];

/** The role of an exported Lambda handler, from the type of its event or from what it reads of it; null when neither says. */
export function lambdaRole(repository: Repository, module: Module, node: Node): Role | null {
  if (!isFunction(node)) return null;
  const [parameter] = node.params;
  const pattern = parameter?.type === 'Identifier' ? parameter : null;
  const declared = node.parent?.type === 'VariableDeclarator' && node.parent.id.type === 'Identifier' ? node.parent.id.typeAnnotation : null;
  const type = [pattern?.typeAnnotation, declared]
    .filter((item) => item !== null && item !== undefined)
    .map((item) => module.words(item))
    .join(' ');
  const byType = typed.find(([pattern_]) => pattern_.test(type));
  if (byType) return byType[1];
  const event = pattern ? symbolOfTarget(repository, follow(repository, { module, node: pattern, frame: null }), 6) : null;
  const bySymbol = event === null ? undefined : typed.find(([pattern_]) => pattern_.test(event));
  if (bySymbol) return bySymbol[1];
  if (!pattern || !/^(?:_?event|evt|e|request)$/.test(pattern.name)) return null;
  const body = module.text.slice(node.start, Math.min(node.end, node.start + 20_000));
  const reads = (names: string): boolean => new RegExp(`\\b${pattern.name.replaceAll('$', '\\$')}\\s*(?:as \\w+\\))?[?!]?\\.(?:${names})\\b`).test(body);
  if (reads('httpMethod|requestContext|queryStringParameters|pathParameters|rawPath|headers|rawQueryString|isBase64Encoded')) return 'server';
  if (/\.(?:kinesis|dynamodb)\b/.test(body) && reads('Records')) return 'stream';
  if (reads('Records|awslogs|detail')) return 'consumer';
  return null;
}
