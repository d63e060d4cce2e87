import { describe, expect, it } from 'vitest';
import { boundsOf } from '../model/arithmetic.ts';
import { isKnown } from '../model/known.ts';
import { connectionsOfClass } from './rds-classes.ts';

const source = { file: 'db.tf', line: 4, column: 3, endLine: 4, endColumn: 20 };

describe('the connection limit of an instance class', () => {
  // LEAST({DBInstanceClassMemory/9531392}, 5000) and {DBInstanceClassMemory/12582880}, with 2^30 bytes in a GiB.
  it.each([
    ['db.t3.micro', 'postgres', 112],
    ['db.t4g.small', 'postgres', 225],
    ['db.t3.medium', 'postgres', 450],
    ['db.m5.large', 'postgres', 901],
    ['db.r6g.large', 'postgres', 1802],
    ['db.m6i.4xlarge', 'postgres', 5000],
    ['db.r5.24xlarge', 'postgres', 5000],
    ['db.t3.micro', 'mysql', 85],
    ['db.m5.large', 'mysql', 682],
    ['db.r5.24xlarge', 'mysql', 65_536],
    ['db.t3.small', 'mariadb', 170],
  ] as const)('%s with %s is at most %d', (name, engine, most) => {
    const limit = connectionsOfClass(name, engine, source);
    expect(isKnown(limit)).toBe(false);
    expect(boundsOf(limit)).toEqual({ max: most });
    expect(limit.from).toMatchObject([{ value: most, source, basis: 'default', citation: expect.stringContaining('Amazon RDS User Guide') as string }]);
  });

  it.each([
    ['db.t3.micro', 'sqlserver'],
    ['db.t3.micro', 'unknown'],
    ['db.serverless', 'postgres'],
    ['db.z9.enormous', 'postgres'],
    ['db.t3.24xlarge', 'postgres'],
    ['t3.micro', 'postgres'],
    ['', 'postgres'],
    ['db.t3.constructor', 'postgres'],
    ['db.m5.valueof', 'postgres'],
  ] as const)('%s with %s is not on record', (name, engine) => {
    const limit = connectionsOfClass(name, engine, source);
    expect(isKnown(limit)).toBe(false);
    expect(boundsOf(limit)).toEqual({});
  });
});
