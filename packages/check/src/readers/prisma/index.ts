import type { CodeFact } from '../../facts/code.ts';
import { stated, unknown } from '../../model/known.ts';
import type { Reader } from '../reader.ts';
import { readBlocks } from './extract.ts';

/**
 * Prisma schemas: the settings of each datasource (`prisma.datasource.provider`, `.url`, `.relationMode`, …) and of the generators
 * (`prisma.generator.client.provider`). `env("X")` is a variable without default; limits inside a literal URL stand out as keys of their own.
 */
export const prismaReader: Reader<CodeFact> = {
  name: 'prisma',
  signals: ['datasource', 'generator'],
  claims: (path) => path.endsWith('.prisma'),

  read(file) {
    const { entries, unread } = readBlocks(file.path, file.text);
    const facts: CodeFact[] = [];
    for (const entry of entries) {
      const key = entry.block === 'datasource' ? `prisma.datasource.${entry.key}` : `prisma.generator.${entry.name}.${entry.key}`;
      if (entry.variable !== null) {
        const value = unknown(`${entry.variable} is not set in the schema`, { cause: 'no-value-given', what: `a value for ${entry.variable}` }, { source: entry.source });
        facts.push({ kind: 'config-entry', key, value: { value, variables: [entry.variable] }, profile: null, source: entry.source });
      } else if (entry.text !== null) {
        facts.push({ kind: 'config-entry', key, value: { value: stated(entry.text, entry.source, entry.says), variables: [] }, profile: null, source: entry.source });
        for (const [, name, number] of entry.key === 'url' ? entry.text.matchAll(/[?&](connection_limit|pool_timeout|connect_timeout|socket_timeout)=(\d+)/g) : []) {
          const fact = stated(number ?? '', entry.source, `${name}=${number}`);
          facts.push({ kind: 'config-entry', key: `prisma.datasource.url.${name}`, value: { value: fact, variables: [] }, profile: null, source: entry.source });
        }
      }
    }
    return { facts, unread };
  },
};
