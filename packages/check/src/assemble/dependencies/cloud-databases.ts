import type { Engine, TerraformResource } from '../../facts/index.ts';
import { connectionsOfSku, coresOfSku } from '../../limits/azure-flexible.ts';
import { connectionsOfTier, coresOfTier } from '../../limits/cloud-sql.ts';
import { byDefault, unknown, valueOf } from '../../model/known.ts';
import type { Known } from '../../model/known.ts';
import { ownLabel } from '../units/terraform-index.ts';
import type { TerraformIndex } from '../units/terraform-index.ts';
import type { BareDatabase } from './databases.ts';

/** Databases that Google and Azure run. Replicas share the limit of nobody: they are left out, as those of RDS are. */
export function cloudDatabases(index: TerraformIndex): readonly BareDatabase[] {
  const google = index.ofType('google_sql_database_instance').filter((instance) => instance.sourceOf('master_instance_name') === null);
  const azure = index.ofType('azurerm_postgresql_flexible_server').filter((server) => server.sourceOf('source_server_id') === null);
  return [...google.map(cloudSql), ...azure.map((server) => flexibleServer(index, server))];
}

function cloudSql(instance: TerraformResource): BareDatabase {
  const engine = engineOf(valueOf(instance.text('database_version')));
  const settings = instance.blocks('settings')[0];
  const flags = settings?.blocks('database_flags') ?? [];
  const flag = flags.find((candidate) => valueOf(candidate.text('name')) === 'max_connections')?.number('value') ?? null;
  const open = flags.find((candidate) => valueOf(candidate.text('name')) === undefined);
  const tier = valueOf(settings?.text('tier'));
  const source = settings?.sourceOf('tier') ?? instance.source;
  const limit = flag ?? (open ? null : tier === undefined ? null : connectionsOfTier(tier, engine, source));
  const cores = tier === undefined ? null : coresOfTier(tier, source);
  return { ...about(instance, engine, 'name'), connectionsMax: limit ?? missing(instance, 'the tier and its flags'), ...(cores ? { cores } : {}) };
}

/** Fifteen connections are kept for replication and monitoring (the same page as the limits). */
function flexibleServer(index: TerraformIndex, server: TerraformResource): BareDatabase {
  const configured = index
    .ofType('azurerm_postgresql_flexible_server_configuration')
    .filter((configuration) => index.named(configuration, 'server_id', server.type).includes(server))
    .find((configuration) => valueOf(configuration.text('name')) === 'max_connections');
  const sku = valueOf(server.text('sku_name'));
  const source = server.sourceOf('sku_name') ?? server.source;
  const limit = configured?.number('value') ?? (sku === undefined ? null : connectionsOfSku(sku, source));
  const cores = sku === undefined ? null : coresOfSku(sku, source);
  return {
    ...about(server, 'postgres', 'name'),
    connectionsMax: limit ?? missing(server, 'sku_name'),
    connectionsReserved: byDefault(15, server.source, 'the provider keeps 15 connections for itself', 'Azure Database for PostgreSQL flexible server, limits: 15 reserved connections'),
    ...(cores ? { cores } : {}),
  };
}

function about(resource: TerraformResource, engine: Engine, attribute: string): Omit<BareDatabase, 'connectionsMax'> {
  const name = valueOf(resource.text(attribute)) ?? ownLabel(resource);
  return {
    id: `dependency:${name}`,
    name,
    engine,
    source: resource.source,
    connectionsReserved:
      engine === 'postgres'
        ? byDefault(3, resource.source, 'superuser_reserved_connections is not set', 'PostgreSQL 17, superuser_reserved_connections: 3')
        : byDefault(1, resource.source, 'one connection is kept for an administrator', 'MySQL 8.4, max_connections: one extra connection for CONNECTION_ADMIN'),
    pooler: null,
    hosts: [name],
    address: resource.address,
    local: false,
  };
}

function engineOf(version: string | undefined): Engine {
  if (version?.startsWith('POSTGRES')) return 'postgres';
  if (version?.startsWith('MYSQL')) return 'mysql';
  return version?.startsWith('SQLSERVER') ? 'sqlserver' : 'unknown';
}

function missing(resource: TerraformResource, what: string): Known<number> {
  return unknown(`no connection limit is on record for ${resource.address}`, { cause: 'no-value-given', what: `max_connections, or ${what}, of ${resource.address}` }, { source: resource.source });
}
