import { externalBases } from '../code/external.ts';
import { classAround, madeBy, referentOf } from '../code/referent.ts';
import { bindingsOf } from '../code/scope.ts';
import type { PythonClass } from '../code/types.ts';
import { callAt, moduleAround } from '../code/workspace.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, namedChildren, textOf } from '../../syntax/index.ts';
import { textLiteral } from './literal.ts';

export interface SettingsField {
  readonly variable: string;
  readonly fallback: SyntaxNode | null;
}

/** `settings.db_pool_size`, where settings is an instance of an own class derived from pydantic's BaseSettings. */
export function settingsField(node: SyntaxNode): SettingsField | null {
  if (node.type !== 'attribute') return null;
  const object = child(node, 'object');
  const name = child(node, 'attribute');
  if (!object || !name) return null;
  const self = /^(self|cls)$/.test(textOf(object)) ? classAround(node) : null;
  const direct = self ? null : referentOf(object);
  const made = self || direct?.kind === 'class' ? null : direct?.kind === 'instance' ? direct : madeBy(object);
  const declared = self ?? (direct?.kind === 'class' ? direct.class : made?.kind === 'instance' ? made.class : null);
  return declared ? fieldOf(declared, textOf(name), 0) : null;
}

function fieldOf(declared: PythonClass, name: string, steps: number): SettingsField | null {
  if (steps > 5 || !externalBases(declared).some((each) => /^pydantic(_settings|\.v1|\.env_settings)?\.BaseSettings$/.test(each))) return null;
  const binding = bindingsOf(declared.node)
    .get(name)
    ?.find((each) => each.kind === 'value' || each.kind === 'annotated');
  if (!binding) {
    for (const base of declared.bases) {
      const parent = referentOf(base);
      const found = parent?.kind === 'class' ? fieldOf(parent.class, name, steps + 1) : null;
      if (found) return found;
    }
    return null;
  }
  const variable = `${prefixOf(declared)}${name}`.toUpperCase();
  if (binding.kind !== 'value') return { variable, fallback: null };
  const call = callAt(binding.value);
  if (!call || !/(^|\.)Field$/.test(call.written)) return { variable, fallback: binding.value };
  const alias = ['validation_alias', 'alias', 'env'].map((each) => textLiteral(call.keywords.get(each))).find((each) => each !== null);
  const first = call.keywords.get('default') ?? call.positional[0] ?? null;
  return { variable: (alias ?? variable).toUpperCase(), fallback: first?.type === 'ellipsis' ? null : first };
}

function prefixOf(declared: PythonClass): string {
  const bindings = bindingsOf(declared.node);
  const config = bindings.get('model_config')?.find((each) => each.kind === 'value');
  if (config?.kind === 'value') {
    const call = callAt(config.value);
    const keyword = textLiteral(call?.keywords.get('env_prefix'));
    if (keyword !== null) return keyword;
    for (const pair of config.value.type === 'dictionary' ? namedChildren(config.value) : []) {
      if (textLiteral(child(pair, 'key')) === 'env_prefix') return textLiteral(child(pair, 'value')) ?? '';
    }
  }
  const inner = bindings.get('Config')?.find((each) => each.kind === 'definition');
  const nested = inner ? moduleAround(inner.node).classAt(inner.node) : null;
  const prefix =
    nested &&
    bindingsOf(nested.node)
      .get('env_prefix')
      ?.find((each) => each.kind === 'value');
  return prefix && prefix.kind === 'value' ? (textLiteral(prefix.value) ?? '') : '';
}
