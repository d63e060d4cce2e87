import type { SyntaxNode } from '../../syntax/index.ts';
import { child, textOf } from '../../syntax/index.ts';
import { callName } from '../code/construction.ts';
import type { JavaMethod, JavaUnit } from '../code/unit.ts';
import { methodAround, simpleType, typeAround } from '../code/unit.ts';

const reactiveTypes = /^(Mono|Flux|Uni|Multi|Publisher|Single|Maybe|Flowable|Completable)$/;
const operators = /^(map|flatMap|flatMapMany|concatMap|switchMap|filter|filterWhen|doOnNext|doOnSuccess|doOnError|doFinally|handle|then|onErrorResume|zipWhen|transform|onItem|invoke|call)$/;

/** Has this file to do with reactive libraries at all? */
export function hasEventLoop(unit: JavaUnit): boolean {
  return unit.imports.some((each) => /^(reactor\.core|io\.smallrye\.mutiny|org\.reactivestreams|io\.reactivex|io\.vertx)/.test(each.name));
}

/** Does this piece of code run on an event loop: in a function that gives a publisher, one of its operators, or a verticle? */
export function onEventLoop(unit: JavaUnit, node: SyntaxNode): boolean {
  const method = methodAround(unit, node);
  if (!method || isMovedAway(method)) return false;
  if (isVerticle(unit, node)) return true;
  if (reactiveTypes.test(method.returns)) return true;
  for (let above = node.parent; above && above !== method.node; above = above.parent) {
    const call = above.type === 'lambda_expression' ? above.parent?.parent : null;
    const object = call?.type === 'method_invocation' && operators.test(callName(call)) ? child(call, 'object') : null;
    if (object && /\b(Mono|Flux|Uni|Multi)\b|\b(webClient|bodyTo(Mono|Flux))\b/.test(textOf(object))) return true;
  }
  return false;
}

/** `subscribeOn(Schedulers.boundedElastic())`, `executeBlocking(…)`, `@Blocking`: threads that may wait. */
function isMovedAway(method: JavaMethod): boolean {
  const text = textOf(method.node);
  return /Schedulers\.(boundedElastic|elastic|fromExecutor)|executeBlocking|runSubscriptionOn|@Blocking|@RunOnVirtualThread|subscribeOn\(/.test(text);
}

function isVerticle(unit: JavaUnit, node: SyntaxNode): boolean {
  return typeAround(unit, node)?.supertypes.some((each) => simpleType(each) === 'AbstractVerticle') ?? false;
}
