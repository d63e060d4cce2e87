import { at, entryOf, itemsOf, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { Source } from '@plimsoll/contract';
import { derived, stated, unknown } from '../../model/known.ts';
import type { Fact, Known } from '../../model/known.ts';
import { chainOf, replaceWithin, saysAssignment, tooLong } from '../shell/index.ts';
import type { Parameter, Parameters } from './scope.ts';

/** The `parameters:` of an OpenShift template, https://docs.openshift.com/container-platform/4.16/openshift_images/using-templates.html */
export function readParameters(template: YamlNode): Parameters {
  const parameters = new Map<string, Parameter>();
  for (const item of itemsOf(at(template, 'parameters'))) {
    const name = textOf(at(item, 'name'));
    if (name === undefined) continue;
    const value = entryOf(item, 'value')?.value ?? null;
    const hasValue = value !== null && textOf(value) !== undefined;
    parameters.set(name, { name, value: hasValue ? value : null, generated: at(item, 'generate') !== undefined, source: item.source });
  }
  return parameters;
}

// `${{NAME}}` stands for a whole value without quotes, `${NAME}` for a piece of text.
const reference = /\$\{\{([A-Za-z0-9_]+)\}\}|\$\{([A-Za-z0-9_]+)\}/g;

/** The text with declared parameters filled in. A name that the template does not declare stays as written, as OpenShift leaves it. */
export function substitute(text: string, parameters: Parameters, source: Source, says: string): Known<string> {
  const from: Fact<unknown>[] = [];
  let missing: Parameter | null = null;
  const value = replaceWithin(text, reference, ([written, whole, piece]) => {
    const parameter = parameters.get(whole ?? piece ?? '');
    if (!parameter) return written;
    const given = textOf(parameter.value ?? undefined);
    if (parameter.value === null || given === undefined) {
      missing ??= parameter;
      return written;
    }
    from.push(stated(given, parameter.value.source, saysAssignment(parameter.name, given)));
    return given;
  });
  if (value === null) return tooLong(source);
  if (missing !== null) return missingParameter(missing, chainOf(from));
  return from.length === 0 ? stated(text, source, says) : derived(value, chainOf(from), source, says);
}

/** Names with the parameters that have values filled in; the others stay as written, so that equal names stay equal. */
export function substituteName(text: string, parameters: Parameters | null): string {
  if (parameters === null) return text;
  const name = replaceWithin(text, reference, ([written, whole, piece]) => {
    const value = parameters.get(whole ?? piece ?? '')?.value;
    return textOf(value ?? undefined) ?? written;
  });
  return name ?? text;
}

function missingParameter(parameter: Parameter, from: readonly Fact<unknown>[]): Known<string> {
  const { name, source, generated } = parameter;
  if (generated)
    return unknown(`the template parameter ${name} is generated when the template is processed`, { cause: 'outside-the-repository', what: `the generated value of ${name}` }, { source, from });
  return unknown(`the template parameter ${name} has no value`, { cause: 'no-value-given', what: `a value for the template parameter ${name}` }, { source, from });
}
