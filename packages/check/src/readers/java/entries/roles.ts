import type { Role } from '@plimsoll/contract';
import type { SyntaxNode } from '../../syntax/index.ts';
import type { JavaAnnotation } from '../code/annotations.ts';
import { annotationNamed } from '../code/annotations.ts';
import { lambdaRole } from './lambda.ts';
import type { JavaMethod, JavaType } from '../code/unit.ts';
import { simpleType } from '../code/unit.ts';

const springRoutes = ['GetMapping', 'PostMapping', 'PutMapping', 'DeleteMapping', 'PatchMapping', 'RequestMapping', 'MessageMapping', 'QueryMapping', 'MutationMapping', 'SubscriptionMapping'];
const jaxRsRoutes = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'];
const micronautRoutes = ['Get', 'Post', 'Put', 'Delete', 'Patch'];

export const listeners: Readonly<Record<string, { readonly framework: string; readonly service: string; readonly names: readonly string[] }>> = {
  KafkaListener: { framework: 'spring-kafka', service: 'kafka', names: ['topics', 'topicPattern'] },
  RabbitListener: { framework: 'spring-rabbit', service: 'rabbitmq', names: ['queues', 'queuesToDeclare', 'bindings'] },
  SqsListener: { framework: 'spring-cloud-aws-sqs', service: 'sqs', names: ['value', 'queueNames'] },
  JmsListener: { framework: 'spring-jms', service: 'jms', names: ['destination'] },
  StreamListener: { framework: 'spring-cloud-stream', service: 'stream', names: ['value', 'target'] },
  PulsarListener: { framework: 'spring-pulsar', service: 'pulsar', names: ['topics', 'value'] },
  Incoming: { framework: 'microprofile-reactive-messaging', service: 'channel', names: ['value'] },
  ServiceBusListener: { framework: 'spring-cloud-azure', service: 'servicebus', names: ['destination', 'value'] },
};

export function listenerOf(annotations: readonly JavaAnnotation[]): JavaAnnotation | undefined {
  return annotations.find((each) => Object.hasOwn(listeners, each.name));
}

/** What calls a method from outside: a router, a message listener, a clock. */
export function roleOf(method: JavaMethod): Role | null {
  const { annotations, type } = method;
  if (listenerOf(annotations) || annotationNamed(annotations, 'RabbitHandler', 'KafkaHandler')) return 'consumer';
  if (annotationNamed(annotations, 'Scheduled', 'Schedule')) return 'scheduler';
  if (isClientInterface(type)) return null;
  if (annotationNamed(annotations, ...springRoutes) && type.node.type !== 'interface_declaration') return 'server';
  if (annotationNamed(annotations, ...jaxRsRoutes) && imports(type, /ws\.rs/)) return 'server';
  if (annotationNamed(annotations, ...micronautRoutes) && imports(type, /^io\.micronaut/)) return 'server';
  if (extendsAny(type, /^HttpServlet$/) && /^do(Get|Post|Put|Delete|Patch|Head)$|^service$/.test(method.name)) return 'server';
  if (extendsAny(type, /^(OncePerRequestFilter|Filter|WebFilter|HandlerInterceptor|GenericFilterBean)$/) && /^(doFilter(Internal)?|filter|preHandle|postHandle)$/.test(method.name)) return 'server';
  if (extendsAny(type, /ImplBase$/) && annotationNamed(annotations, 'Override')) return 'server';
  if (method.name.startsWith('handleRequest')) return lambdaRole(type);
  if (extendsAny(type, /^(Job|QuartzJobBean)$/) && /^execute(Internal)?$/.test(method.name) && imports(type, /quartz/)) return 'scheduler';
  return null;
}

export function isClientInterface(type: JavaType): boolean {
  return annotationNamed(type.annotations, 'FeignClient', 'RegisterRestClient', 'HttpExchange', 'Client') !== undefined;
}

export function imports(type: JavaType, pattern: RegExp): boolean {
  return type.unit.imports.some((each) => pattern.test(each.name));
}

export function extendsAny(type: JavaType, pattern: RegExp): boolean {
  return type.supertypes.some((each) => pattern.test(simpleType(each)));
}

/** The name of a type in its declaration: where findings about the whole type point. */
export function nameNode(type: JavaType): SyntaxNode {
  return type.node.children.find((each) => each.field === 'name') ?? type.node;
}
