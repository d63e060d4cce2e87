import type { ClientUse } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { textOf, walk } from '../../syntax/index.ts';
import { isKnown } from '../../../model/known.ts';
import { originOf } from '../code/origin.ts';
import { valueNamed } from '../code/scope.ts';
import type { GoUnit } from '../code/unit.ts';

/**
 * How the calls of a gRPC connection are spread. Without a policy it is pick_first: the first address that answers gets all of them
 * (gRPC documentation, "Load Balancing Policies"). `grpc.Dial` passes its address through unresolved, `grpc.NewClient` asks DNS.
 * Undefined where the options or the address come from elsewhere and decide it.
 */
export function balancingOf(unit: GoUnit, address: Setting<string> | null, resolvesNames: boolean, options: readonly SyntaxNode[]): ClientUse['balancing'] {
  const target = address && isKnown(address.value) ? address.value.value : null;
  if (target?.startsWith('xds:')) return 'per-call';
  const texts = options.map((option) => optionText(unit, option));
  if (texts.some((text) => text !== null && /round_robin|roundrobin|weighted_round_robin|least_request|WithBalancer|xds/i.test(text))) {
    if (target === null) return resolvesNames ? 'per-call' : undefined;
    const scheme = /^(\w+):\/\//.exec(target)?.[1];
    return scheme === 'passthrough' || (scheme === undefined && !resolvesNames) ? 'one-backend' : 'per-call';
  }
  const mayHide = texts.some((text) => text === null) || (target !== null && /^(?!dns|passthrough|unix|ipv4|ipv6|https?)\w+:\/\//.test(target));
  return mayHide ? undefined : 'one-backend';
}

/** An option with the constants it names, as text; null for one whose making is not seen. */
function optionText(unit: GoUnit, option: SyntaxNode): string | null {
  if (option.type === 'identifier') return null;
  if (option.type === 'variadic_argument') return spreadText(unit, option);
  return withConstants(unit, option);
}

/** `options...`: a list that is written down, or appended to in the same file. */
function spreadText(unit: GoUnit, option: SyntaxNode): string | null {
  const made = originOf(unit, option.children.find((each) => each.named) ?? option, 3);
  const appended = appendedTo(option);
  if (made?.node.type === 'composite_literal') return `${withConstants(made.unit, made.node)} ${appended}`;
  return appended === '' ? null : appended;
}

function withConstants(unit: GoUnit, option: SyntaxNode): string {
  const named = [...walk(option)].flatMap((node) => {
    const value = node.type === 'identifier' || node.type === 'selector_expression' ? valueNamed(unit, node)?.value.value : null;
    return value ? [textOf(value)] : [];
  });
  return [textOf(option), ...named].join(' ');
}

/** `options = append(options, …)` before they are spread. */
function appendedTo(option: SyntaxNode): string {
  const name = textOf(option).replace(/\.\.\.$/, '');
  return [...option.tree.text.matchAll(/(\w+)\s*=\s*append\(([^\n]*)/g)]
    .filter((match) => match[1] === name)
    .map((match) => match[2])
    .join(' ');
}
