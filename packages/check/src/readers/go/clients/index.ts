import type { ClientUse } from '../../../facts/code.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { walk } from '../../syntax/index.ts';
import type { GoUnit } from '../code/unit.ts';
import { defaultClient, httpCall, httpClient, httpShortcut } from './http.ts';
import { awsClient, grpcCall, grpcConnection } from './remote.ts';
import { retried } from './retries.ts';
import { sdkClient } from './sdk.ts';
import { wrappedClient } from './wrapped.ts';

const ofCalls: readonly ((unit: GoUnit, node: SyntaxNode) => ClientUse | null)[] = [httpShortcut, httpClient, httpCall, wrappedClient, grpcConnection, awsClient, sdkClient, grpcCall];

export function clientsOf(unit: GoUnit): readonly ClientUse[] {
  const found: ClientUse[] = [];
  for (const node of walk(unit.tree.root)) {
    if (node.type === 'composite_literal' || node.type === 'selector_expression') {
      const made = node.type === 'composite_literal' ? httpClient(unit, node) : defaultClient(unit, node);
      if (made) found.push(made);
    } else if (node.type === 'call_expression') {
      for (const recognise of ofCalls) {
        const use = recognise(unit, node);
        if (!use) continue;
        found.push(retried(unit, node, use));
        break;
      }
    }
  }
  return found;
}
