import type { Role } from '@plimsoll/contract';
import type { EntryPoint } from '../../../facts/code.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, childOfType, sourceOf, textOf, walk } from '../../syntax/index.ts';
import { moduleConfigOf } from '../../spring-config/index.ts';
import type { JavaAnnotation } from '../code/annotations.ts';
import { annotationNamed, itemsOf } from '../code/annotations.ts';
import { evaluateText } from '../value/evaluate.ts';
import { lambdaRole } from './lambda.ts';
import { extendsAny, imports, isClientInterface, listenerOf, listeners, nameNode, roleOf } from './roles.ts';
import { startedByCall } from './started.ts';
import type { JavaMethod, JavaType, JavaUnit } from '../code/unit.ts';
import { methodAround } from '../code/unit.ts';
import { stringSetting } from '../value/value.ts';

export function entryPointsOf(unit: JavaUnit): readonly EntryPoint[] {
  const found = [...unit.types.flatMap(ofType), ...unit.methods.flatMap(ofMethod)];
  for (const node of walk(unit.tree.root)) {
    if (node.type !== 'method_invocation' && node.type !== 'object_creation_expression') continue;
    const started = startedByCall(unit, node);
    if (started) found.push(entry(started.role, started.framework, node, methodAround(unit, node)?.id ?? null, { queue: started.queue }));
  }
  return [...found, ...mainsOf(unit, found)];
}

function entry(role: Role, framework: string, node: SyntaxNode, within: string | null, rest: Partial<Pick<EntryPoint, 'queue' | 'guard'>> = {}): EntryPoint {
  return { kind: 'entry-point', role, framework, source: sourceOf(node), within, queue: null, guard: null, ...rest };
}

function ofType(type: JavaType): readonly EntryPoint[] {
  if (isClientInterface(type)) return [];
  const controller = annotationNamed(type.annotations, 'RestController', 'Controller');
  if (controller && imports(type, /springframework/)) return [entry('server', 'spring-web', controller.node, null)];
  const path = annotationNamed(type.annotations, 'Path', 'ApplicationPath');
  if (path && imports(type, /ws\.rs/)) return [entry('server', 'jax-rs', path.node, null)];
  const micronaut = controller && imports(type, /^io\.micronaut/);
  if (micronaut) return [entry('server', 'micronaut', controller.node, null)];
  const application = annotationNamed(type.annotations, 'SpringBootApplication', 'EnableAutoConfiguration');
  if (application) return springApplication(type, application);
  const listener = listenerOf(type.annotations);
  if (listener) return [ofListener(type.unit, listener, null)];
  if (extendsAny(type, /^HttpServlet$/)) return [entry('server', 'servlet', nameNode(type), null)];
  if (extendsAny(type, /^\w+ImplBase$/) && type.methods.some((method) => annotationNamed(method.annotations, 'Override'))) return [entry('server', 'grpc', nameNode(type), null)];
  const abstract = childOfType(type.node, 'modifiers')?.children.some((each) => each.type === 'abstract') ?? false;
  const role = abstract || type.node.type === 'interface_declaration' ? null : lambdaRole(type);
  return role ? [entry(role, 'aws-lambda', nameNode(type), type.methods.find((method) => method.name === 'handleRequest')?.id ?? null)] : [];
}

/** A Spring Boot application serves HTTP when its module depends on a web starter. */
function springApplication(type: JavaType, annotation: JavaAnnotation): readonly EntryPoint[] {
  const build = moduleConfigOf(type.unit.path, type.unit.files)?.buildText ?? '';
  const main = type.methods.find((method) => method.name === 'main')?.id ?? null;
  if (/spring-boot-starter-(web|webflux|webmvc|jersey|graphql|data-rest)\b/.test(build)) return [entry('server', 'spring-web', annotation.node, main)];
  return /spring-boot-starter-batch\b/.test(build) ? [entry('batch', 'spring-batch', annotation.node, main)] : [];
}

function ofMethod(method: JavaMethod): readonly EntryPoint[] {
  const { annotations, type } = method;
  const listener = listenerOf(annotations);
  if (listener) return [ofListener(type.unit, listener, method.id)];
  const scheduled = annotationNamed(annotations, 'Scheduled', 'Schedule');
  if (scheduled)
    return [
      entry('scheduler', scheduled.name === 'Schedule' ? 'ejb-timer' : imports(type, /quarkus/) ? 'quarkus-scheduler' : 'spring-scheduling', scheduled.node, method.id, {
        guard: annotationNamed(annotations, 'SchedulerLock') ? 'ShedLock' : null,
      }),
    ];
  if (roleOf(method) === 'scheduler' && imports(type, /quartz/)) return [entry('scheduler', 'quartz', nameNode(type), method.id)];
  const bean = annotationNamed(annotations, 'Bean');
  const config = bean && moduleConfigOf(type.unit.path, type.unit.files);
  if (
    config &&
    /^(Consumer|Function)$/.test(method.returns) &&
    config.lines.some(
      (line) => line.key.startsWith(`spring.cloud.stream.bindings.${method.name.toLowerCase()}-in-`) || (line.key === 'spring.cloud.function.definition' && line.text.includes(method.name)),
    )
  ) {
    return [entry('consumer', 'spring-cloud-stream', bean.node, method.id)];
  }
  return bean && method.returns === 'Job' && imports(type, /springframework\.batch/) ? [entry('batch', 'spring-batch', bean.node, method.id)] : [];
}

function ofListener(unit: JavaUnit, annotation: JavaAnnotation, within: string | null): EntryPoint {
  const known = listeners[annotation.name];
  const named = known?.names.map((name) => annotation.argument(name)).find((value) => value !== null) ?? null;
  const [first] = itemsOf(named);
  const queue = first && first.type !== 'annotation' ? stringSetting(evaluateText(unit, first), first) : null;
  return entry('consumer', known?.framework ?? 'listener', annotation.node, within, { queue });
}

/** A `main` that starts none of the above is a script. */
function mainsOf(unit: JavaUnit, found: readonly EntryPoint[]): readonly EntryPoint[] {
  return unit.methods.flatMap((method) => {
    if (method.name !== 'main' || !method.isStatic || !method.body || method.parameters.length > 1) return [];
    const starts = found.some((each) => each.within === method.id || each.role === 'server');
    const frameworks = /SpringApplication|Quarkus\.run|Micronaut\.run|SpringApplicationBuilder/.test(textOf(method.body));
    return starts || frameworks ? [] : [entry('script', 'main', child(method.node, 'name') ?? method.node, method.id)];
  });
}
