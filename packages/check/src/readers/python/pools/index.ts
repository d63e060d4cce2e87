import type { ConnectionUse, PoolUse } from '../../../facts/code.ts';
import type { PythonModule } from '../code/types.ts';
import { connectionUses } from './connections.ts';
import { djangoPools } from './django.ts';
import { driverPools } from './drivers.ts';
import { flaskSqlalchemyPools } from './flask-sqlalchemy.ts';
import { sqlalchemyPools } from './sqlalchemy.ts';

const readers: readonly ((call: PythonModule['calls'][number]) => readonly (PoolUse | ConnectionUse)[])[] = [sqlalchemyPools, driverPools, flaskSqlalchemyPools, connectionUses];

export function poolUses(module: PythonModule): readonly (PoolUse | ConnectionUse)[] {
  return [...module.calls.flatMap((call) => readers.flatMap((read) => read(call))), ...djangoPools(module)];
}
