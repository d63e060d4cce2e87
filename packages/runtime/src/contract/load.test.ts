import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { load } from './index.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-contract-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function contract(text: string): string {
  const path = join(folder, 'plimsoll.yml');
  writeFileSync(path, text);
  return path;
}

const payments = `system: payments
workloads:
  api:
    deadline: 800ms
    scale: { signal: request-rate, min: 2, max: 20 }
    calls:
      payments-db: { timeout: 250ms, pool: auto }
      fraud-api: { timeout: 300ms, bulkhead: 10, breaker: { errors: 50%, of: 20, reset: 10s } }
  settlement:
    calls:
      payments-db: { timeout: 2s, pool: 3 }
dependencies:
  payments-db: { kind: postgres, cores: 4, disks: 2, max_connections: 300 }
`;

describe('the contract of a service', () => {
  it('gives a pool its server, its fleet and its statement timeout', () => {
    const { workload } = load(contract(payments));
    expect(workload('api').pool('payments-db')).toEqual({ name: 'payments-db', server: { cores: 4, disks: 2 }, fleet: { instances: 21 }, statementTimeoutMs: 250 });
    expect(workload('settlement').pool('payments-db')).toMatchObject({ connectionsMax: 3, statementTimeoutMs: 2000 });
  });

  it('gives a guard its timeout, bulkhead and breaker, and a request its deadline', () => {
    const api = load(contract(payments)).workload('api');
    expect(api.guard('fraud-api')).toEqual({ timeoutMs: 300, bulkhead: 10, breaker: { errors: 0.5, of: 20, resetMs: 10_000 } });
    expect(api.guard('payments-db')).toEqual({ timeoutMs: 250 });
    expect(api.deadlineMs).toBe(800);
    expect(load(contract(payments)).workload('settlement').deadlineMs).toBeNull();
  });

  it('lets code win', () => {
    expect({ ...load(contract(payments)).workload('api').guard('fraud-api'), timeoutMs: 200 }).toMatchObject({ timeoutMs: 200, bulkhead: 10 });
  });

  it('refuses a contract with a wrong value, naming every line', () => {
    const path = contract(payments.replace('800ms', '800').replace('pool: auto', 'pol: auto'));
    expect(() => load(path)).toThrow(
      expect.objectContaining({ code: 'ERR_PLIMSOLL_CONTRACT', message: expect.stringMatching(/plimsoll\.yml:4:\d+ .*\n.*plimsoll\.yml:7:\d+ .*pool/) as string }) as Error,
    );
  });

  it.each([
    ['a file that is not there', () => load(join(folder, 'none.yml')), /none\.yml cannot be read/],
    ['a workload that is not in it', () => load(contract(payments)).workload('apy'), /has no workload apy; did you mean api\?/],
    ['a dependency that is not called', () => load(contract(payments)).workload('settlement').guard('fraud'), /workload settlement calls no fraud; it has payments-db/],
    ['an empty one', () => load(contract('')).workload('api'), /has no workload api/],
  ])('says what is wrong with %s', (_, work, message) => {
    expect(work).toThrow(expect.objectContaining({ code: 'ERR_PLIMSOLL_CONTRACT', message: expect.stringMatching(message) as string }) as Error);
  });
});
