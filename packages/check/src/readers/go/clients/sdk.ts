import type { ClientUse } from '../../../facts/code.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { qualified } from '../code/scope.ts';
import { makingSite } from '../code/site.ts';
import type { GoUnit } from '../code/unit.ts';
import { cannotTell, clientUse } from './use.ts';

interface Made {
  readonly library: string;
  readonly service: string | null;
  readonly cost: string;
}

/** What providers' libraries mean to be made once, made anew by each call: sessions, configurations, clients with connections of their own. */
export function sdkClient(unit: GoUnit, node: SyntaxNode): ClientUse | null {
  const full = qualified(unit, node);
  const made = full === null ? null : madeBy(full);
  const site = made && makingSite(unit, node);
  if (full === null || !made || site?.lifetime !== 'call') return null;
  return clientUse({
    protocol: 'sdk',
    library: made.library,
    callee: full.replace(/^.*\//, ''),
    site,
    timeoutMs: cannotTell('each call brings its own deadline', 'the deadline of each call', node),
    perCallCost: made.cost,
    service: made.service,
  });
}

function madeBy(full: string): Made | null {
  if (/^github\.com\/aws\/aws-sdk-go\/aws\/session\.NewSession(WithOptions)?$/.test(full)) return { library: 'aws-sdk-go', service: null, cost: 'credentials and configuration are read again' };
  if (full === 'github.com/aws/aws-sdk-go-v2/config.LoadDefaultConfig') return { library: 'aws-sdk-go-v2', service: null, cost: 'credentials are fetched again and a new connection pool is opened' };
  const google = /^cloud\.google\.com\/go\/(\w+)(?:\/[\w/]+)?\.New(\w*Client\w*)$/.exec(full);
  return google ? { library: 'cloud.google.com/go', service: google[1] ?? null, cost: 'a new connection' } : null;
}
