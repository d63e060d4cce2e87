import type { Role } from '@plimsoll/contract';
import { externalBases } from '../code/external.ts';
import { referentOf } from '../code/referent.ts';
import type { PythonClass, PythonFunction, PythonModule } from '../code/types.ts';
import { callAt } from '../code/workspace.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, textOf } from '../../syntax/index.ts';
import { textLiteral } from '../value/literal.ts';

const routeMethod = /\.(route|get|post|put|patch|delete|head|options|websocket|websocket_route|api_route|view|add_url_rule|doc|input|output)$/;
const httpMethods = /^(get|post|put|patch|delete|head|options|prepare|on_message|open|dispatch)$/;
const viewMethods = /^(get|post|put|patch|delete|head|options|list|create|retrieve|update|partial_update|destroy|dispatch|get_queryset|perform_create|perform_update|perform_destroy|form_valid)$/;
const viewBase = /(^|\.)\w*(View|ViewSet|APIView|ViewSetMixin|MethodView|Resource|HTTPEndpoint)$/;

/** Why a function is called by a framework rather than by the repository; null for plain functions. */
export function handlerRole(made: PythonFunction): Role | null {
  const known = roles.get(made);
  if (known) return known === 'none' ? null : known;
  const role = findRole(made);
  roles.set(made, role ?? 'none');
  return role;
}

const roles = new WeakMap<PythonFunction, Role | 'none'>();

function findRole(made: PythonFunction): Role | null {
  for (const decorator of made.decorators) {
    const role = decoratorRole(decorator);
    if (role) return role;
  }
  if (made.inClass) return methodRole(made, made.inClass);
  if (made.outer) return null;
  const names = made.parameters.map((each) => each.name);
  if (names.length === 2 && names[0] === 'event' && names[1] === 'context') return lambdaRole(made);
  if (names[0] === 'request' && importsDjangoViews(made.module)) return 'server';
  return registered(made.module).get(made) ?? null;
}

export function decoratorRole(decorator: SyntaxNode): Role | null {
  const callee = decorator.type === 'call' ? child(decorator, 'function') : decorator;
  if (!callee) return null;
  const written = textOf(callee).replace(/\s+/g, '');
  const call = callAt(decorator);
  if (isTask(callee, written)) return 'consumer';
  if (/(^|\.)(actor|agent|subscriber|message_handler|event_handler)$/.test(written) && /^(dramatiq|broker|app|huey|faust|nameko|events)/.test(written)) return 'consumer';
  if (/(^|\.)(scheduled_job|periodic_task|repeat_every|on_after_configure|schedule)$/.test(written) && !written.startsWith('pytest')) return /on_after_configure/.test(written) ? null : 'scheduler';
  if (/^click\.(command|group)$|\.(command|group)$|\.cli$/.test(written)) return 'script';
  if (/(^|\.)api_view$/.test(written)) return 'server';
  if (!call || !routeMethod.test(written)) return null;
  if (/\.(doc|input|output|view)$/.test(written)) return null;
  const first = textLiteral(call.positional[0] ?? call.keywords.get('rule') ?? call.keywords.get('path'));
  return first !== null && (first === '' || /^[/{]/.test(first) || /\.(route|websocket|api_route)$/.test(written)) ? 'server' : null;
}

/** `@app.task`, `@shared_task`, and own decorators made of them. */
export function isTask(callee: SyntaxNode, written: string): boolean {
  if (!/(^|[._])task$/.test(written) || /(^|\.)(prefect|airflow|invoke|asyncio|dag|locust|tasks)\b/.test(written)) return false;
  const referent = referentOf(callee);
  if (referent?.kind === 'external') return /^(celery|dramatiq|huey|rq|taskiq|arq)\b/.test(referent.name) || written.endsWith('.task');
  if (referent?.kind === 'function') return /shared_task|\.task\b/.test(textOf(referent.function.node));
  return referent === null && /^\w*(app|celery)\w*\.task$/.test(written);
}

function methodRole(made: PythonFunction, declared: PythonClass): Role | null {
  if (made.name === 'handle' && externalBases(declared).some((each) => each.endsWith('BaseCommand'))) return 'script';
  if (declared.bases.some((base) => textOf(base).endsWith('Servicer'))) return made.parameters.length === 3 && !made.name.startsWith('_') ? 'server' : null;
  const bases = baseNames(declared);
  if (bases.some((each) => /tornado\.web[.#]|(^|\.)RequestHandler$|WebSocketHandler$|(BaseHTTP|SimpleHTTP)RequestHandler$/.test(each)))
    return httpMethods.test(made.name) || /^do_[A-Z]+$/.test(made.name) ? 'server' : null;
  if (!bases.some((each) => viewBase.test(each))) return null;
  return viewMethods.test(made.name) || made.decorators.some((each) => /(^|\.)action\b/.test(textOf(each))) ? 'server' : null;
}

/** The names of a class's bases as far as they can be followed, own and external. */
function baseNames(declared: PythonClass, steps = 0): readonly string[] {
  if (steps > 4) return [];
  return declared.bases.slice(0, 8).flatMap((base) => {
    const referent = referentOf(base);
    if (referent?.kind === 'class' && referent.class !== declared) return [referent.class.name, ...baseNames(referent.class, steps + 1)];
    return [referent?.kind === 'external' ? referent.name : textOf(base)];
  });
}

function lambdaRole(made: PythonFunction): Role {
  const text = textOf(made.node);
  if (/Records|awslogs/.test(text)) return 'consumer';
  if (/httpMethod|requestContext|rawPath|pathParameters|queryStringParameters|statusCode/.test(text)) return 'server';
  return 'consumer';
}

const withViews = new WeakMap<PythonModule, boolean>();

function importsDjangoViews(module: PythonModule): boolean {
  const known = withViews.get(module);
  if (known !== undefined) return known;
  const found = /^\s*from (django\.(http|shortcuts|views)|rest_framework)/m.test(module.tree.text);
  withViews.set(module, found);
  return found;
}

const registrations = new WeakMap<PythonModule, ReadonlyMap<PythonFunction, Role>>();

const registrars: readonly (readonly [Role, RegExp])[] = [
  [
    'server',
    /(\.router\.add_(get|post|put|patch|delete|route)|(^|\.)web\.(get|post|put|patch|delete|route)|\.add_url_rule|\.add_api_route|\.add_route|^(Route|WebSocketRoute|path|re_path|url)|(^|\.)(Route|WebSocketRoute))$/,
  ],
  ['consumer', /\.(basic_consume|add_consumer|subscribe|register_handler)$/],
  ['scheduler', /\.(add_job|add_periodic_task|call_every|run_repeating)$/],
];

/** Functions of a module that it hands to a router, a broker or a scheduler. */
function registered(module: PythonModule): ReadonlyMap<PythonFunction, Role> {
  const known = registrations.get(module);
  if (known) return known;
  const found = new Map<PythonFunction, Role>();
  for (const call of module.calls) {
    const role = registrars.find(([, pattern]) => pattern.test(call.written))?.[0];
    if (!role) continue;
    for (const given of [...call.positional, ...call.keywords.values()]) {
      if (given.type !== 'identifier') continue;
      const referent = referentOf(given);
      if (referent?.kind === 'function') found.set(referent.function, role);
    }
  }
  registrations.set(module, found);
  return found;
}
