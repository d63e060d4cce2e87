import type { ClientUse } from '../../../facts/code.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { argsOf, callName, constructionAt } from '../code/construction.ts';
import { callSite } from '../code/site.ts';
import type { JavaUnit } from '../code/unit.ts';
import { defaulted, javaDefaults } from '../defaults.ts';
import { clientUse, shapedBy, timeFrom, zeroIsForever } from './timeout.ts';

/** `tokenRequest.toHTTPRequest()…send()` of the Nimbus OAuth 2.0 SDK: each request opens a connection of its own. */
export function nimbusRequest(unit: JavaUnit, node: SyntaxNode): ClientUse | null {
  if (callName(node) !== 'toHTTPRequest' || argsOf(node).length > 0) return null;
  const construction = constructionAt(unit, node);
  const sent = shapedBy(construction, 'send');
  if (sent?.args.length !== 0) return null; // a sender that is handed in has timeouts of its own
  return clientUse({
    library: 'nimbus-oauth2-sdk',
    act: 'call',
    callee: 'HTTPRequest.send',
    site: callSite(unit, node),
    timeoutMs: zeroIsForever(timeFrom(unit, shapedBy(construction, 'setReadTimeout'))) ?? defaulted(javaDefaults.nimbus, node),
    connectTimeoutMs: timeFrom(unit, shapedBy(construction, 'setConnectTimeout')),
  });
}
