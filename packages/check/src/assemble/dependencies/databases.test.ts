import { describe, expect, it } from 'vitest';
import { analyse } from '../../engine/check.ts';
import { boundsOf } from '../../model/arithmetic.ts';
import { isKnown, valueOf } from '../../model/known.ts';
import type { Database } from '../../model/system.ts';
import { memoryFiles } from '../../testing/memory-files.ts';

async function databases(texts: Readonly<Record<string, string>>): Promise<readonly Database[]> {
  const { systems, internalErrors } = await analyse(memoryFiles(texts), '2026-11-23');
  expect(internalErrors).toEqual([]);
  return systems[0]?.databases ?? [];
}

async function only(texts: Readonly<Record<string, string>>): Promise<Database> {
  const [database, ...rest] = await databases(texts);
  if (!database || rest.length > 0) throw new Error('one database is wanted');
  return database;
}

const rds = (more = '') => ({ 'db.tf': `resource "aws_db_instance" "orders" {\n identifier = "orders-db"\n engine = "postgres"\n instance_class = "db.t3.micro"\n ${more}\n}\n` });
const group =
  'resource "aws_db_parameter_group" "orders" {\n family = "postgres17"\n parameter {\n name = "work_mem"\n value = "64"\n }\n parameter {\n name = "max_connections"\n value = "200"\n }\n}\n';

describe('a managed database', () => {
  it('has at most what its class allows', async () => {
    const database = await only(rds());
    expect(database).toMatchObject({ id: 'dependency:orders-db', name: 'orders-db', engine: 'postgres', local: false, pooler: null, hosts: ['orders-db'] });
    expect(boundsOf(database.connectionsMax)).toEqual({ max: 112 });
    expect(valueOf(database.connectionsReserved)).toBe(3);
  });

  it('has what its parameter group states', async () => {
    const { 'db.tf': instance } = rds('parameter_group_name = aws_db_parameter_group.orders.name');
    const { connectionsMax } = await only({ 'db.tf': instance + group });
    expect(connectionsMax).toMatchObject({ value: 200, basis: 'stated' });
  });

  it('is not known where its parameter group stands elsewhere', async () => {
    const { connectionsMax } = await only(rds('parameter_group_name = "tuned"'));
    expect(connectionsMax).toMatchObject({ needs: { cause: 'outside-the-repository' } });
    expect(boundsOf(connectionsMax)).toEqual({});
  });

  it('has the class limit with a default group, or a group that is silent', async () => {
    expect(boundsOf((await only(rds('parameter_group_name = "default.postgres17"'))).connectionsMax)).toEqual({ max: 112 });
    const { 'db.tf': instance } = rds('parameter_group_name = aws_db_parameter_group.orders.name');
    expect(boundsOf((await only({ 'db.tf': instance + group.replace('max_connections', 'shared_buffers') })).connectionsMax)).toEqual({ max: 112 });
  });

  it('is not known without its class', async () => {
    const { 'db.tf': instance } = rds();
    const open = await only({ 'db.tf': `variable "class" {}\n${instance.replace('"db.t3.micro"', 'var.class')}` });
    expect(open.connectionsMax).toMatchObject({ needs: { what: 'instance_class of aws_db_instance.orders' } });
  });

  it('has what the contract states; what was found is kept beside', async () => {
    const { connectionsMax, connectionsFound } = await only({ ...rds(), 'plimsoll.yml': 'dependencies:\n  orders-db: { kind: postgres, max_connections: 90 }\n' });
    expect(connectionsMax).toMatchObject({ value: 90, source: { file: 'plimsoll.yml', line: 2 } });
    expect(boundsOf(connectionsFound)).toEqual({ max: 112 });
    expect(isKnown((await only({ ...rds(), 'plimsoll.yml': 'dependencies:\n  pears-db: { max_connections: 90 }\n' })).connectionsMax)).toBe(false);
  });

  it('has a proxy in front where one targets it', async () => {
    const { 'db.tf': instance } = rds();
    const proxy = 'resource "aws_db_proxy_target" "orders" {\n db_proxy_name = "orders"\n db_instance_identifier = aws_db_instance.orders.identifier\n}\n';
    expect((await only({ 'db.tf': instance + proxy })).pooler).toMatchObject({ name: 'aws_db_proxy_target.orders' });
    expect((await only({ 'db.tf': instance + proxy.replace('aws_db_instance.orders.identifier', '"pears"') })).pooler).toBeNull();
  });

  it('is one with its replicas', async () => {
    const { 'db.tf': instance } = rds();
    expect(await databases({ 'db.tf': `${instance}resource "aws_db_instance" "replica" {\n replicate_source_db = aws_db_instance.orders.identifier\n}\n` })).toHaveLength(1);
  });

  it('in a cluster follows the class of its instances', async () => {
    const cluster = (engine: string, instanceClass: string) => ({
      'db.tf': `resource "aws_rds_cluster" "orders" {\n cluster_identifier = "orders"\n engine = "${engine}"\n}\nresource "aws_rds_cluster_instance" "one" {\n cluster_identifier = aws_rds_cluster.orders.id\n instance_class = "${instanceClass}"\n}\n`,
    });
    expect(boundsOf((await only(cluster('aurora-postgresql', 'db.r6g.large'))).connectionsMax)).toEqual({ max: 1802 });
    expect((await only(cluster('aurora-postgresql', 'db.serverless'))).connectionsMax).toMatchObject({ needs: { cause: 'not-supported-yet' } });
    expect((await only(cluster('aurora-mysql', 'db.r6g.large'))).connectionsMax).toMatchObject({ needs: { cause: 'not-supported-yet' } });
  });

  it('keeps one connection back in MySQL', async () => {
    const { 'db.tf': instance } = rds();
    const mysql = await only({ 'db.tf': instance.replace('"postgres"', '"mysql"') });
    expect(boundsOf(mysql.connectionsMax)).toEqual({ max: 85 });
    expect(valueOf(mysql.connectionsReserved)).toBe(1);
  });
});

describe('a database in a container', () => {
  const compose = (service: string) => ({ 'compose.yaml': `services:\n  orders-db: ${service}\n` });

  it.each([
    ['{ image: "postgres:17" }', 100, 'default'],
    ['{ image: "mysql:8" }', 151, 'default'],
    ['{ image: "mariadb:11" }', 151, 'default'],
    ['{ image: "mongo:8" }', 65_536, 'default'],
    ['{ image: "postgres:17", command: postgres -c max_connections=300 }', 300, 'stated'],
    ['{ image: "mysql:8", command: ["--max-connections=40"] }', 40, 'stated'],
    ['{ image: "bitnami/postgresql:17", environment: { POSTGRESQL_MAX_CONNECTIONS: 60 } }', 60, 'stated'],
  ])('%s takes %d connections', async (service, value, basis) => {
    const database = await only(compose(service));
    expect(database.connectionsMax).toMatchObject({ value, basis });
    expect(database).toMatchObject({ name: 'orders-db', local: true, hosts: ['orders-db'] });
  });

  it.each(['{ image: "redis:8" }', '{ image: "elasticsearch:9" }', '{ image: harbour/orders }'])('%s has no limit that counts', async (service) => {
    expect(await databases({ 'compose.yaml': `services:\n  orders: ${service}\n` })).toEqual([]);
  });

  it('gives way to one of the same name that is deployed', async () => {
    const merged = await databases({ ...rds(), ...compose('{ image: "postgres:17" }') });
    expect(merged).toMatchObject([{ local: false, source: { file: 'db.tf' } }]);
  });
});

describe('a database of another cloud', () => {
  const cloudSql = (version: string, settings: string) => ({
    'db.tf': `variable "open" {}\nresource "google_sql_database_instance" "orders" {\n name = "orders-db"\n database_version = "${version}"\n settings {\n ${settings}\n }\n}\n`,
  });
  const flag = (name: string) => `database_flags {\n name = ${name}\n value = "300"\n }`;

  it.each([
    ['POSTGRES_16', 'tier = "db-custom-4-16384"', 500],
    ['POSTGRES_16', 'tier = "db-f1-micro"', 25],
    ['POSTGRES_16', 'tier = "db-perf-optimized-N-8"', 800],
    ['MYSQL_8_0', 'tier = "db-n1-standard-2"', 4000],
    ['POSTGRES_16', `tier = "db-custom-4-16384"\n ${flag('"max_connections"')}`, 300],
  ])('%s with %j allows %d connections', async (version, settings, connections) => {
    expect(valueOf((await only(cloudSql(version, settings))).connectionsMax)).toBe(connections);
  });

  it.each([
    ['SQLSERVER_2022_STANDARD', 'tier = "db-custom-4-16384"'],
    ['POSTGRES_16', 'tier = "db-harbour-4"'],
    ['POSTGRES_16', 'tier = var.open'],
    ['POSTGRES_16', `tier = "db-custom-4-16384"\n ${flag('var.open')}`],
  ])('%s with %j has no limit on record', async (version, settings) => {
    expect(isKnown((await only(cloudSql(version, settings))).connectionsMax)).toBe(false);
  });

  const flexible = (sku: string, more = '') => ({ 'db.tf': `variable "open" {}\nresource "azurerm_postgresql_flexible_server" "orders" {\n name = "orders-db"\n sku_name = ${sku}\n}\n${more}` });

  it.each([
    ['"B_Standard_B1ms"', 50],
    ['"GP_Standard_D4s_v3"', 1718],
    ['"GP_Standard_D96ds_v5"', 5000],
    ['"MO_Standard_E4ds_v5"', 3437],
  ])('a flexible server %s allows %d connections, of which 15 are kept', async (sku, connections) => {
    const database = await only(flexible(sku));
    expect([valueOf(database.connectionsMax), valueOf(database.connectionsReserved)]).toEqual([connections, 15]);
  });

  it.each(['var.open', '"GP_Standard_harbour"', '"B_Standard_constructor"'])('a flexible server %s has no limit on record', async (sku) => {
    expect(isKnown((await only(flexible(sku))).connectionsMax)).toBe(false);
  });

  it('a flexible server has what its configuration states', async () => {
    const configuration =
      'resource "azurerm_postgresql_flexible_server_configuration" "most" {\n name = "max_connections"\n server_id = azurerm_postgresql_flexible_server.orders.id\n value = "200"\n}\n';
    expect(valueOf((await only(flexible('"GP_Standard_D4s_v3"', configuration))).connectionsMax)).toBe(200);
    expect(valueOf((await only(flexible('"GP_Standard_D4s_v3"', configuration.replace('max_connections', 'work_mem')))).connectionsMax)).toBe(1718);
  });
});

describe('the cores of a database', () => {
  it('are those of its class, unless the contract states them', async () => {
    expect((await only(rds())).cores).toMatchObject({ value: 1, basis: 'default', citation: expect.stringContaining('hardware specifications') as string });
    const contract = { 'plimsoll.yml': 'dependencies:\n  orders-db: { kind: postgres, cores: 6 }\n' };
    expect((await only({ ...rds(), ...contract })).cores).toMatchObject({ value: 6, source: { file: 'plimsoll.yml' } });
  });

  it('are absent for a class that is not on record', async () => {
    const { 'db.tf': instance } = rds();
    expect((await only({ 'db.tf': instance.replace('db.t3.micro', 'db.serverless') })).cores).toBeUndefined();
  });
});
