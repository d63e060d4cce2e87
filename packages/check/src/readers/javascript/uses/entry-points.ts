import type { Node } from 'oxc-parser';
import type { Role } from '@plimsoll/contract';
import type { EntryPoint } from '../../../facts/code.ts';
import type { CallSite, Context } from '../code/context.ts';
import { decoratorName } from '../code/decorators.ts';
import { propertyName } from '../modules/scope.ts';
import { objectAt } from '../values/object.ts';
import { firstFound, textAt } from '../values/setting.ts';
import { symbolOf } from '../values/symbol.ts';
import { at } from '../values/follow.ts';
import { timerEntry } from './timers.ts';
import { entryPoint } from './entry.ts';
import type { UseOfCall } from './use.ts';

interface EntryShape {
  readonly role: Role;
  readonly framework: string;
  readonly symbol: RegExp;
  readonly queue?: number | readonly string[]; // argument position, or keys of the first object argument
}

const shapes: readonly EntryShape[] = [
  { role: 'server', framework: 'express', symbol: /^express\(\)\.listen$/ },
  { role: 'server', framework: 'fastify', symbol: /^fastify(?:\.(?:fastify|default))?\(\)\.listen$/ },
  { role: 'server', framework: 'koa', symbol: /^koa\(\)\.listen$/ },
  { role: 'server', framework: 'hono', symbol: /^@hono\/node-server\.serve$/ },
  { role: 'server', framework: 'nest', symbol: /^@nestjs\/core\.NestFactory\.create\(\)\.listen$/ },
  { role: 'consumer', framework: 'nest', symbol: /^@nestjs\/core\.NestFactory\.createMicroservice\(\)\.listen$/ },
  { role: 'server', framework: 'node:http', symbol: /^(?:https?|http2)\.(?:createServer|createSecureServer|Server)\(\)\.listen$|^spdy\.createServer\(\)\.listen$/ },
  { role: 'server', framework: 'hapi', symbol: /^@hapi\/hapi\.(?:server|Server)\(\)\.start$/ },
  { role: 'server', framework: 'restify', symbol: /^restify\.createServer\(\)\.listen$/ },
  { role: 'server', framework: 'polka', symbol: /^polka\(\)\.listen$/ },
  { role: 'server', framework: 'grpc', symbol: /^@grpc\/grpc-js\.Server\(\)\.bindAsync$|^grpc\.Server\(\)\.bind(?:Async)?$/ },
  { role: 'server', framework: 'apollo', symbol: /^(?:@apollo\/server\/standalone\.startStandaloneServer|apollo-server\.ApolloServer\(\)\.listen)$/ },
  { role: 'server', framework: 'bun', symbol: /^global:(?:Bun|Deno)\.serve$/ },
  { role: 'server', framework: 'ws', symbol: /^ws\.(?:WebSocketServer|Server)$|^socket\.io(?:\.Server)?$/ },
  { role: 'consumer', framework: 'bullmq', symbol: /^bullmq\.Worker$/, queue: 0 },
  { role: 'consumer', framework: 'bull', symbol: /^(?:bull|bee-queue)\(\)\.process$/ },
  { role: 'consumer', framework: 'pg-boss', symbol: /^pg-boss(?:\.PgBoss)?\(\)\.work$/, queue: 0 },
  { role: 'consumer', framework: 'graphile-worker', symbol: /^graphile-worker\.run$/ },
  { role: 'consumer', framework: 'amqplib', symbol: /^amqplib(?:\/callback_api)?\.connect\(\)\.create(?:Confirm)?Channel\(\)\.consume$/, queue: 0 },
  { role: 'consumer', framework: 'kafkajs', symbol: /^kafkajs\.Kafka\(\)\.consumer\(\)\.run$/ },
  { role: 'consumer', framework: 'sqs-consumer', symbol: /^sqs-consumer\.Consumer\.create$/, queue: ['queueUrl'] },
  { role: 'consumer', framework: 'rhea', symbol: /^rhea\.(?:connect\(\)|create_container\(\)(?:\.connect\(\))?)\.open_receiver$/, queue: 0 },
  { role: 'consumer', framework: 'pubsub', symbol: /^@google-cloud\/pubsub\.PubSub\(\)\.(?:topic\(\)\.)?subscription\(\)\.on$/ },
  { role: 'consumer', framework: 'azure-service-bus', symbol: /^@azure\/service-bus\.ServiceBusClient\(\)\.createReceiver\(\)\.subscribe$/ },
  { role: 'consumer', framework: 'nats', symbol: /^nats\.connect\(\)\.subscribe$/, queue: 0 },
  { role: 'consumer', framework: 'kue', symbol: /^kue\.createQueue\(\)\.process$/, queue: 0 },
  // Our own runtime; a server that it is only handed is an entry point where it listens.
  { role: 'server', framework: '@plimsoll/runtime', symbol: /^@plimsoll\/runtime\/workload\.serverRole$/ },
  { role: 'consumer', framework: '@plimsoll/runtime', symbol: /^@plimsoll\/runtime\/workload\.consumerRole$/ },
  { role: 'stream', framework: '@plimsoll/runtime', symbol: /^@plimsoll\/runtime\/workload\.streamRole$/ },
  { role: 'batch', framework: '@plimsoll/runtime', symbol: /^@plimsoll\/runtime\/workload\.batchRole$/ },
  { role: 'scheduler', framework: '@plimsoll/runtime', symbol: /^@plimsoll\/runtime\/workload\.schedulerRole$/ },
  { role: 'scheduler', framework: 'node-cron', symbol: /^node-cron\.(?:schedule|createTask)$/ },
  { role: 'scheduler', framework: 'cron', symbol: /^cron\.(?:CronJob|job|CronJob\.from)$/ },
  { role: 'scheduler', framework: 'node-schedule', symbol: /^node-schedule\.scheduleJob$/ },
  { role: 'scheduler', framework: 'croner', symbol: /^croner(?:\.Cron)?$/ },
  { role: 'scheduler', framework: 'toad-scheduler', symbol: /^toad-scheduler\.ToadScheduler\(\)\.add\w+Job$/ },
  { role: 'scheduler', framework: 'agenda', symbol: /^(?:agenda|@hokify\/agenda)(?:\.Agenda)?\(\)\.(?:every|start)$/ },
  { role: 'scheduler', framework: 'bree', symbol: /^bree\(\)\.start$/ },
];

export const entryPointUses: UseOfCall = (call, context) => {
  const timer = timerEntry(call, context);
  if (timer) return [timer];
  if (call.symbol === null) return plainListen(call, context);
  const shape = shapes.find((candidate) => candidate.symbol.test(call.symbol ?? ''));
  if (!shape) return plainListen(call, context);
  if (shape.framework === 'ws' && call.node.type !== 'NewExpression' && !call.symbol.startsWith('socket.io')) return [];
  if (shape.framework === 'ws' && firstFound(call.argument(0) ? objectAt(context.repository, call.argument(0) ?? call.place) : null, [['noServer'], ['server']]).kind === 'found') return [];
  if (shape.framework === 'bullmq' && call.node.type !== 'NewExpression') return [];
  if (shape.framework === '@plimsoll/runtime' && shape.role === 'server' && !listens(call, context)) return [];
  if (shape.framework === 'pubsub' && !isMessageEvent(call)) return [];
  return [entryPoint(call.node, context, shape.role, shape.framework, queueOf(call, context, shape))];
};

/** `serverRole({ server, port })` listens by itself. */
function listens(call: CallSite, context: Context): boolean {
  const options = call.argument(0);
  return options !== null && firstFound(objectAt(context.repository, options), [['port']]).kind === 'found';
}

function queueOf(call: CallSite, context: Context, shape: EntryShape): EntryPoint['queue'] {
  if (typeof shape.queue === 'number') {
    const place = call.argument(shape.queue);
    return place ? textAt(context.repository, place) : null;
  }
  const first = call.argument(0);
  if (shape.queue && first) {
    const found = firstFound(
      objectAt(context.repository, first),
      shape.queue.map((key) => [key]),
    );
    return found.kind === 'found' ? textAt(context.repository, found.value) : null;
  }
  return shape.framework === 'bull' ? queueOfReceiver(call, context) : null;
}

/** `new Queue('mail').process(…)`: the name is where the queue is made. */
function queueOfReceiver(call: CallSite, context: Context): EntryPoint['queue'] {
  if (call.node.callee.type !== 'MemberExpression') return null;
  const made = context.calls.find(
    (other) =>
      /^(?:bull|bee-queue)$/.test(other.symbol ?? '') &&
      other.node.parent?.type === 'VariableDeclarator' &&
      call.place.module.words(call.node.callee).startsWith(`${context.module.words(other.node.parent.id)}.`),
  );
  const name = made?.argument(0);
  return name ? textAt(context.repository, name) : null;
}

function isMessageEvent(call: CallSite): boolean {
  const first = call.node.arguments[0];
  return first?.type === 'Literal' && first.value === 'message';
}

/** `app.listen(port)` where the app is made in another way: the name and the port argument say enough, unless it is an event emitter. */
function plainListen(call: CallSite, context: Context): readonly EntryPoint[] {
  const { callee } = call.node;
  if (call.node.type !== 'CallExpression' || callee.type !== 'MemberExpression' || propertyName(callee) !== 'listen') return [];
  const object = symbolOf(context.repository, at(call.place, callee.object));
  const name = context.module.words(callee.object);
  if (object !== null && /^(?:msw|@mswjs|@mui|history|nock|vscode)/.test(object)) return [];
  if (!/^(?:this\.)?(?:\w*[aA]pp|\w*[sS]erver|fastify|express|httpServer|api|nest\w*)$/.test(name)) return [];
  if (call.node.arguments.length === 0) return [];
  const imported = context.module.text;
  const framework = /\bfastify\b/i.test(imported) ? 'fastify' : /\bnestjs\b/i.test(imported) ? 'nest' : /\bexpress\b/i.test(imported) ? 'express' : /\bkoa\b/i.test(imported) ? 'koa' : 'node:http';
  return [entryPoint(call.node, context, 'server', framework)];
}

/** Entry points that stand in decorators and exports rather than in calls. */
export function declaredEntryPoints(context: Context, handlers: ReadonlyMap<Node, Role>): readonly EntryPoint[] {
  const found: EntryPoint[] = [];
  for (const node of context.module.nodes) {
    if (node.type !== 'Decorator') continue;
    const name = decoratorName(node);
    const call = node.expression.type === 'CallExpression' ? node.expression : null;
    const [first] = call?.arguments ?? [];
    const queue = first && first.type !== 'SpreadElement' && first.type !== 'ObjectExpression' ? textAt(context.repository, { module: context.module, node: first, frame: null }) : null;
    if (name === 'Processor' && /@nestjs\/bull/.test(context.module.text)) found.push(entryPoint(node, context, 'consumer', 'nest-bullmq', queue));
    else if ((name === 'Cron' || name === 'Interval') && /@nestjs\/schedule/.test(context.module.text)) found.push(entryPoint(node, context, 'scheduler', 'nest-schedule'));
    else if ((name === 'MessagePattern' || name === 'EventPattern') && /@nestjs\/microservices/.test(context.module.text))
      found.push(entryPoint(node, context, 'consumer', 'nest-microservices', queue));
    else if (name === 'SqsMessageHandler') found.push(entryPoint(node, context, 'consumer', 'nestjs-sqs', queue));
  }
  for (const name of ['handler', 'lambdaHandler']) {
    const exported = context.module.exports.get(name);
    if (!exported || !('node' in exported)) continue;
    for (const [node, role] of handlers) {
      if (!isExportOf(context, exported.node, node)) continue;
      const point = entryPoint(node, context, role, 'aws-lambda');
      found.push({ ...point, within: context.functions.idOf(node) });
    }
  }
  return found;
}

function isExportOf(context: Context, exported: Node, handler: Node): boolean {
  if (exported === handler) return true;
  const id = context.functions.idOf(handler);
  return id !== null && (id === `${context.module.path}#handler` || id === `${context.module.path}#lambdaHandler`);
}
