import type { DynamoClient, DynamoItem } from '../../stores/dynamodb.ts';
import { dynamoTable } from '../../stores/dynamodb.ts';
import type { Fence, FencePass } from './fence.ts';
import { staleWrite } from './fence.ts';

export interface DynamoFenceOptions {
  readonly client: DynamoClient;
  /** Its partition key is `key`, a string. The item of a lock has the lock's key. */
  readonly table: string;
}

export interface DynamoWriter {
  read(): Promise<DynamoItem | null>;
  /** Replaces the item. `attributes` are written as DynamoDB writes them (`{ N: '12' }`); `key` and `fence` are set here. */
  put(attributes: Readonly<Record<string, unknown>>): Promise<void>;
}

/** Refuses stale writers of an item in DynamoDB, which carries the greatest token seen in `fence`: each write is conditional on it. */
export function dynamoFence({ client, table }: DynamoFenceOptions): Fence<DynamoWriter> {
  const items = dynamoTable(client, table);
  const highest = async (key: string): Promise<number> => Number((await items.get(key))?.['fence']?.N ?? 0);
  const unlessNewer = { ConditionExpression: 'attribute_not_exists(fence) OR fence <= :token' };
  const under = ({ token }: FencePass): Record<string, unknown> => ({ ':token': { N: String(token) } });
  return {
    system: 'dynamodb',
    highest,
    async open(pass) {
      const raised = await items.update(pass.key, 'SET fence = :token', { ...unlessNewer, ExpressionAttributeValues: under(pass) });
      if (!raised) throw staleWrite(pass, await highest(pass.key).catch(() => null));
      return {
        read: () => items.get(pass.key),
        async put(attributes) {
          const item = { ...attributes, key: { S: pass.key }, fence: { N: String(pass.token) } };
          if (!(await items.put(item, { ...unlessNewer, ExpressionAttributeValues: under(pass) }))) throw staleWrite(pass, await highest(pass.key).catch(() => null));
        },
      };
    },
  };
}
