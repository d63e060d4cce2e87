import type { Setting } from '../../../facts/setting.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { isKnown, stated } from '../../../model/known.ts';
import { canonicalKey, moduleConfigOf } from '../../spring-config/index.ts';
import { annotationNamed } from '../code/annotations.ts';
import { evaluate } from '../value/evaluate.ts';
import type { JavaUnit } from '../code/unit.ts';
import { methodAround } from '../code/unit.ts';

/** A `@Bean @ConfigurationProperties("orders.datasource")` pool takes its setters' values from the module's configuration. */
export function configuredSize(unit: JavaUnit, node: SyntaxNode, setters: readonly string[]): Setting<number> | null {
  const method = methodAround(unit, node);
  const bound = method && annotationNamed(method.annotations, 'ConfigurationProperties');
  const prefixNode = bound && (bound.argument('prefix') ?? bound.argument('value'));
  const config = moduleConfigOf(unit.path, unit.files);
  if (!prefixNode || !config) return null;
  const prefix = evaluate(unit, prefixNode).known;
  if (!isKnown(prefix)) return null;
  for (const setter of setters) {
    const name = canonicalKey(setter.replace(/^set(?=[A-Z])/, '').replace(/^[A-Z]/, (letter) => letter.toLowerCase()));
    const setting = config.setting(`${canonicalKey(String(prefix.value))}.${name}`);
    if (!setting) continue;
    if (!isKnown(setting.value)) return { value: setting.value, variables: setting.variables };
    const number = Number(setting.value.value);
    if (Number.isFinite(number)) return { value: stated(number, setting.value.source, setting.value.says), variables: setting.variables };
  }
  return null;
}
