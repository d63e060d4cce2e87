import { describe, expect, it } from 'vitest';
import type { CheckReport } from '@plimsoll/contract';
import type { LazyReader, Reader } from '../readers/reader.ts';
import { readers } from '../readers/registry.ts';
import type { AnyFact } from '../readers/registry.ts';
import { memoryFiles } from '../testing/memory-files.ts';
import { check } from './check.ts';

const compose = `services:
  orders:
    build: .
    deploy: { replicas: 6 }
    environment:
      DB_POOL_MAX: 25
  db: { image: postgres:17, command: postgres -c max_connections=100 }
`;
const pool = `import { Pool } from 'pg';
import express from 'express';
const pool = new Pool({ max: Number(process.env.DB_POOL_MAX ?? 5) });
const app = express();
app.get('/orders', async (_request, response) => response.json(await pool.query('SELECT 1')));
app.listen(8080);
`;
const orders = { 'compose.yaml': compose, 'src/server.ts': pool, 'package.json': '{ "name": "orders", "dependencies": { "pg": "8.0.0", "express": "5.0.0" } }' };

const run = (texts: Readonly<Record<string, string>>, today = '2026-11-23'): Promise<CheckReport> =>
  check(memoryFiles(texts), { today, version: 'test', stats: { files: Object.keys(texts).length, bytes: 0 }, now: () => 0 });
const demand = (report: CheckReport) => report.findings.filter(({ rule }) => rule === 'dp4/pool-exceeds-max-connections');

describe('check', () => {
  it('reads installed modules for their resources alone', async () => {
    const installed = Object.fromEntries(Object.entries(orders).map(([path, text]) => [`infra/.terraform/modules/orders/${path}`, text]));
    expect((await run(installed)).findings).toEqual([]);
    expect(demand(await run({ ...orders, ...installed }))).toHaveLength(1);
  });

  it('goes from files to a report', async () => {
    const report = await run(orders);
    expect(report.internalErrors).toEqual([]);
    expect(report.stats).toMatchObject({ files: 3, ms: 0 });
    expect(report.stats.parsed).toBeGreaterThanOrEqual(2);
    expect(report).toMatchObject({ today: '2026-11-23', environments: ['default'] });
    expect(demand(report)).toMatchObject([{ state: 'broken', suppressed: null, environments: ['default'] }]);
    expect(report.principles[3]).toMatchObject({ id: 'DP4', status: 'broken' });
  });

  it('is the same whatever the order of the files, and each time', async () => {
    const reversed = Object.fromEntries(Object.entries(orders).toReversed());
    expect(await run(reversed)).toEqual(await run(orders));
  });

  it('keeps a fingerprint when lines are put in above', async () => {
    const moved = await run({ ...orders, 'compose.yaml': `# ships and berths\n\n${compose}`, 'src/server.ts': `// ships\n${pool}` });
    expect(demand(moved).map(({ fingerprint }) => fingerprint)).toEqual(demand(await run(orders)).map(({ fingerprint }) => fingerprint));
  });

  it('reports an expired suppression beside what could not be read', async () => {
    const [found] = demand(await run(orders));
    if (!found?.location) throw new Error('the finding has a place');
    const { file, line } = found.location;
    const lines = (orders as Readonly<Record<string, string>>)[file]?.split('\n') ?? [];
    const mark = file.endsWith('.ts') ? '//' : '#';
    const above = (until: string) => ({ ...orders, [file]: [...lines.slice(0, line - 1), `${mark} plimsoll-ignore ${found.rule} -- for now (until ${until})`, ...lines.slice(line - 1)].join('\n') });
    const live = await run(above('2027-03-31'));
    expect(demand(live)).toMatchObject([{ suppressed: { reason: 'for now' } }]);
    expect(live.unread).toEqual([]);
    const expired = await run(above('2026-03-31'));
    expect(demand(expired)).toMatchObject([{ suppressed: null }]);
    expect(expired.unread).toMatchObject([{ file, line, message: expect.stringMatching(/expired/) as string }]);
  });

  it('judges nothing in an empty repository', async () => {
    const report = await run({});
    expect(report).toMatchObject({ findings: [], unread: [], internalErrors: [], environments: ['default'] });
    expect(report.principles.every(({ status }) => status === 'not-applicable')).toBe(true);
  });

  it('names a reader that throws and reads the rest', async () => {
    const throwing: Reader<AnyFact> = {
      name: 'driftwood',
      claims: (path) => path.endsWith('.ts'),
      read: () => {
        throw new Error('the tide is out');
      },
    };
    const registry = readers as (Reader<AnyFact> | LazyReader<AnyFact>)[];
    registry.unshift(throwing);
    try {
      const report = await run(orders);
      expect(report.internalErrors).toHaveLength(1);
      expect(report.internalErrors[0]).toMatch(/^reader driftwood on src\/server\.ts: Error: the tide is out/);
      expect(demand(report)).toHaveLength(1);
    } finally {
      registry.splice(registry.indexOf(throwing), 1);
    }
  });

  it('lists problems of the contract with their lines, and what could not be listed at all', async () => {
    const report = await check(memoryFiles({ ...orders, 'plimsoll.yml': 'system: orders\nworkload: {}\n' }), {
      today: '2026-11-23',
      version: 'test',
      stats: { files: 0, bytes: 0 },
      unread: [{ file: 'huge.bin', line: null, message: 'too large' }],
    });
    expect(report.unread.map(({ file, line }) => `${file}:${line}`)).toEqual(['huge.bin:null', 'plimsoll.yml:2']);
  });
});
