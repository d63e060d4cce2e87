import type { Clock } from '../../clock/index.ts';
import { systemClock } from '../../clock/index.ts';
import { boundedMap } from '../../stores/bounded-map.ts';
import type { DynamoClient, DynamoItem } from '../../stores/dynamodb.ts';
import { dynamoTable } from '../../stores/dynamodb.ts';
import type { Grant, LeaseStore } from './lease-store.ts';

export interface DynamoLeaseOptions {
  readonly client: DynamoClient;
  /** Its partition key is `key`, a string; it has no sort key and no expiry, as items keep the last token. */
  readonly table: string;
  readonly clock?: Clock;
}

const observedMax = 10_000;

/**
 * Leases in a table of DynamoDB. It has no clock to ask, and clocks of other machines are never compared: a lease of somebody else is over when its version has not
 * changed for as long as it was given for, on the monotonic clock of whoever watches. So the first lease after a holder has died takes up to two lease times.
 */
export function dynamoLeases({ client, table, clock = systemClock }: DynamoLeaseOptions): LeaseStore {
  const items = dynamoTable(client, table);
  const observed = boundedMap<{ readonly version: string; readonly sinceMs: number }>(observedMax);
  let versions = 0;
  const nextVersion = (owner: string): string => `${owner}:${(versions += 1)}`;

  /** Takes the lease if `condition` still holds. */
  async function take(key: string, owner: string, leaseMs: number, token: number, condition: string, values: Readonly<Record<string, unknown>>): Promise<Grant> {
    const taken = await items.update(key, 'SET #o = :o, #v = :v, lease_ms = :l, #t = :t', {
      ConditionExpression: condition,
      ExpressionAttributeNames: { '#o': 'owner', '#v': 'version', '#t': 'token' },
      ExpressionAttributeValues: { ':o': { S: owner }, ':v': { S: nextVersion(owner) }, ':l': { N: String(leaseMs) }, ':t': { N: String(token) }, ...values },
    });
    if (!taken) return { held: true, freeInMs: null };
    observed.delete(key);
    return { held: false, token };
  }

  return {
    system: 'dynamodb',
    async acquire(key, owner, leaseMs, floor) {
      const item = await items.get(key);
      if (!item) return take(key, owner, leaseMs, floor + 1, 'attribute_not_exists(#t) AND attribute_not_exists(#o)', {});
      const last = Number(item['token']?.N ?? 0);
      const token = Math.max(last, floor) + 1;
      if (!item['owner']) return take(key, owner, leaseMs, token, 'attribute_not_exists(#o) AND #t = :last', { ':last': { N: String(last) } });
      const freeInMs = watch(key, item);
      if (freeInMs > 0) return { held: true, freeInMs };
      return take(key, owner, leaseMs, token, '#v = :seen', { ':seen': { S: item['version']?.S ?? '' } });
    },
    async extend(key, owner, leaseMs) {
      const extended = await items.update(key, 'SET #v = :v, lease_ms = :l', {
        ConditionExpression: '#o = :o',
        ExpressionAttributeNames: { '#o': 'owner', '#v': 'version' },
        ExpressionAttributeValues: { ':o': { S: owner }, ':v': { S: nextVersion(owner) }, ':l': { N: String(leaseMs) } },
      });
      return extended !== null;
    },
    async release(key, owner) {
      await items.update(key, 'REMOVE #o', { ConditionExpression: '#o = :o', ExpressionAttributeNames: { '#o': 'owner' }, ExpressionAttributeValues: { ':o': { S: owner } } });
    },
  };

  /** How long the version that is seen has to stay until the lease is over. */
  function watch(key: string, item: DynamoItem): number {
    const version = item['version']?.S ?? '';
    const seen = observed.get(key);
    const sinceMs = seen?.version === version ? seen.sinceMs : clock.nowMs();
    if (seen?.version !== version) observed.set(key, { version, sinceMs });
    return Math.max(0, sinceMs + Number(item['lease_ms']?.N ?? 0) - clock.nowMs());
  }
}
