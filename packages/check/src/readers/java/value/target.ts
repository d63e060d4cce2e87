import type { SyntaxNode } from '../../syntax/index.ts';
import { child, namedChildren, sourceOf, textOf } from '../../syntax/index.ts';
import type { Setting } from '../../../facts/setting.ts';
import { isKnown, stated } from '../../../model/known.ts';
import { originOf } from '../clients/follow.ts';
import type { JavaUnit } from '../code/unit.ts';
import { evaluate } from './evaluate.ts';
import { stringSetting } from './value.ts';

/** Where a request goes: the whole address, or its scheme and host when only the path is put together at run time. */
export function targetSetting(unit: JavaUnit, node: SyntaxNode): Setting<string> {
  const whole = stringSetting(evaluate(unit, node), node);
  if (isKnown(whole.value)) return whole;
  const made = originOf(unit, node);
  const host = made && /^https?:\/\/[\w.-]+(:\d+)?(?=\/)/.exec(leftmost(made))?.[0];
  return host ? { value: stated(host, sourceOf(node), host), variables: whole.variables } : whole;
}

/** The literal that a concatenation or a format starts with. */
function leftmost(node: SyntaxNode): string {
  let at = node;
  for (;;) {
    const next =
      at.type === 'binary_expression'
        ? child(at, 'left')
        : at.type === 'parenthesized_expression'
          ? namedChildren(at)[0]
          : at.type === 'method_invocation' && /^(String\.format|URI\.create)/.test(textOf(at))
            ? namedChildren(child(at, 'arguments') ?? at)[0]
            : null;
    if (!next) break;
    at = next;
  }
  return at.type === 'string_literal' ? textOf(at).slice(1, -1) : '';
}
