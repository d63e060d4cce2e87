import type { MethodDefinition, Node } from 'oxc-parser';
import type { Role } from '@plimsoll/contract';
import type { Module } from '../modules/module.ts';
import type { Repository } from '../modules/repository.ts';
import { isFunction, keyName, propertyName } from '../modules/scope.ts';
import { follow } from '../values/follow.ts';
import type { Place } from '../values/follow.ts';
import { targetOfImport } from '../values/imports.ts';
import type { CallSite } from './context.ts';
import { lambdaRole } from './lambda.ts';
import { decoratorName } from './decorators.ts';

const verbs: ReadonlySet<string> = new Set(['get', 'post', 'put', 'patch', 'delete', 'del', 'head', 'options', 'all', 'use', 'route', 'register', 'addHook', 'param', 'on']);
const serverSymbols =
  /^(?:express(?:\(\)|\.Router\(\))|fastify\(\)|koa\(\)|(?:@koa\/router|koa-router)\(\)|hono(?:\.Hono)?\(\)|restify\.createServer\(\)|@hapi\/hapi\.(?:server|Server)\(\)|polka\(\)|find-my-way\(\)|itty-router\.(?:Router|AutoRouter)\(\))(?:\.[\w]+(?:\(\))?)*$/;
const receivers = /^(?:this\.)?(?:app|router|server|api|fastify|\w+Router|\w+App|routes?)$/;

const consumerCalls =
  /^(?:bullmq\.Worker|bull\(\)\.process|bee-queue\(\)\.process|pg-boss(?:\.PgBoss)?\(\)\.work|graphile-worker\.run(?:Once)?|amqplib(?:\/callback_api)?\.connect\(\)\.createChannel\(\)\.consume|kafkajs\.Kafka\(\)\.consumer\(\)\.run|sqs-consumer\.Consumer\.create|@plimsoll\/runtime\/workload\.(?:consumer|stream|batch)Role|@google-cloud\/pubsub\.PubSub\(\)\.(?:subscription|topic\(\)\.subscription)\(\)\.on|@azure\/service-bus\.ServiceBusClient\(\)\.createReceiver\(\)\.subscribe|nats\.connect\(\)\.subscribe|kue\.createQueue\(\)\.process|agenda(?:\.Agenda)?\(\)\.define)$/;
const schedulerCalls =
  /^(?:@plimsoll\/runtime\/workload\.schedulerRole|node-cron\.schedule|cron\.(?:CronJob|job|CronJob\.from)|node-schedule\.(?:scheduleJob|RecurrenceRule)|croner(?:\.Cron)?|toad-scheduler\.(?:AsyncTask|Task)|node-cron\.createTask)$/;

/** The functions that a framework calls: route handlers, consumers, scheduled jobs; by registration, decorator or the name of an export. */
export function handlersOf(repository: Repository, module: Module, calls: readonly CallSite[]): ReadonlyMap<Node, Role> {
  const handlers = new Map<Node, Role>();
  for (const call of calls) {
    const role = registers(call);
    if (role) for (const node of functionsIn(repository, call)) if (!handlers.has(node)) handlers.set(node, role);
  }
  for (const node of module.nodes) {
    if (node.type === 'MethodDefinition') {
      const role = roleOfDecorators(node);
      if (role) handlers.set(node.value, role);
    }
  }
  for (const [name, exported] of module.exports) {
    if (!('node' in exported)) continue;
    const role = roleOfExport(module, name, exported.node);
    if (role === null) continue;
    const target = follow(repository, { module, node: exported.node, frame: null });
    const own = target.kind === 'node' && target.place.module === module ? target.place.node : null;
    const node = own ? innerFunction(own) : null;
    const found = role === 'lambda' && node ? lambdaRole(repository, module, node) : role;
    if (node && found && found !== 'lambda') handlers.set(node, found);
    else if (own && isRouteFile(module.path)) for (const part of functionsWithin(own, 5)) handlers.set(part, 'server');
  }
  return handlers;
}

/** Files that a framework serves under their own path, whatever they hold. */
export function isRouteFile(path: string): boolean {
  return /(?:^|\/)app\/(?:.*\/)?route\.[mc]?[jt]sx?$|(?:^|\/)pages\/api\//.test(path);
}

/** `export default signUp`, `export { GET } from '@/sign-up'`: what a route file hands on, by the name of the export, with what it stands for in another file. */
export function handedOn(repository: Repository, module: Module): readonly { readonly name: string; readonly place: Place }[] {
  if (!isRouteFile(module.path)) return [];
  return [...module.exports].flatMap(([name, exported]) => {
    if (roleOfExport(module, name, 'node' in exported ? exported.node : null) !== 'server') return [];
    const [anywhere] = module.nodes;
    if (!anywhere) return [];
    const target =
      'node' in exported
        ? follow(repository, { module, node: exported.node, frame: null })
        : targetOfImport(repository, { module, node: anywhere, frame: null }, exported.from, exported.name, handedOnMax);
    return target.kind === 'node' && target.place.module !== module && isFunction(target.place.node) ? [{ name, place: target.place }] : [];
  });
}

const handedOnMax = 8; // files that an export may be passed through

function registers(call: CallSite): Role | null {
  const { node } = call;
  if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression') {
    const name = propertyName(node.callee);
    if (name !== null && verbs.has(name)) {
      const object = call.symbol?.slice(0, -(name.length + 1)) ?? null;
      if (object !== null && serverSymbols.test(object)) return 'server';
      const [first] = node.arguments;
      const hasPath = first?.type === 'Literal' && typeof first.value === 'string' && first.value.startsWith('/');
      if (hasPath && node.arguments.length > 1 && receivers.test(call.place.module.words(node.callee.object)) && name !== 'on') return 'server';
    }
  }
  if (isProcedure(call)) return 'server';
  if (call.symbol === null) return null;
  if (/^https?\.createServer$/.test(call.symbol) || call.symbol === 'http2.createServer') return 'server';
  if (consumerCalls.test(call.symbol)) return 'consumer';
  if (schedulerCalls.test(call.symbol) || call.symbol === 'global:setInterval') return call.symbol === 'global:setInterval' ? null : 'scheduler';
  return null;
}

/** tRPC: `publicProcedure.input(…).query(async ({ ctx }) => …)` (trpc.io/docs/server/procedures). */
function isProcedure({ node, place }: CallSite): boolean {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression' || !/^(?:query|mutation|subscription)$/.test(propertyName(node.callee) ?? '')) return false;
  const [first] = node.arguments;
  let at: Node = node.callee.object;
  while (at.type === 'CallExpression' || at.type === 'MemberExpression') at = at.type === 'CallExpression' ? at.callee : at.object;
  return first !== undefined && isFunction(first) && at.type === 'Identifier' && /procedure/i.test(place.module.words(node.callee.object));
}

/** Functions among the arguments, also as properties (`handler`, `eachMessage`, …) and in arrays; only those of this file. */
function functionsIn(repository: Repository, call: CallSite): Node[] {
  const found: Node[] = [];
  const look = (place: Place, depth: number): void => {
    const { node } = place;
    if (isFunction(node)) found.push(node);
    else if (node.type === 'Identifier' || node.type === 'MemberExpression') {
      const target = follow(repository, place);
      if (target.kind === 'node' && target.place.module === call.place.module && isFunction(target.place.node)) found.push(target.place.node);
    } else if (node.type === 'ArrayExpression') {
      for (const item of node.elements) if (item && item.type !== 'SpreadElement') look({ ...place, node: item }, depth);
    } else if (node.type === 'ObjectExpression' && depth > 0) {
      for (const property of node.properties) {
        if (property.type === 'Property' && /^(?:handler|run|execute|eachMessage|eachBatch|handleMessage|onTick|preHandler|handle)$/.test(keyName(property.key, property.computed) ?? ''))
          look({ ...place, node: property.value }, depth - 1);
      }
    } else if (node.type === 'CallExpression' && depth > 0) {
      // asyncHandler(async (req, res) => …), handler.bind(this)
      if (node.callee.type === 'MemberExpression' && propertyName(node.callee) === 'bind') look({ ...place, node: node.callee.object }, depth - 1);
      else for (const argument of node.arguments) if (argument.type !== 'SpreadElement') look({ ...place, node: argument }, depth - 1);
    }
  };
  for (const argument of call.node.arguments) if (argument.type !== 'SpreadElement') look({ ...call.place, node: argument }, 2);
  return found;
}

const routeDecorators: ReadonlySet<string> = new Set([
  'Get',
  'Post',
  'Put',
  'Patch',
  'Delete',
  'Head',
  'Options',
  'All',
  'Query',
  'Mutation',
  'ResolveField',
  'Sse',
  'GrpcMethod',
  'SubscribeMessage',
  'HttpGet',
  'HttpPost',
]);
const consumerDecorators: ReadonlySet<string> = new Set(['MessagePattern', 'EventPattern', 'Process', 'OnQueueEvent', 'RabbitSubscribe', 'RabbitRPC', 'SqsMessageHandler', 'OnWorkerEvent']);
const schedulerDecorators: ReadonlySet<string> = new Set(['Cron', 'Interval']);

function roleOfDecorators(node: MethodDefinition): Role | null {
  for (const decorator of node.decorators) {
    const name = decoratorName(decorator);
    if (routeDecorators.has(name)) return 'server';
    if (consumerDecorators.has(name)) return 'consumer';
    if (schedulerDecorators.has(name)) return 'scheduler';
  }
  const owner = node.parent?.parent;
  const isProcessor = owner?.type === 'ClassDeclaration' && owner.decorators.some((decorator) => decoratorName(decorator) === 'Processor');
  return isProcessor && keyName(node.key, node.computed) === 'process' ? 'consumer' : null;
}

function roleOfExport(module: Module, name: string, node: Node | null): Role | 'lambda' | null {
  const { path } = module;
  if (/(?:^|\/)app\/(?:.*\/)?route\.[mc]?[jt]sx?$/.test(path)) return /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/.test(name) ? 'server' : null;
  if (/(?:^|\/)pages\/api\//.test(path)) return name === 'default' || name === '=' ? 'server' : null;
  if (/\+server\.[jt]s$/.test(path)) return /^(?:GET|POST|PUT|PATCH|DELETE)$/.test(name) ? 'server' : null;
  if (/\+(?:page|layout)\.server\.[jt]s$/.test(path)) return name === 'load' || name === 'actions' ? 'server' : null;
  if (/(?:^|\/)(?:middleware|proxy)\.[jt]s$/.test(path) && (name === 'middleware' || name === 'proxy')) return 'server';
  if (name === 'getServerSideProps' || name === 'getInitialProps') return 'server';
  if (/(?:^|\/)app\/(?:.*\/)?(?:page|layout)\.[jt]sx$/.test(path)) return name === 'default' || name === 'generateMetadata' ? 'server' : null;
  if (/^['"]use server['"]/m.test(module.text.slice(0, 400)) && node && isFunction(node)) return 'server';
  return name === 'handler' || name === 'lambdaHandler' ? 'lambda' : null;
}

/** middy(async (event) => …), withLogging(handler): the function inside. */
function innerFunction(node: Node): Node | null {
  let at: Node = node;
  for (let step = 0; step < 4; step++) {
    if (isFunction(at)) return at;
    if (at.type !== 'CallExpression') return null;
    const next: Node | undefined =
      at.arguments.find((argument) => isFunction(argument) || argument.type === 'CallExpression') ?? (at.callee.type === 'MemberExpression' ? at.callee.object : undefined);
    if (!next) return null;
    at = next;
  }
  return null;
}

/** withMethods({ GET: route({ handle: async () => … }) }): every function of a table that wrappers make a route of. */
function functionsWithin(node: Node, depth: number): readonly Node[] {
  if (isFunction(node)) return [node];
  if (depth === 0) return [];
  if (node.type === 'CallExpression') return node.arguments.flatMap((argument) => functionsWithin(argument, depth - 1));
  if (node.type === 'ObjectExpression') return node.properties.flatMap((property) => (property.type === 'Property' ? functionsWithin(property.value, depth - 1) : []));
  return node.type === 'ArrayExpression' ? node.elements.flatMap((element) => (element ? functionsWithin(element, depth - 1) : [])) : [];
}
