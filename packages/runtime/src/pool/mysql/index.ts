export type { MysqlModule } from './mysql.ts';
export type { MysqlPool, MysqlPoolOptions } from './pool.ts';
export { mysqlPool } from './pool.ts';
