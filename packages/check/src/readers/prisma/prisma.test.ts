import { describe, expect, it } from 'vitest';
import { isKnown } from '../../model/known.ts';
import type { FileIndex } from '../reader.ts';
import { prismaReader } from './index.ts';

const nothing: FileIndex = { paths: [], has: () => false, text: () => undefined };

function entries(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const fact of prismaReader.read({ path: 'prisma/schema.prisma', text }, nothing).facts) {
    if (fact.kind === 'config-entry') found[fact.key] = isKnown(fact.value.value) ? fact.value.value.value : `$${fact.value.variables.join(',')}`;
  }
  return found;
}

describe('Prisma schemas', () => {
  it('reads the datasource and its variables', () => {
    expect(
      entries(
        'datasource db {\n  provider = "postgresql" // the engine\n  url      = env("ORDERS_URL")\n}\n\ngenerator client {\n  provider = "prisma-client-js"\n}\n\nmodel Ship {\n  id Int @id\n  name String @default("url = x")\n}',
      ),
    ).toEqual({
      'prisma.datasource.provider': 'postgresql',
      'prisma.datasource.url': '$ORDERS_URL',
      'prisma.generator.client.provider': 'prisma-client-js',
    });
  });

  it('takes the limits out of a literal URL', () => {
    expect(entries('datasource db {\n  provider = "mysql"\n  url = "mysql://u:p@db:3306/fruits?connection_limit=5&pool_timeout=2"\n}')).toMatchObject({
      'prisma.datasource.url.connection_limit': '5',
      'prisma.datasource.url.pool_timeout': '2',
    });
  });

  it.each(['model Url {\n  url String\n}', '// datasource db {\n//  url = env("X")\n// }', ''])('is silent about %j', (text) => {
    expect(entries(text)).toEqual({});
  });

  it('says which block stays open', () => {
    expect(prismaReader.read({ path: 'a.prisma', text: 'datasource db {\n url = env("X")\n' }, nothing).unread).toMatchObject([{ line: 1 }]);
  });
});
