import { describe, expect, it } from 'vitest';
import { valueOf } from '../model/known.ts';
import { connectionsOfTier, coresOfTier } from './cloud-sql.ts';
import { coresOfSku } from './azure-flexible.ts';
import { coresOfRdsClass } from './cores.ts';

const source = { file: 'db.tf', line: 4, column: 3, endLine: 4, endColumn: 20 };

describe('the cores of an instance class', () => {
  it.each([
    ['db.t3.micro', 1],
    ['db.t4g.medium', 2],
    ['db.m5.large', 1],
    ['db.m6i.4xlarge', 8],
    ['db.r6g.xlarge', 4],
    ['db.r5b.24xlarge', 48],
    ['db.r7g.16xlarge', 64],
  ])('%s has %d', (name, cores) => {
    expect(coresOfRdsClass(name, source)).toMatchObject({ value: cores, source, basis: 'default' });
  });

  it.each(['db.t2.micro', 'db.serverless', 'db.x2g.large', 'db.m5.constructor', 'db.m5.medium', 't3.micro', ''])('%s is not on record', (name) => {
    expect(coresOfRdsClass(name, source)).toBeNull();
  });

  it('of other clouds are half of their threads', () => {
    expect([valueOf(coresOfTier('db-custom-4-16384', source)), valueOf(coresOfTier('db-custom-1-3840', source)), coresOfTier('db-f1-micro', source)]).toEqual([2, 1, null]);
    expect([valueOf(coresOfSku('GP_Standard_D8s_v3', source)), coresOfSku('GP_Standard_D', source)]).toEqual([4, null]);
  });

  it('says nothing of engines that it has no table for', () => {
    expect(connectionsOfTier('db-custom-4-16384', 'sqlserver', source)).toBeNull();
  });
});
