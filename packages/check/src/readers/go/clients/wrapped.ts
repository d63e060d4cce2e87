import type { ClientUse } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { ancestor, child, namedChildren, textOf, walk } from '../../syntax/index.ts';
import { map } from '../../../model/known.ts';
import { defaulted, goDefaults } from '../defaults.ts';
import { evaluate } from '../value/evaluate.ts';
import { bindingsIn, bodyAround, qualified } from '../code/scope.ts';
import { makingSite } from '../code/site.ts';
import type { GoUnit } from '../code/unit.ts';
import { argsOf, calledName, receiverOf } from '../code/unit.ts';
import { durationSetting, numberSetting, shown } from '../value/value.ts';
import { timeoutBehind } from './http.ts';
import { clientUse, zeroIsNone } from './use.ts';

/** `resty.New().SetTimeout(…)` and `retryablehttp.NewClient()` with its fields. */
export function wrappedClient(unit: GoUnit, node: SyntaxNode): ClientUse | null {
  const full = node.type === 'call_expression' ? qualified(unit, node) : null;
  if (full === 'github.com/hashicorp/go-retryablehttp.NewClient') return retryable(unit, node);
  if (full && /resty\.New(WithClient)?$/.test(full)) return resty(unit, node);
  return null;
}

function retryable(unit: GoUnit, node: SyntaxNode): ClientUse {
  const fields = fieldsOn(unit, node);
  const timeout = fields.get('HTTPClient.Timeout');
  const inner = fields.get('HTTPClient');
  const most = fields.get('RetryMax');
  const tries = most ? numberSetting(evaluate(unit, most), most, `RetryMax = ${shown(most)}`) : null;
  return clientUse({
    library: 'go-retryablehttp',
    callee: 'retryablehttp.NewClient',
    site: makingSite(unit, node),
    timeoutMs: inner
      ? timeoutBehind(unit, inner)
      : timeout
        ? zeroIsNone(durationSetting(evaluate(unit, timeout), timeout, `HTTPClient.Timeout = ${shown(timeout)}`))
        : defaulted(goDefaults.retryable, node),
    tries: tries ? { ...tries, value: map(tries.value, (retries) => retries + 1) } : defaulted(goDefaults.retryableTries, node),
    perCallCost: 'a new connection pool',
  });
}

function resty(unit: GoUnit, node: SyntaxNode): ClientUse {
  const calls = callsOn(unit, node);
  const timeout = calls.findLast((call) => calledName(call) === 'SetTimeout');
  const retries = calls.findLast((call) => calledName(call) === 'SetRetryCount');
  const [time, count] = [timeout && argsOf(timeout)[0], retries && argsOf(retries)[0]];
  const tries: Setting<number> | null = count ? numberSetting(evaluate(unit, count), count, `SetRetryCount(${shown(count)})`) : null;
  return clientUse({
    library: 'resty',
    callee: 'resty.New',
    site: makingSite(unit, node),
    timeoutMs: time ? zeroIsNone(durationSetting(evaluate(unit, time), time, `SetTimeout(${shown(time)})`)) : defaulted(goDefaults.resty, node),
    tries: tries ? { ...tries, value: map(tries.value, (retried) => retried + 1) } : defaulted(goDefaults.restyTries, node),
    perCallCost: 'a new connection pool',
  });
}

function boundName(node: SyntaxNode): string | null {
  const bound = ancestor(node, 'short_var_declaration', 'assignment_statement', 'var_spec');
  const left = bound && (child(bound, 'left') ? namedChildren(child(bound, 'left') ?? bound)[0] : child(bound, 'name'));
  return left ? textOf(left) : null;
}

function fieldsOn(unit: GoUnit, node: SyntaxNode): ReadonlyMap<string, SyntaxNode> {
  const name = boundName(node);
  const body = bodyAround(unit, node);
  const found = new Map<string, SyntaxNode>();
  for (const each of name && body ? bindingsIn(body) : []) if (each.name.startsWith(`${name}.`) && each.value) found.set(each.name.slice((name ?? '').length + 1), each.value);
  return found;
}

function callsOn(unit: GoUnit, node: SyntaxNode): readonly SyntaxNode[] {
  const name = boundName(node);
  const found: SyntaxNode[] = [];
  for (let at = node; at.parent?.type === 'selector_expression' && at.parent.parent?.type === 'call_expression'; at = at.parent.parent) found.push(at.parent.parent);
  const body = name ? bodyAround(unit, node) : null;
  for (const each of body ? walk(body) : []) if (each.type === 'call_expression' && textOf(receiverOf(each) ?? each).startsWith(name ?? ' ')) found.push(each);
  return found;
}
