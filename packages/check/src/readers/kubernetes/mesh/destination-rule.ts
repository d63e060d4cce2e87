import { at, booleanOf, entriesOf, entryOf, itemsOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { Source } from '@plimsoll/contract';
import type { MeshPolicy } from '../../../facts/deployment.ts';
import { extentOf } from '../extent.ts';
import { readBase } from '../object.ts';
import { afford } from '../scope.ts';
import type { Scope } from '../scope.ts';
import { knownNumber, nameText } from '../value.ts';

/**
 * https://istio.io/latest/docs/reference/config/networking/destination-rule/: the policy of the host, of its ports and of its subsets. What
 * any of them sets counts as set; a limit on connections is only taken from the policy of the host, as the others hold for a part.
 */
export function readDestinationRule(node: YamlNode, scope: Scope): MeshPolicy | null {
  const base = readBase(node, scope);
  if (base === null) return null;
  const spec = at(node, 'spec');
  const host = nameText(at(spec, 'host'), scope);
  const whole = at(spec, 'trafficPolicy');
  const subsets = afford(itemsOf(at(spec, 'subsets')), scope).map((subset) => at(subset, 'trafficPolicy'));
  const policies = [whole, ...subsets].flatMap((policy) => [policy, ...afford(itemsOf(at(policy, 'portLevelSettings')), scope)]);
  return {
    kind: 'mesh-policy',
    type: 'DestinationRule',
    ...base,
    hosts: host === null ? [] : [host],
    timeouts: [],
    retries: [],
    outlierDetection: first(policies, outlierDetection),
    connectionsMax: knownNumber(at(whole, 'connectionPool', 'tcp', 'maxConnections'), scope, 'maxConnections'),
    locality: first(policies, locality),
    sticky: first(policies, sticky),
  };
}

function first(policies: readonly (YamlNode | undefined)[], find: (policy: YamlNode | undefined) => Source | null): Source | null {
  for (const policy of policies) {
    const found = find(policy);
    if (found !== null) return found;
  }
  return null;
}

function outlierDetection(policy: YamlNode | undefined): Source | null {
  const node = policy && entryOf(policy, 'outlierDetection')?.value;
  return node?.kind === 'mapping' ? extentOf(node) : null;
}

/** `enabled: false` switches it off for this host. */
function locality(policy: YamlNode | undefined): Source | null {
  const node = at(policy, 'loadBalancer', 'localityLbSetting');
  return node === undefined || booleanOf(at(node, 'enabled')) === false || entriesOf(node).length === 0 ? null : extentOf(node);
}

/** A hash over a cookie or the client's address binds a client to one pod; one over a header or parameter spreads keys, as a cache wants. */
function sticky(policy: YamlNode | undefined): Source | null {
  const hash = at(policy, 'loadBalancer', 'consistentHash');
  const bound = at(hash, 'httpCookie') !== undefined || booleanOf(at(hash, 'useSourceIp')) === true;
  return hash === undefined || !bound ? null : extentOf(hash);
}
