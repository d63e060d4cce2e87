import type { ClientUse } from '../../../facts/code.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, textOf } from '../../syntax/index.ts';
import { callName, constructionAt, rootOf } from '../code/construction.ts';
import { defaulted, javaDefaults } from '../defaults.ts';
import { makingSite } from '../code/site.ts';
import type { JavaUnit } from '../code/unit.ts';
import { isKnown } from '../../../model/known.ts';
import { okHttpConnections } from './connections.ts';
import { clientUse, shapedBy, timeFrom, zeroIsForever } from './timeout.ts';

/** `new OkHttpClient()` and `new OkHttpClient.Builder()…build()`. */
export function okHttpClient(unit: JavaUnit, node: SyntaxNode): ClientUse | null {
  const made = node.type === 'object_creation_expression' ? node : callName(node) === 'build' ? rootOf(node) : null;
  if (made?.type !== 'object_creation_expression') return null;
  const type = textOf(child(made, 'type') ?? made);
  if (node === made ? type !== 'OkHttpClient' : type !== 'OkHttpClient.Builder') return null;
  const construction = constructionAt(unit, made);
  const whole = zeroIsForever(timeFrom(unit, shapedBy(construction, 'callTimeout')));
  const read = zeroIsForever(timeFrom(unit, shapedBy(construction, 'readTimeout')));
  const bounded = whole && isKnown(whole.value) && whole.value.value === Infinity ? null : whole;
  return clientUse({
    library: 'okhttp',
    callee: `new ${type}`,
    site: makingSite(unit, node),
    timeoutMs: bounded ?? read ?? defaulted(javaDefaults.okHttp, node),
    connectTimeoutMs: timeFrom(unit, shapedBy(construction, 'connectTimeout')) ?? defaulted(javaDefaults.okHttpConnect, node),
    perCallCost: 'a new connection pool',
    connectionsMax: okHttpConnections(unit, node, shapedBy(construction, 'dispatcher')),
  });
}
