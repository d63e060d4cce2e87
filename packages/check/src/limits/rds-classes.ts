import type { Source } from '@plimsoll/contract';
import type { Engine } from '../facts/index.ts';
import { byDefault, unknown } from '../model/known.ts';
import type { Known } from '../model/known.ts';

/** Nominal memory in GiB by family and size (aws.amazon.com/rds/instance-types, read 2026-11). */
const general = { medium: 4, large: 8, xlarge: 16, '2xlarge': 32, '4xlarge': 64, '8xlarge': 128, '12xlarge': 192, '16xlarge': 256, '24xlarge': 384, '32xlarge': 512, '48xlarge': 768 };
const memory = { large: 16, xlarge: 32, '2xlarge': 64, '4xlarge': 128, '8xlarge': 256, '12xlarge': 384, '16xlarge': 512, '24xlarge': 768, '32xlarge': 1024, '48xlarge': 1536 };
const burstable = { micro: 1, small: 2, medium: 4, large: 8, xlarge: 16, '2xlarge': 32 };

const families: readonly (readonly [RegExp, Readonly<Record<string, number>>])[] = [
  [/^t[34]g?$/, burstable],
  [/^m[4-9]/, general],
  [/^r[5-9]/, memory],
];

const bytesPerGib = 2 ** 30;

interface Formula {
  readonly bytesPerConnection: number;
  readonly most: number;
  readonly says: string;
  readonly citation: string;
}

const formulas: Readonly<Partial<Record<Engine, Formula>>> = {
  postgres: {
    bytesPerConnection: 9_531_392,
    most: 5000,
    says: 'max_connections = LEAST({DBInstanceClassMemory/9531392}, 5000)',
    citation: 'Amazon RDS User Guide, Quotas: maximum number of database connections, PostgreSQL',
  },
  mysql: {
    bytesPerConnection: 12_582_880,
    most: 100_000,
    says: 'max_connections = {DBInstanceClassMemory/12582880}',
    citation: 'Amazon RDS User Guide, Quotas: maximum number of database connections, MySQL',
  },
  mariadb: {
    bytesPerConnection: 12_582_880,
    most: 100_000,
    says: 'max_connections = {DBInstanceClassMemory/12582880}',
    citation: 'Amazon RDS User Guide, Quotas: maximum number of database connections, MariaDB',
  },
};

/**
 * The connection limit that follows from an instance class. DBInstanceClassMemory is the nominal memory less what the provider takes
 * for itself, so the nominal value bounds the limit from above and never states it.
 */
export function connectionsOfClass(instanceClass: string, engine: Engine, source: Source): Known<number> {
  const [, family = '', size = ''] = /^db\.([a-z0-9]+)\.([a-z0-9]+)$/.exec(instanceClass) ?? [];
  const sizes = families.find(([pattern]) => pattern.test(family))?.[1];
  const gib = sizes && Object.hasOwn(sizes, size) ? sizes[size] : undefined;
  const formula = formulas[engine];
  if (gib === undefined || !formula) {
    return unknown(`no connection limit is on record for ${instanceClass} with ${engine}`, { cause: 'no-value-given', what: 'max_connections in the parameter group' }, { source });
  }
  const most = Math.min(formula.most, Math.floor((gib * bytesPerGib) / formula.bytesPerConnection));
  return unknown(
    `${instanceClass} has ${gib} GiB, of which the provider takes a part for itself`,
    { cause: 'no-value-given', what: 'max_connections in the parameter group' },
    { source, bounds: { max: most }, from: [byDefault(most, source, `${instanceClass}: ${formula.says}, at most ${most}`, formula.citation)] },
  );
}
