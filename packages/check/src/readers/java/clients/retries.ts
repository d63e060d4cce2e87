import type { Setting } from '../../../facts/setting.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { isKnown, map, stated, valueOf } from '../../../model/known.ts';
import { moduleConfigOf } from '../../spring-config/index.ts';
import type { JavaAnnotation } from '../code/annotations.ts';
import { annotationNamed } from '../code/annotations.ts';
import { rootOf } from '../code/construction.ts';
import { defaulted, javaDefaults } from '../defaults.ts';
import { evaluate } from '../value/evaluate.ts';
import type { JavaUnit } from '../code/unit.ts';
import { methodAround } from '../code/unit.ts';
import { numberSetting } from '../value/value.ts';

/** Attempts in all by an annotation of the method around: Spring Retry's `@Retryable`, `@Retry` of Resilience4j and of MicroProfile. */
export function triesOf(unit: JavaUnit, node: SyntaxNode): Setting<number> | null {
  const method = methodAround(unit, rootOf(node));
  const retryable = method && annotationNamed(method.annotations, 'Retryable');
  if (retryable) return counted(unit, retryable, 'maxAttempts', 0) ?? defaulted(javaDefaults.retryable, retryable.node);
  const retry = method && annotationNamed(method.annotations, 'Retry');
  if (!retry) return null;
  if (unit.imports.some((each) => each.name.startsWith('org.eclipse.microprofile'))) return counted(unit, retry, 'maxRetries', 1) ?? defaulted(javaDefaults.microprofileRetry, retry.node);
  return unit.imports.some((each) => each.name.startsWith('io.github.resilience4j')) ? (configured(unit, retry) ?? defaulted(javaDefaults.resilienceRetry, retry.node)) : null;
}

function counted(unit: JavaUnit, annotation: JavaAnnotation, element: string, added: number): Setting<number> | null {
  const value = annotation.argument(element);
  const count = value && numberSetting(evaluate(unit, value), value, null);
  return count && { ...count, value: map(count.value, (times) => times + added) };
}

/** `resilience4j.retry.instances.NAME.max-attempts`, or what its configurations say by default. */
function configured(unit: JavaUnit, retry: JavaAnnotation): Setting<number> | null {
  const nameNode = retry.argument('name');
  const name = nameNode ? evaluate(unit, nameNode).known : null;
  const config = moduleConfigOf(unit.path, unit.files);
  const instance = name && isKnown(name) ? String(valueOf(name)).toLowerCase() : null;
  const setting =
    config && ((instance === null ? undefined : config.setting(`resilience4j.retry.instances.${instance}.max-attempts`)) ?? config.setting('resilience4j.retry.configs.default.max-attempts'));
  if (!setting) return null;
  if (!isKnown(setting.value)) return { value: setting.value, variables: setting.variables };
  const attempts = Number(setting.value.value);
  return Number.isFinite(attempts) ? { value: stated(attempts, setting.value.source, setting.value.says), variables: setting.variables } : null;
}
