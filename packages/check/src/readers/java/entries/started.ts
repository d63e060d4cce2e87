import type { Role } from '@plimsoll/contract';
import type { Setting } from '../../../facts/setting.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { ancestor, child, textOf, walk } from '../../syntax/index.ts';
import { argsOf, callName, rootOf } from '../code/construction.ts';
import { evaluate } from '../value/evaluate.ts';
import { calledMethod, typeOfExpression } from '../code/scope.ts';
import type { JavaUnit } from '../code/unit.ts';
import { simpleType } from '../code/unit.ts';
import { stringSetting } from '../value/value.ts';

export interface Started {
  readonly role: Role;
  readonly framework: string;
  readonly queue: Setting<string> | null;
}

/** Processes that code starts by a call: servers, consumers, timers, polling threads. */
export function startedByCall(unit: JavaUnit, node: SyntaxNode): Started | null {
  if (node.type === 'object_creation_expression') return pollingThread(unit, node);
  const name = callName(node);
  const object = child(node, 'object');
  const type = object ? typeOfExpression(unit, object) : '';
  const chain = object ? textOf(rootOf(object)) : '';
  const imported = (pattern: RegExp): boolean => unit.imports.some((each) => pattern.test(each.name));
  const queueAt = (index: number): Setting<string> | null => {
    const arg = argsOf(node)[index];
    return arg ? stringSetting(evaluate(unit, arg), arg) : null;
  };
  if ((name === 'startAsync' || name === 'start') && (type === 'Subscriber' || chain === 'Subscriber') && imported(/pubsub/)) return { role: 'consumer', framework: 'google-pubsub', queue: null };
  if (name === 'basicConsume' && imported(/rabbitmq/)) return { role: 'consumer', framework: 'amqp-client', queue: queueAt(0) };
  if (name === 'registerEndpoint' && imported(/amqp\.rabbit|jms|kafka/)) return { role: 'consumer', framework: 'spring-listener-endpoint', queue: null };
  if (name === 'poll' && type.endsWith('Consumer') && imported(/kafka/) && ancestor(node, 'while_statement', 'for_statement', 'do_statement'))
    return { role: 'consumer', framework: 'kafka-clients', queue: null };
  if (name === 'receiveMessage' && imported(/sqs/) && ancestor(node, 'while_statement', 'for_statement', 'do_statement')) return { role: 'consumer', framework: 'aws-sqs', queue: null };
  if (name === 'start' && /^ServiceBusProcessorClient$|^EventProcessorClient$/.test(type)) return { role: type.startsWith('Event') ? 'stream' : 'consumer', framework: 'azure-messaging', queue: null };
  if (/^schedule(AtFixedRate|WithFixedDelay)$/.test(name)) return { role: 'scheduler', framework: type.endsWith('Timer') ? 'java.util.Timer' : 'ScheduledExecutorService', queue: null };
  if (name === 'schedule' && type === 'Timer' && argsOf(node).length === 3) return { role: 'scheduler', framework: 'java.util.Timer', queue: null };
  if (name === 'start' && /^(HttpServer|HttpsServer)$/.test(type) && imported(/sun\.net\.httpserver/)) return { role: 'server', framework: 'jdk-httpserver', queue: null };
  if (name === 'start' && type === 'Server' && imported(/io\.grpc|jetty/)) return { role: 'server', framework: imported(/jetty/) ? 'jetty' : 'grpc', queue: null };
  if (name === 'build' && /^(Netty)?ServerBuilder$/.test(chain) && imported(/io\.grpc/) && !/\.start\s*\(/.test(unit.tree.text)) return { role: 'server', framework: 'grpc', queue: null };
  if (name === 'start' && chain === 'ServerBuilder' && imported(/io\.grpc/)) return { role: 'server', framework: 'grpc', queue: null };
  if (name === 'start' && (type === 'Javalin' || chain === 'Javalin')) return { role: 'server', framework: 'javalin', queue: null };
  return null;
}

/** `new Thread(() -> { while (…) { Thread.sleep(…); poll(); } })`: a clock of the program's own. */
function pollingThread(unit: JavaUnit, node: SyntaxNode): Started | null {
  if (simpleType(textOf(child(node, 'type') ?? node)) !== 'Thread') return null;
  for (const each of walk(node)) {
    if (each.type !== 'while_statement' && each.type !== 'for_statement' && each.type !== 'do_statement') continue;
    if (/\bThread\.sleep\s*\(|\.sleep\s*\(/.test(textOf(each)) && callsProject(unit, each)) return { role: 'scheduler', framework: 'thread', queue: null };
  }
  return null;
}

function callsProject(unit: JavaUnit, loop: SyntaxNode): boolean {
  for (const node of walk(loop)) if (node.type === 'method_invocation' && calledMethod(unit, node)) return true;
  return false;
}
