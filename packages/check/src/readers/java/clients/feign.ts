import type { ClientUse } from '../../../facts/code.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, textOf } from '../../syntax/index.ts';
import { annotationNamed } from '../code/annotations.ts';
import { argsOf, callName, constructionAt, rootOf } from '../code/construction.ts';
import { defaulted, javaDefaults } from '../defaults.ts';
import { evaluateText } from '../value/evaluate.ts';
import { makingSite } from '../code/site.ts';
import type { JavaType, JavaUnit } from '../code/unit.ts';
import { stringSetting } from '../value/value.ts';
import { originOf } from './follow.ts';
import { configuredMs } from './spring-timeouts.ts';
import { cannotTell, clientUse, shapedBy, timeFrom } from './timeout.ts';
import { valueOf } from '../../../model/known.ts';

/** An interface that OpenFeign (`@FeignClient`) or MicroProfile (`@RegisterRestClient`) turns into a client. */
export function declaredClient(unit: JavaUnit, type: JavaType): ClientUse | null {
  const feign = annotationNamed(type.annotations, 'FeignClient');
  const rest = annotationNamed(type.annotations, 'RegisterRestClient');
  const annotation = feign ?? rest;
  if (!annotation) return null;
  const nameNode = annotation.argument('contextId') ?? annotation.argument('name') ?? annotation.argument('value') ?? annotation.argument('configKey');
  const name = nameNode ? stringSetting(evaluateText(unit, nameNode), nameNode) : null;
  const key = (name && valueOf(name.value)) ?? type.name;
  const url = annotation.argument('url') ?? annotation.argument('baseUri');
  const prefixes = feign
    ? [`spring.cloud.openfeign.client.config.${key}`, 'spring.cloud.openfeign.client.config.default', `feign.client.config.${key}`, 'feign.client.config.default']
    : [`quarkus.rest-client.${key}`, `quarkus.rest-client."${key}"`.toLowerCase(), 'quarkus.rest-client'];
  return clientUse({
    library: feign ? 'feign' : 'microprofile-rest-client',
    callee: `@${annotation.name} ${type.name}`,
    site: makingSite(unit, annotation.node),
    timeoutMs:
      configuredMs(
        unit,
        prefixes.map((prefix) => `${prefix}.read-timeout`),
      ) ??
      (feign ? ownConfiguration(annotation.argument('configuration')) : null) ??
      defaulted(feign ? javaDefaults.feign : javaDefaults.quarkusRest, annotation.node),
    connectTimeoutMs:
      configuredMs(
        unit,
        prefixes.map((prefix) => `${prefix}.connect-timeout`),
      ) ?? (feign ? defaulted(javaDefaults.feignConnect, annotation.node) : null),
    target: url ? stringSetting(evaluateText(unit, url), url) : name,
  });
}

function ownConfiguration(configuration: SyntaxNode | null): ClientUse['timeoutMs'] | null {
  return configuration && cannotTell(`${textOf(configuration)} may set Request.Options`, `the options of ${textOf(configuration)}`, configuration);
}

/** `Feign.builder()…target(…)`. */
export function builtFeign(unit: JavaUnit, node: SyntaxNode): ClientUse | null {
  const root = rootOf(node);
  if ((callName(node) !== 'target' && callName(node) !== 'build') || !/^(Feign|HystrixFeign)$/.test(textOf(root))) return null;
  const options = shapedBy(constructionAt(unit, root), 'options')?.args[0];
  const made = options && originOf(unit, options);
  const args = made?.type === 'object_creation_expression' && textOf(child(made, 'type') ?? made).endsWith('Options') ? argsOf(made) : [];
  const timeout =
    made && args.length >= 4 && args[2] && args[3]
      ? timeFrom(unit, { name: 'Request.Options', args: [args[2], args[3]], node: made })
      : made && args[1]
        ? timeFrom(unit, { name: 'Request.Options', args: [args[1]], node: made })
        : null;
  const timeoutMs = timeout ?? (options ? cannotTell(`${textOf(options)} could not be followed`, 'the read timeout', options) : defaulted(javaDefaults.feign, node));
  return clientUse({ library: 'feign', callee: 'Feign.builder', site: makingSite(unit, node), timeoutMs });
}
