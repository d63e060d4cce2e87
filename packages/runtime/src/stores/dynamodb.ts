import { peer } from './options.ts';

/** A `DynamoDBClient` of `@aws-sdk/client-dynamodb`. */
export interface DynamoClient {
  send(command: never): Promise<unknown>;
}

/** An attribute as DynamoDB writes it. */
export interface DynamoValue {
  readonly S?: string;
  readonly N?: string;
}

export type DynamoItem = Readonly<Record<string, DynamoValue>>;

interface Conditional {
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Record<string, unknown>;
}

/** One table of DynamoDB with the key attribute `key`: what the parts here ask of it. */
export interface DynamoTable {
  /** Strongly consistent; null where there is none. */
  get(key: string): Promise<DynamoItem | null>;
  /** The attributes after the update, or null when the condition does not hold. */
  update(key: string, expression: string, condition: Conditional): Promise<DynamoItem | null>;
  /** False when the condition does not hold. */
  put(item: Readonly<Record<string, unknown>>, condition: Conditional): Promise<boolean>;
}

export function dynamoTable(client: DynamoClient, tableName: string): DynamoTable {
  const load = () => peer('a table of DynamoDB', '@aws-sdk/client-dynamodb', () => import('@aws-sdk/client-dynamodb'));
  return {
    async get(key) {
      const { GetItemCommand } = await load();
      const answer = (await client.send(new GetItemCommand({ TableName: tableName, Key: { key: { S: key } }, ConsistentRead: true }) as never)) as { readonly Item?: DynamoItem };
      return answer.Item ?? null;
    },
    async update(key, expression, condition) {
      const { UpdateItemCommand } = await load();
      const command = new UpdateItemCommand({ TableName: tableName, Key: { key: { S: key } }, UpdateExpression: expression, ...condition, ReturnValues: 'ALL_NEW' } as never);
      const answer = await unlessRefused(client.send(command as never) as Promise<{ readonly Attributes?: DynamoItem }>);
      return answer && (answer.Attributes ?? {});
    },
    async put(item, condition) {
      const { PutItemCommand } = await load();
      const command = new PutItemCommand({ TableName: tableName, Item: item, ...condition } as never);
      return (await unlessRefused(client.send(command as never))) !== null;
    },
  };
}

async function unlessRefused<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return null;
    throw error;
  }
}
