import type { ClientUse } from '../../../facts/code.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { walk } from '../../syntax/index.ts';
import type { JavaUnit } from '../code/unit.ts';
import { apacheClient } from './apache.ts';
import { callThrough } from './calls.ts';
import { awsClient, grpcChannel, grpcStub, sendGrid } from './cloud.ts';
import { builtFeign, declaredClient } from './feign.ts';
import { javaNetCall, javaNetClient } from './java-net.ts';
import { nimbusRequest } from './nimbus.ts';
import { okHttpClient } from './ok-http.ts';
import { builtRestClient, newRestTemplate } from './rest-template.ts';
import { jaxRsClient, urlConnection } from './url-connection.ts';
import { webClient } from './web-client.ts';

type Recognise = (unit: JavaUnit, node: SyntaxNode) => ClientUse | null;

const ofNew: readonly Recognise[] = [newRestTemplate, okHttpClient, sendGrid];
/** Those that make clients; a call through one is resolved with them. */
const ofCalls: readonly Recognise[] = [builtRestClient, webClient, javaNetClient, apacheClient, okHttpClient, builtFeign, awsClient, grpcChannel, grpcStub, jaxRsClient];

export function clientMadeAt(unit: JavaUnit, node: SyntaxNode): ClientUse | null {
  const recognisers = node.type === 'object_creation_expression' ? ofNew : node.type === 'method_invocation' ? ofCalls : [];
  for (const recognise of recognisers) {
    const found = recognise(unit, node);
    if (found) return found;
  }
  return null;
}

export function clientsOf(unit: JavaUnit): readonly ClientUse[] {
  const found: ClientUse[] = unit.types.flatMap((type) => declaredClient(unit, type) ?? []);
  for (const node of walk(unit.tree.root)) {
    const made = clientMadeAt(unit, node);
    if (made) found.push(made);
    else if (node.type === 'method_invocation') {
      const call = javaNetCall(unit, node) ?? urlConnection(unit, node) ?? nimbusRequest(unit, node) ?? callThrough(unit, node, clientMadeAt);
      if (call) found.push(call);
    }
  }
  return found;
}
