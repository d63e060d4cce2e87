import { field } from '../terminal/field.ts';
import { styled } from '../terminal/span.ts';
import type { Line } from '../terminal/span.ts';
import { wrap } from '../terminal/wrap.ts';
import { likeJoins, sayJoins } from '../text/joins.ts';
import type { DatabaseView, PoolView, RangeView } from './database-view.ts';
import { counted, sayRange, sayTime, sayView } from './say.ts';
import { at, some } from './text-workloads.ts';

export function databaseLines(database: DatabaseView, columns: number): readonly Line[] {
  const { connectionsMax, connectionsReserved, pools, pooler } = database;
  const less = connectionsReserved.value === 0 ? '' : `: ${sayView(connectionsMax)} less ${sayView(connectionsReserved)} reserved`;
  const served =
    connectionsMax.value === null && database.serves.max === null
      ? `a number of connections that is not known: ${connectionsMax.unknown}`
      : `${range(database.serves)} connections to applications${less}`;
  return [
    [],
    ...wrap([styled('strong', database.name), ` ${database.engine} `, at(database.source)], columns, { first: [], rest: '  ' }),
    ...field('serves', [served], columns),
    ...(pooler ? field('behind', [`${pooler.name} `, at(pooler.source)], columns) : []),
    ...some(pools, (pool, first) => field(first ? 'pools' : '', poolText(pool), columns), columns),
    ...(pools.length > 0 ? field('in all', [`${range(database.demand)} of ${range(database.serves)}`], columns) : []),
    ...some(likeJoins(database.joins), (joins, first) => field(first ? 'joined' : '', [sayJoins(joins, false)], columns), columns),
  ];
}

/** `api: 20 pg connections × 2 processes × 20 instances = 800`. */
function poolText(pool: PoolView): Line {
  const overflow = pool.overflowMax && pool.overflowMax.value !== 0 ? `, and ${sayView(pool.overflowMax)} more in bursts` : '';
  const wait = pool.acquireTimeoutMs ? `, waits ${sayTime(pool.acquireTimeoutMs)}` : '';
  const factors = `${sayView(pool.connectionsMax)} ${pool.library} × ${counted(sayView(pool.processesPerInstance), 'process', 'processes')} × ${counted(sayView(pool.instancesMax), 'instance')}`;
  return [`${pool.owner?.name ?? 'owner not known'}: ${factors} = ${range(pool.demand)}${overflow}${wait} `, at(pool.source)];
}

function range({ min, max }: RangeView): string {
  return sayRange({ min, max: max ?? Infinity });
}
